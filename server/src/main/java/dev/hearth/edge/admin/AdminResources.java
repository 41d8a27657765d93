package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.edge.http.ApiResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// All that the operator can ask a running server for.
public final class AdminResources {
  private AdminResources() {}

  /// Makes backups, wherever they are made.
  public interface BackupMaker {
    /// @return where the backup is
    /// @throws IOException when it can't be made
    Path backUp(Path keep) throws IOException;
  }

  public static List<ApiResource> of(
      Accounts accounts, SignInCodes codes, Pins pins, BackupMaker backups) {
    return List.of(
        new RegistrationResource(accounts),
        new RescueResource(accounts, codes, pins),
        new BackupResource(backups),
        new DescriptionResource());
  }
}
