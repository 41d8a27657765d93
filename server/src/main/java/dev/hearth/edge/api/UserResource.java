package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.IdentityNumbers;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserIds;
import dev.hearth.edge.json.UserJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;

/// Users, one by one or several at a time. Unknown ones are 404 when asked for alone, and skipped
/// among several.
final class UserResource implements ApiResource {
  private final Accounts accounts;
  private final SearchResource search;
  private final UserJson users;

  UserResource(Accounts accounts, SearchResource search, UserJson users) {
    this.accounts = accounts;
    this.search = search;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/users/:id", this::show)
        .post("/users/fetch", request -> users.show(request.caller(), UserIds.in(request)));
  }

  /// By id; by identity number it is a search.
  private ApiResponse show(ApiRequest request) {
    String id = request.pathParameter("id");
    if (IdentityNumbers.find(id).isPresent()) {
      return search.show(request, id);
    }
    return UserId.find(id)
        .flatMap(accounts::findUser)
        .map(user -> users.show(request.caller(), user))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no user of this id."));
  }
}
