package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.function.Function;

/// The users that the caller knows: `GET /friends` and `GET /contacts`, which are the same, `GET
/// /blocking_users`, and `POST /contacts`, with which a phone sends its address book. Nobody here
/// has a phone number, so nothing of that is looked at or kept.
final class ContactResource implements ApiResource {
  private static final int MOST_ENTRIES = 10_000;

  private final Relationships relationships;
  private final UserJson users;

  ContactResource(Relationships relationships, UserJson users) {
    this.relationships = relationships;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/friends", request -> show(request, relationships::friends))
        .get("/contacts", request -> show(request, relationships::friends))
        .get("/blocking_users", request -> show(request, relationships::blocked))
        .post("/contacts", ContactResource::receive);
  }

  private ApiResponse show(ApiRequest request, Function<UserId, List<UserId>> whom) {
    return users.show(request.caller(), whom.apply(request.caller().user()));
  }

  private static ApiResponse receive(ApiRequest request) {
    request.objects("contacts", MOST_ENTRIES);
    return ApiResponse.nothing();
  }
}
