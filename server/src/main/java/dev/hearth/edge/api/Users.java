package dev.hearth.edge.api;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.IdentityNumbers;
import dev.hearth.chat.account.User;
import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.UserId;
import java.util.Optional;

/// Users, one by one or several at a time. Unknown ones are 404 when asked for alone, and passed
/// over among several.
public final class Users implements ApiResource {
  private final Accounts accounts;
  private final UserJson users;

  Users(Accounts accounts, UserJson users) {
    this.accounts = accounts;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/users/:id", this::show)
        .post("/users/fetch", request -> users.show(request.caller(), UserIds.in(request)));
  }

  private ApiResponse show(ApiRequest request) {
    return find(request.pathParameter("id"))
        .map(user -> users.show(request.caller(), user))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND));
  }

  /// By id or by identity number.
  private Optional<User> find(String id) {
    var number = IdentityNumbers.find(id);
    return number.isPresent()
        ? accounts.findUser(number.getAsLong())
        : UserId.find(id).flatMap(accounts::findUser);
  }
}
