package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireTime;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How users and sessions look through the local door.
final class AdminJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AdminJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// New users or sessions, each with its keystores.
  static ApiResponse showRegistered(List<Registered> all) {
    ObjectNode answer = object();
    ArrayNode users = answer.putArray("users");
    all.forEach(registered -> users.add(withKeystores(registered)));
    return ApiResponse.data(answer);
  }

  /// Users with their sessions.
  static ApiResponse showUsers(List<User> page, Accounts accounts) {
    ObjectNode answer = object();
    ArrayNode users = answer.putArray("users");
    for (User one : page) {
      ObjectNode user = user(one);
      ArrayNode sessions = user.putArray("sessions");
      accounts.sessions(one.id()).forEach(session -> sessions.add(session(session)));
      users.add(user);
    }
    return ApiResponse.data(answer);
  }

  static ObjectNode user(User user) {
    return object()
        .put("name", user.fullName())
        .put("user_id", user.id().toString())
        .put("identity_number", Long.toString(user.identityNumber()))
        .put("bot", user.bot());
  }

  private static ObjectNode withKeystores(Registered registered) {
    ObjectNode user = user(registered.user());
    user.set("keystore", JSON.readTree(registered.keystore().toJson()));
    user.set("legacy_keystore", JSON.readTree(registered.keystore().toLegacyJson()));
    return user;
  }

  private static ObjectNode session(Session session) {
    return object()
        .put("session_id", session.id().toString())
        .put("platform", session.platform())
        .put("created_at", WireTime.format(session.createdAt()));
  }
}
