package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.IdentityNumbers;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// `GET /search/:q`: a user by identity or phone number, if they let themselves be found so.
final class SearchResource implements ApiResource {
  private final Accounts accounts;
  private final Relationships relationships;
  private final Allowance<UserId> allowance;
  private final UserJson users;

  SearchResource(
      Accounts accounts, Relationships relationships, Allowance<UserId> allowance, UserJson users) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.allowance = allowance;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.get("/search/:query", request -> show(request, request.pathParameter("query")));
  }

  /// The answer to somebody who knows a number.
  ApiResponse show(ApiRequest request, String number) {
    return switch (allowance.charge(request.caller().user(), 1)) {
      case Charge.Allowed() -> search(request, number);
      case Charge.Refused spent -> ApiResponse.spent(spent);
    };
  }

  private ApiResponse search(ApiRequest request, String number) {
    return find(number)
        .filter(found -> mayFind(request.caller(), found))
        .map(found -> users.show(request.caller(), found))
        .orElse(
            ApiResponse.refused(
                ErrorCode.NOT_FOUND, "No user who lets you find them has this number."));
  }

  private Optional<User> find(String query) {
    var number = IdentityNumbers.find(query);
    return number.isPresent()
        ? accounts.findUser(number.getAsLong())
        : findPhone(query).flatMap(accounts::findUserByPhone);
  }

  private boolean mayFind(Caller caller, User found) {
    return found.id().equals(caller.user())
        || switch (found.preferences().acceptSearch()) {
          case EVERYBODY -> true;
          case CONTACTS -> relationships.between(found.id(), caller.user()).friend();
          case NOBODY -> false;
        };
  }

  /// The number in a path, where a plus that was not escaped may have become a space.
  private static Optional<PhoneNumber> findPhone(String text) {
    return PhoneNumber.find(text.startsWith(" ") ? "+" + text.substring(1) : text);
  }
}
