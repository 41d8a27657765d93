package dev.hearth.chat.directory.link;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The tries at short codes, counted for each person beyond a restart: a code of four digits can be
/// guessed by those who may try often.
///
/// Any thread may call; calls block.
final class SignInTries {
  static final Migrations MIGRATIONS =
      new Migrations("db/link", List.of("V13_1__sign_in_tries.sql"));

  /// How many tries of a person are looked at within {@link #WITHIN}, unless one was right.
  static final int MOST = 10;

  static final Duration WITHIN = Duration.ofHours(24);

  private final Directory directory;
  private final Ages ages;

  /// @param ages how old a try is
  SignInTries(Directory directory, Ages ages) {
    this.directory = directory;
    this.ages = ages;
    directory.stamps().raise(directory.read(SignInTries::newest));
  }

  /// Counts a try that is about to be looked at: a try that breaks off has been made.
  ///
  /// @return false when there were too many, and this one is not to be looked at
  boolean count(UserId user) {
    // Not in the transaction: to notice that time passed may be a write of its own.
    long since = ages.ago(WITHIN);
    return directory.change(tx -> {
      Handle handle = tx.handle();
      handle.execute(
          "DELETE FROM sign_in_tries WHERE user_id = ? AND tried_at <= ?", user.toString(), since);
      if (of(handle, user) >= MOST) {
        return false;
      }
      handle.execute(
          "INSERT INTO sign_in_tries (user_id, tried_at) VALUES (?, ?)",
          user.toString(),
          directory.stamps().next());
      return true;
    });
  }

  /// A try was right.
  void forget(UserId user) {
    directory.runTidy(
        tx -> tx.handle().execute("DELETE FROM sign_in_tries WHERE user_id = ?", user.toString()));
  }

  /// Whether none is looked at.
  boolean usedUp(UserId user) {
    long since = ages.ago(WITHIN);
    return directory.read(handle ->
        handle
            .createQuery(
                "SELECT count(*) FROM sign_in_tries WHERE user_id = :user AND tried_at > :since")
            .bind("user", user.toString())
            .bind("since", since)
            .mapTo(Integer.class)
            .one())
        >= MOST;
  }

  private static int of(Handle handle, UserId user) {
    return handle
        .createQuery("SELECT count(*) FROM sign_in_tries WHERE user_id = :user")
        .bind("user", user.toString())
        .mapTo(Integer.class)
        .one();
  }

  private static long newest(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(tried_at), 0) FROM sign_in_tries")
        .mapTo(Long.class)
        .one();
  }
}
