package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;

/// A bot's app, which makes it more than a user, for the bot itself. Others find it in the bot's
/// user.
final class AppResource implements ApiResource {
  private final Accounts accounts;
  private final UserJson users;

  AppResource(Accounts accounts, UserJson users) {
    this.accounts = accounts;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/apps/:id", this::show);
  }

  private ApiResponse show(ApiRequest request) {
    return UserId.find(request.pathParameter("id"))
        .filter(request.caller().user()::equals)
        .flatMap(accounts::findUser)
        .flatMap(users::showApp)
        .orElseGet(() ->
            ApiResponse.refused(
                ErrorCode.NOT_FOUND, "A bot gets its own app here, and nobody gets another's."));
  }
}
