package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How people show themselves. A change is told to those who want to know them: SYSTEM_USER. Calls
/// block.
public final class Profiles {
  private static final String CATEGORY = "SYSTEM_USER";

  /// At most this many users receive a change; others see it when they look.
  private static final int MOST_TOLD = 2_000;

  /// Others hear of somebody's changes no more often than this.
  public static final Duration PAUSE = Duration.ofMinutes(1);

  /// How many users' changes are looked at in one round.
  private static final int MOST_AT_ONCE = 100;

  private final Database database;
  private final Accounts accounts;
  private final Relationships relationships;
  private final Outbox outbox;
  private final InstantSource clock;

  public Profiles(
      Database database,
      Accounts accounts,
      Relationships relationships,
      Outbox outbox,
      InstantSource clock) {
    this.database = database;
    this.accounts = accounts;
    this.relationships = relationships;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The user as they are after the change.
  ///
  /// @throws java.util.NoSuchElementException when the user does not exist
  public User update(UserId user, ProfileChange change) {
    var acquainted = acquainted(user);
    var now = accounts.update(user, change, handle -> announce(handle, user, acquainted));
    outbox.announce();
    return now;
  }

  /// Tells what changed within {@link #PAUSE} after the last time. To be called every few seconds.
  ///
  /// @return whether there is more to tell now
  public boolean tellWaiting() {
    var due =
        database.read(handle -> ProfileNewsTable.waiting(handle, MOST_AT_ONCE)).stream()
            .filter(user -> isDue(database.read(handle -> ProfileNewsTable.toldAt(handle, user))))
            .toList();
    due.forEach(this::tellAgain);
    return due.size() == MOST_AT_ONCE;
  }

  private void tellAgain(UserId user) {
    var acquainted = acquainted(user);
    database.change(handle -> announce(handle, user, acquainted));
    outbox.announce();
  }

  /// One's own devices hear of every change at once, others of all changes within a pause together.
  private void announce(Handle handle, UserId user, List<UserId> acquainted) {
    Optional<Long> toldAt = ProfileNewsTable.toldAt(handle, user);
    if (isDue(toldAt)) {
      ProfileNewsTable.put(handle, user, now(), false);
      tell(outbox, handle, acquainted, user);
    } else {
      ProfileNewsTable.put(handle, user, toldAt.orElseThrow(), true);
      tell(outbox, handle, List.of(user), user);
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

  /// Puts in, within the transaction of `handle`, that there is something new about `user`.
  ///
  /// @param told each once
  public static void tell(Outbox outbox, Handle handle, List<UserId> told, UserId user) {
    var payload = "{\"action\":\"UPDATE\",\"user_id\":\"" + user + "\"}";
    outbox.tellUsers(handle, told, Optional.empty(), CATEGORY, payload);
  }

  /// Themselves, those who have added them, and those who began a conversation with them: somebody
  /// whom the user has added without being asked hears nothing. No bots: those ask when they want
  /// to know.
  private List<UserId> acquainted(UserId user) {
    var all = new LinkedHashSet<UserId>();
    all.add(user);
    all.addAll(relationships.befriendedBy(user, MOST_TOLD));
    all.addAll(database.read(handle -> ConversationTable.begunWith(handle, user, MOST_TOLD)));
    return all.stream()
        .limit(MOST_TOLD)
        .filter(one -> accounts.findUser(one).filter(known -> !known.bot()).isPresent())
        .toList();
  }
}
