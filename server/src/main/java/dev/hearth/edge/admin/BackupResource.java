package dev.hearth.edge.admin;

import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.backup.BackupTooLarge;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.platform.runtime.LoggedFault;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a backup of the data folder. The answer comes when it is made.
final class BackupResource implements ApiResource {
  private static final Logger LOG = LoggerFactory.getLogger(BackupResource.class);

  private final AdminResources.BackupMaker backups;

  BackupResource(AdminResources.BackupMaker backups) {
    this.backups = backups;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.forAnyone().post("/backups", this::backUp);
  }

  private ApiResponse backUp(ApiRequest request) {
    Path keep = Path.of(request.fields().findText("folder").orElse(""));
    if (!keep.isAbsolute()) {
      return AdminRefusals.invalid("folder is an absolute path");
    }
    try {
      Path made = backups.backUp(keep);
      Audit.done("backup-made", Audit.By.LOCAL_DOOR, "folder", made);
      return ApiResponse.data(AdminJson.object().put("path", made.toString()));
    } catch (BackupTooLarge e) {
      LOG.error("There is no backup in {}: {}", keep, LoggedFault.sentence(e));
      return AdminRefusals.refused(507, "the backup was not begun: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.error("There is no backup in {}", keep, LoggedFault.of(e));
      return AdminRefusals.refused(500, "the backup was not made: " + e.getMessage());
    }
  }
}
