package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.edge.json.UserIds;
import dev.hearth.protocol.WireTime;

/// The devices with which users read, and the keys to encrypt to them with; to their owner also the
/// names.
final class SessionResource implements ApiResource {
  private final Accounts accounts;

  SessionResource(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/sessions/fetch", this::fetch).get("/me/sessions", this::own);
  }

  private ApiResponse own(ApiRequest request) {
    var sessions = accounts.sessions(request.caller().user());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      for (Session session : sessions) {
        json.writeStartObject();
        json.writeStringProperty("type", "own_session");
        json.writeStringProperty("session_id", session.id().toString());
        json.writeStringProperty("platform", session.platform());
        json.writeStringProperty("device_name", session.name());
        json.writeBooleanProperty("linked", !session.primary());
        json.writeBooleanProperty("current", session.id().equals(request.caller().session()));
        json.writeStringProperty("created_at", WireTime.format(session.createdAt()));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private ApiResponse fetch(ApiRequest request) {
    var sessions =
        UserIds.in(request).stream().flatMap(user -> accounts.sessions(user).stream()).toList();
    return ApiResponse.written(json -> {
      json.writeStartArray();
      sessions.forEach(session -> ConversationJson.write(json, session));
      json.writeEndArray();
    });
  }
}
