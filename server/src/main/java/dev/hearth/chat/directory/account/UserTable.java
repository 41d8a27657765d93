package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.account.Preferences.AllowedUsers;
import dev.hearth.chat.directory.door.Fact.UserChanged;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The SQL of users and apps.
final class UserTable {
  private static final String SELECT =
      """
      SELECT u.*, a.app_id, a.creator_id, a.description, a.home_uri, a.redirect_uri, a.category,
        a.capabilities, a.resource_patterns, a.updated_at
      FROM users u LEFT JOIN apps a ON a.app_id = u.user_id
      """;

  private UserTable() {}

  static Optional<User> find(Handle handle, UserId id) {
    return users(handle.createQuery(SELECT + "WHERE u.user_id = :id").bind("id", id.toString()))
        .stream()
        .findFirst();
  }

  static Optional<UserId> find(Handle handle, long identityNumber) {
    return id(
        handle
            .createQuery("SELECT user_id FROM users WHERE identity_number = :number")
            .bind("number", identityNumber));
  }

  static Optional<UserId> findByCode(Handle handle, String codeId) {
    return id(
        handle.createQuery("SELECT user_id FROM users WHERE code_id = :code").bind("code", codeId));
  }

  static Optional<UserId> findByPhone(Handle handle, PhoneNumber phone) {
    return id(
        handle
            // As the index says it.
            .createQuery("SELECT user_id FROM users WHERE phone = :phone AND phone <> ''")
            .bind("phone", phone.text()));
  }

  static void setPhone(Transaction tx, UserId id, Optional<PhoneNumber> phone) {
    tx.handle()
        .execute(
            "UPDATE users SET phone = ? WHERE user_id = ?",
            phone.map(PhoneNumber::text).orElse(""),
            id.toString());
    tx.changed(new UserChanged(id));
  }

  private static Optional<UserId> id(Query query) {
    return query.mapTo(String.class).findOne().map(UserId::of);
  }

  static void setCode(Transaction tx, UserId id, String code) {
    tx.handle().execute("UPDATE users SET code_id = ? WHERE user_id = ?", code, id.toString());
    tx.changed(new UserChanged(id));
  }

  static List<User> list(Handle handle, long afterIdentityNumber, int limit) {
    return users(
        handle
            .createQuery(
                SELECT + "WHERE u.identity_number > :after ORDER BY u.identity_number LIMIT :limit")
            .bind("after", afterIdentityNumber)
            .bind("limit", limit));
  }

  static long lastIdentityNumber(Handle handle, boolean bot) {
    return handle
        .createQuery("SELECT coalesce(max(identity_number), :none) FROM users WHERE bot = :bot")
        .bind("none", bot ? IdentityNumbers.BEFORE_BOTS : IdentityNumbers.BEFORE_PEOPLE)
        .bind("bot", bot)
        .mapTo(Long.class)
        .one();
  }

  static void insert(Transaction tx, User user) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO users (user_id, identity_number, bot, full_name, biography, avatar_url, phone,
              code_id, receive_message_source, accept_conversation_source, accept_search_source,
              fiat_currency, transfer_notification_threshold, transfer_confirmation_threshold,
              created_at)
            VALUES (:id, :number, :bot, :name, :biography, :avatar, :phone, :code, :receive, :accept,
              :search, :fiat, :notify, :confirm, :created)
            """)
        .bind("id", user.id().toString())
        .bind("number", user.identityNumber())
        .bind("bot", user.bot())
        .bind("name", user.fullName())
        .bind("biography", user.biography())
        .bind("avatar", user.picture())
        .bind("phone", user.phone())
        .bind("code", user.codeId())
        .bind("receive", user.preferences().receiveMessages().name())
        .bind("accept", user.preferences().acceptConversations().name())
        .bind("search", user.preferences().acceptSearch().name())
        .bind("fiat", user.preferences().fiatCurrency())
        .bind("notify", user.preferences().transferNotificationThreshold())
        .bind("confirm", user.preferences().transferConfirmationThreshold())
        .bind("created", user.createdAt())
        .execute();
    user.app().ifPresent(app -> insert(tx.handle(), user.id(), app));
    tx.changed(new UserChanged(user.id()));
  }

  private static void insert(Handle handle, UserId id, App app) {
    handle
        .createUpdate(
            """
            INSERT INTO apps (app_id, creator_id, description, home_uri, redirect_uri, category,
              capabilities, resource_patterns, updated_at)
            VALUES (:id, :creator, :description, :home, :redirect, :category, :capabilities,
              :patterns, :updated)
            """)
        .bind("id", id.toString())
        .bind("creator", app.creator().toString())
        .bind("description", app.description())
        .bind("home", app.homeUri())
        .bind("redirect", app.redirectUri())
        .bind("category", app.category())
        .bind("capabilities", String.join("\n", app.capabilities()))
        .bind("patterns", String.join("\n", app.resourcePatterns()))
        .bind("updated", app.updatedAt())
        .execute();
  }

  static void update(Transaction tx, UserId id, ProfileChange change) {
    Handle handle = tx.handle();
    change
        .fullName()
        .ifPresent(name ->
            handle.execute(
                "UPDATE users SET full_name = ? WHERE user_id = ?", name, id.toString()));
    change
        .biography()
        .ifPresent(text ->
            handle.execute(
                "UPDATE users SET biography = ? WHERE user_id = ?", text, id.toString()));
    change
        .picture()
        .ifPresent(picture -> {
          picture.becomeThatOf(tx, id.uuid());
          handle.execute(
              "UPDATE users SET avatar_url = ? WHERE user_id = ?",
              picture.name().text(),
              id.toString());
        });
    tx.changed(new UserChanged(id));
  }

  static void update(Transaction tx, UserId id, Preferences preferences) {
    tx.handle()
        .execute(
            """
            UPDATE users SET receive_message_source = ?, accept_conversation_source = ?,
              accept_search_source = ?, fiat_currency = ?, transfer_notification_threshold = ?,
              transfer_confirmation_threshold = ?
            WHERE user_id = ?
            """,
            preferences.receiveMessages().name(),
            preferences.acceptConversations().name(),
            preferences.acceptSearch().name(),
            preferences.fiatCurrency(),
            preferences.transferNotificationThreshold(),
            preferences.transferConfirmationThreshold(),
            id.toString());
    tx.changed(new UserChanged(id));
  }

  private static List<User> users(Query query) {
    return query.map((row, context) -> user(row)).list();
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        UserId.of(row.getString("user_id")),
        row.getLong("identity_number"),
        row.getString("full_name"),
        row.getString("biography"),
        row.getString("avatar_url"),
        row.getString("phone"),
        row.getString("code_id"),
        new Preferences(
            AllowedUsers.valueOf(row.getString("receive_message_source")),
            AllowedUsers.valueOf(row.getString("accept_conversation_source")),
            AllowedUsers.valueOf(row.getString("accept_search_source")),
            row.getString("fiat_currency"),
            row.getDouble("transfer_notification_threshold"),
            row.getDouble("transfer_confirmation_threshold")),
        row.getLong("created_at"),
        row.getString("app_id") == null ? Optional.empty() : Optional.of(app(row)));
  }

  private static App app(ResultSet row) throws SQLException {
    return new App(
        UserId.of(row.getString("creator_id")),
        row.getString("description"),
        row.getString("home_uri"),
        row.getString("redirect_uri"),
        row.getString("category"),
        row.getString("capabilities").lines().toList(),
        row.getString("resource_patterns").lines().toList(),
        row.getLong("updated_at"));
  }
}
