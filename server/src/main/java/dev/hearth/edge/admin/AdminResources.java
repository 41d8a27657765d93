package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.http.ApiResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All that the operator can ask a running server for.
public final class AdminResources {
  private AdminResources() {}

  /// Makes backups, wherever they are made.
  public interface BackupMaker {
    /// @return where the backup is
    /// @throws IOException when it can't be made
    Path backUp(Path keep) throws IOException;
  }

  /// @param ledger empty when it is switched off
  public static List<ApiResource> of(
      Accounts accounts,
      SignInCodes codes,
      Pins pins,
      Optional<Ledger> ledger,
      Portraits portraits,
      BackupMaker backups) {
    return List.of(
        new RegistrationResource(accounts),
        new RescueResource(accounts, codes, pins),
        new LedgerResource(ledger, accounts, portraits),
        new BackupResource(backups),
        new DescriptionResource());
  }
}
