package dev.hearth.edge.api;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.UserJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.Locale;
import java.util.Optional;

/// `POST /relationships`: adding, renaming, removing and blocking others.
final class RelationshipResource implements ApiResource {
  static final Refusal TOO_MANY =
      Refusal.of(
          ErrorCode.TOO_MANY_FRIENDS,
          "A user has at most %s others added, renamed or blocked.",
          Relationships.MOST);

  private final Accounts accounts;
  private final Relationships relationships;
  private final Contacts contacts;
  private final UserJson users;

  RelationshipResource(
      Accounts accounts, Relationships relationships, Contacts contacts, UserJson users) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.contacts = contacts;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/relationships", this::change);
  }

  private ApiResponse change(ApiRequest request) {
    var fields = request.fields();
    var other = accounts.findUser(fields.id("user_id", UserId::find));
    if (other.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "There is no user of this id.");
    }
    if (other.get().id().equals(request.caller().user())) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN, "Nobody has a relationship to themselves.");
    }
    if (relationships.full(request.caller().user(), other.get().id())) {
      return ApiResponse.refused(TOO_MANY);
    }
    return change(request.caller().user(), other.get(), fields)
        .map(ApiResponse::refused)
        .orElseGet(() -> users.show(request.caller(), other.get()));
  }

  /// Returns why not, when the caller has used up an allowance.
  private Optional<Refusal> change(UserId self, User other, RequestFields fields) {
    // One SDK writes "Remove".
    switch (fields.findText("action").orElse("").toUpperCase(Locale.ROOT)) {
      case "ADD" -> {
        return contacts.add(self, other);
      }
      case "UPDATE" -> relationships.rename(self, other.id(), alias(fields));
      case "REMOVE" -> relationships.remove(self, other.id());
      case "BLOCK" -> relationships.block(self, other.id());
      case "UNBLOCK" -> relationships.unblock(self, other.id());
      default ->
          throw RequestRefused.invalid("action", "It is ADD, UPDATE, REMOVE, BLOCK or UNBLOCK.");
    }
    return Optional.empty();
  }

  private static String alias(RequestFields fields) {
    String name = fields.findText("full_name").orElse("");
    if (!name.isEmpty() && !ProfileChange.isName(name)) {
      throw RequestRefused.invalid("full_name", MeResource.A_NAME, ProfileChange.LONGEST_NAME);
    }
    return name;
  }
}
