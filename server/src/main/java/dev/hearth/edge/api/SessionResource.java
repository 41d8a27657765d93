package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.edge.json.UserIds;

/// `POST /sessions/fetch`: with what devices users read, and what to encrypt to them with.
final class SessionResource implements ApiResource {
  private final Accounts accounts;

  SessionResource(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/sessions/fetch", this::fetch);
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
