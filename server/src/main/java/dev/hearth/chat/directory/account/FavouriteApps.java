package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The bots that people show on their profiles; anybody may see them. Any thread may call; calls
/// block.
public final class FavouriteApps {
  /// How many one may have.
  public static final int MOST = 3;

  private final Directory directory;
  private final InstantSource clock;

  public FavouriteApps(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Somebody's favourites, oldest first.
  public List<FavouriteApp> of(UserId user) {
    return directory.read(handle -> of(handle, user));
  }

  /// Makes a bot a favourite; one that is one already stays as it is.
  ///
  /// @return none when there are {@link #MOST} others
  public Optional<FavouriteApp> add(UserId user, User bot) {
    if (!bot.bot()) {
      throw new IllegalArgumentException("people are not apps");
    }
    return directory.change(tx -> {
      Handle handle = tx.handle();
      var all = of(handle, user);
      var there = all.stream().filter(favourite -> favourite.app().equals(bot.id())).findAny();
      if (there.isPresent() || all.size() >= MOST) {
        return there;
      }
      var favourite = new FavouriteApp(user, bot.id(), WireTime.micros(clock.instant()));
      handle.execute(
          "INSERT INTO favourite_apps (user_id, app_id, created_at) VALUES (?, ?, ?)",
          user.toString(),
          bot.id().toString(),
          favourite.createdAt());
      return Optional.of(favourite);
    });
  }

  /// Takes a bot off the user's favourites; if it isn't a favourite, nothing changes.
  public void remove(UserId user, UserId app) {
    directory.run(tx ->
        tx.handle()
            .execute(
                "DELETE FROM favourite_apps WHERE user_id = ? AND app_id = ?",
                user.toString(),
                app.toString()));
  }

  private static List<FavouriteApp> of(Handle handle, UserId user) {
    return handle
        .createQuery(
            """
            SELECT app_id, created_at FROM favourite_apps
            WHERE user_id = :user ORDER BY created_at, app_id
            """)
        .bind("user", user.toString())
        .map((row, context) ->
            new FavouriteApp(user, UserId.of(row.getString("app_id")), row.getLong("created_at")))
        .list();
  }
}
