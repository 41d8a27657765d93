package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.http.ApiResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// All that the operator can ask a running server for.
public final class AdminResources {
  private AdminResources() {}

  /// Makes backups, wherever they are made.
  public interface BackupMaker {
    /// @return where the backup is
    /// @throws IOException when it can't be made
    Path backUp(Path keep) throws IOException;
  }

  /// @param codeLength how long codes to sign in with are
  /// @param ledger empty when it is switched off
  /// @param address where people reach this server
  public static List<ApiResource> of(
      Accounts accounts,
      SignInCodes codes,
      CodeLength codeLength,
      Invitations invitations,
      Pins pins,
      Optional<Ledger> ledger,
      Portraits portraits,
      Supplier<String> address,
      BackupMaker backups) {
    return List.of(
        new RegistrationResource(accounts),
        new InvitingResource(invitations, accounts, address),
        new RescueResource(accounts, codes, codeLength, pins),
        new LedgerResource(ledger, accounts, portraits),
        new BackupResource(backups),
        new DescriptionResource());
  }
}
