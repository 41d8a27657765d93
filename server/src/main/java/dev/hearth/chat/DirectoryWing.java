package dev.hearth.chat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.FavouriteApps;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Reports;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Expenses;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.conversation.Profiles;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.link.Linking;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.platform.Platform;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.time.ClockWatch;
import dev.hearth.platform.time.PassedTime;
import java.time.Duration;
import java.util.Optional;

/// The wing of the directory: who there is, and who may do what. Everything in it is in SQL, behind
/// one door.
///
/// @param door the one door to the directory: changes go through it, and it tells what has changed
/// @param keys the public keys that devices leave for others
/// @param invitations the way in for people without an account
/// @param ledger empty unless it is switched on
public record DirectoryWing(
    Directory door,
    Accounts accounts,
    Authentication authentication,
    Relationships relationships,
    FavouriteApps favouriteApps,
    Reports reports,
    Conversations conversations,
    Contacts contacts,
    Mutes mutes,
    Profiles profiles,
    Circles circles,
    Schemes schemes,
    SignalKeys keys,
    Linking linking,
    SignInCodes signInCodes,
    Invitations invitations,
    Pins pins,
    Optional<Ledger> ledger) {

  /// How often changed profiles are looked for that were not told yet.
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  /// How often the clock is compared with what is stored.
  private static final Duration WATCH_EVERY = Duration.ofMinutes(1);

  /// The log has raised the positions before: from here on, things are stamped.
  static DirectoryWing open(
      Platform platform, Chat.ChatSettings settings, ChatAllowances allowances, PassedTime passed) {
    var clock = platform.clock();
    var directory = new Directory(platform.database(), platform.positions());
    var accounts = new Accounts(directory, ServerKey.in(platform.folder()));
    var relationships = new Relationships(directory);
    var conversations =
        new Conversations(
            directory,
            accounts,
            relationships,
            new Expenses(allowances.strangers(), allowances.groupNotices()),
            settings.mostMembers());
    Pins.raise(directory);
    Ledger.raise(directory);
    // All that is stored has raised the positions by now, and nothing is stamped yet.
    var clockWatch = new ClockWatch(platform.positions(), platform.meters());
    clockWatch.start(settings.clockLag());
    var contacts = new Contacts(directory, relationships, conversations);
    var profiles = new Profiles(directory, accounts, relationships, clock);
    var wing =
        new DirectoryWing(
            directory,
            accounts,
            new Authentication(accounts, clock, allowances.failedChecks(), platform.meters()),
            relationships,
            new FavouriteApps(directory, clock),
            new Reports(directory, clock),
            conversations,
            contacts,
            new Mutes(directory, clock),
            profiles,
            new Circles(directory, accounts, conversations, clock),
            new Schemes(directory),
            new SignalKeys(
                directory,
                accounts,
                relationships,
                conversations,
                allowances.oneTimeKeys(),
                passed),
            new Linking(accounts, clock),
            new SignInCodes(directory, accounts, clock, passed),
            new Invitations(directory, accounts, contacts, settings.signUp(), passed),
            new Pins(directory, accounts, clock, passed, settings.pinHashBytes())
                .shownOn(platform.meters()),
            settings.ledger()
                ? Optional.of(
                    verified(
                        new Ledger(directory, accounts, relationships, conversations),
                        platform.folder()))
                : Optional.empty());
    var backgroundTasks = platform.backgroundTasks();
    backgroundTasks.every(TELL_EVERY, "profiles", profiles::tellWaiting);
    backgroundTasks.every(
        WATCH_EVERY,
        "clock",
        () -> {
          clockWatch.look();
          passed.look();
          return false;
        });
    return wing;
  }

  private static Ledger verified(Ledger ledger, DataFolder folder) {
    var books = ledger.verify();
    if (!books.balanced()) {
      folder
          .onLoss()
          .found("The ledger does not add up (%s)".formatted(String.join(". ", books.faults())));
    }
    return ledger;
  }
}
