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
import dev.hearth.chat.directory.conversation.Snapshots;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.link.Linking;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.platform.Platform;
import dev.hearth.platform.time.ClockWatch;
import dev.hearth.platform.time.PassedTime;
import java.time.Duration;

/// The wing of the directory: who there is, and who may do what. Everything in it is in SQL, behind
/// one door.
///
/// @param door changes go through it, and it tells what has changed
/// @param keys the public keys that devices leave for others
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
    Snapshots snapshots,
    Circles circles,
    Schemes schemes,
    SignalKeys keys,
    Linking linking,
    SignInCodes signInCodes,
    Pins pins) {

  /// How often changed profiles are looked for that were not told yet.
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  /// How often the clock is compared with what is stored.
  private static final Duration WATCH_EVERY = Duration.ofMinutes(1);

  /// The log has raised the positions before: from here on, things are stamped.
  static DirectoryWing open(
      Platform platform, Chat.ChatSettings settings, ChatAllowances allowances, PassedTime passed) {
    var clock = platform.clock();
    var door = new Directory(platform.database(), platform.positions());
    var accounts = new Accounts(door, ServerKey.in(platform.folder()));
    var relationships = new Relationships(door);
    var conversations =
        new Conversations(
            door,
            accounts,
            relationships,
            new Expenses(allowances.strangers(), allowances.groupNotices()),
            settings.mostMembers());
    Pins.raise(door);
    // All that is stored has raised the positions by now, and nothing is stamped yet.
    var clockWatch = new ClockWatch(platform.positions(), platform.meters());
    clockWatch.start(settings.clockLag());
    var profiles = new Profiles(door, accounts, relationships, clock);
    var wing =
        new DirectoryWing(
            door,
            accounts,
            new Authentication(accounts, clock, allowances.failedChecks(), platform.meters()),
            relationships,
            new FavouriteApps(door, clock),
            new Reports(door, clock),
            conversations,
            new Contacts(door, relationships, conversations),
            new Mutes(door, clock),
            profiles,
            new Snapshots(door),
            new Circles(door, accounts, conversations, clock),
            new Schemes(door),
            new SignalKeys(
                door, accounts, relationships, conversations, allowances.oneTimeKeys(), passed),
            new Linking(accounts, clock),
            new SignInCodes(accounts, clock),
            new Pins(door, accounts, clock, passed).shownOn(platform.meters()));
    var rounds = platform.rounds();
    rounds.every(TELL_EVERY, "profiles", profiles::tellWaiting);
    rounds.every(
        WATCH_EVERY,
        "clock",
        () -> {
          clockWatch.look();
          passed.look();
          return false;
        });
    return wing;
  }
}
