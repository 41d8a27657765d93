package dev.hearth.chat.directory.account;

import dev.hearth.protocol.id.UserId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The SQL of the bots that people show on their profiles.
final class FavouriteAppTable {
  private FavouriteAppTable() {}

  /// Oldest first.
  static List<FavouriteApp> of(Handle handle, UserId user) {
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

  static void insert(Handle handle, FavouriteApp favourite) {
    handle.execute(
        "INSERT INTO favourite_apps (user_id, app_id, created_at) VALUES (?, ?, ?)",
        favourite.user().toString(),
        favourite.app().toString(),
        favourite.createdAt());
  }

  static void delete(Handle handle, UserId user, UserId app) {
    handle.execute(
        "DELETE FROM favourite_apps WHERE user_id = ? AND app_id = ?",
        user.toString(),
        app.toString());
  }
}
