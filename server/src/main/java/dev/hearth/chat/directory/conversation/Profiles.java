package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemUser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// How people show themselves. A change is told to those who want to know them: SYSTEM_USER. Calls
/// block.
public final class Profiles {
  /// At most this many users receive a change; others see it when they look.
  private static final int MOST_TOLD = 2_000;

  /// Others hear of somebody's changes no more often than this.
  public static final Duration PAUSE = Duration.ofMinutes(1);

  /// How many users' changes are looked at in one round.
  private static final int MOST_AT_ONCE = 100;

  private final Directory directory;
  private final Accounts accounts;
  private final Relationships relationships;
  private final InstantSource clock;

  public Profiles(
      Directory directory, Accounts accounts, Relationships relationships, InstantSource clock) {
    this.directory = directory;
    this.accounts = accounts;
    this.relationships = relationships;
    this.clock = clock;
  }

  /// The user as they are after the change.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User update(UserId user, ProfileChange change) {
    var acquainted = acquainted(user);
    directory.run(tx -> {
      accounts.update(tx, user, change);
      tell(tx, user, acquainted);
    });
    return accounts.findUser(user).orElseThrow();
  }

  /// Tells what changed within {@link #PAUSE} after the last time. To be called every few seconds.
  ///
  /// @return whether there is more to tell now
  public boolean tellWaiting() {
    var due =
        directory.read(handle -> ProfileNewsTable.waiting(handle, MOST_AT_ONCE)).stream()
            .filter(user -> isDue(directory.read(handle -> ProfileNewsTable.toldAt(handle, user))))
            .toList();
    due.forEach(this::tellAgain);
    return due.size() == MOST_AT_ONCE;
  }

  private void tellAgain(UserId user) {
    var acquainted = acquainted(user);
    directory.run(tx -> tell(tx, user, acquainted));
  }

  /// One's own devices hear of every change at once, others of all changes within a pause together.
  private void tell(Transaction tx, UserId user, List<UserId> acquainted) {
    Optional<Long> toldAt = ProfileNewsTable.toldAt(tx.handle(), user);
    if (isDue(toldAt)) {
      ProfileNewsTable.put(tx.handle(), user, now(), false);
      tx.tell(Recipients.users(acquainted), new SystemUser(user));
    } else {
      ProfileNewsTable.put(tx.handle(), user, toldAt.orElseThrow(), true);
      tx.tell(Recipients.users(List.of(user)), new SystemUser(user));
    }
  }

  /// A time in the future comes from a clock that was turned back since.
  private boolean isDue(Optional<Long> toldAt) {
    long now = now();
    return toldAt.filter(at -> at <= now && now - at < WireTime.micros(PAUSE)).isEmpty();
  }

  private long now() {
    return WireTime.micros(clock.instant());
  }

  /// Themselves, those who have added them, and those who began a conversation with them: somebody
  /// whom the user has added without being asked hears nothing. No bots: those ask when they want
  /// to know.
  private List<UserId> acquainted(UserId user) {
    var all = new LinkedHashSet<UserId>();
    all.add(user);
    all.addAll(relationships.befriendedBy(user, MOST_TOLD));
    all.addAll(directory.read(handle -> ConversationTable.begunWith(handle, user, MOST_TOLD)));
    return all.stream()
        .limit(MOST_TOLD)
        .filter(one -> accounts.findUser(one).filter(known -> !known.bot()).isPresent())
        .toList();
  }
}
