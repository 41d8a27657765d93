package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Preferences;
import dev.hearth.chat.directory.account.Preferences.AllowedUsers;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.conversation.Profiles;
import dev.hearth.chat.media.Portraits;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.UserJson;
import java.util.Optional;
import java.util.Set;

/// The caller's own account, under both its paths, and whom it lets come near.
final class MeResource implements ApiResource {
  static final String A_NAME = "It has 1 to %s characters, and shows something.";

  private static final Set<AllowedUsers> REACHABLE =
      Set.of(AllowedUsers.EVERYBODY, AllowedUsers.CONTACTS);
  private static final Set<AllowedUsers> ALL = Set.of(AllowedUsers.values());

  private final Accounts accounts;
  private final Profiles profiles;
  private final Portraits portraits;
  private final UserJson users;

  MeResource(Accounts accounts, Profiles profiles, Portraits portraits, UserJson users) {
    this.accounts = accounts;
    this.profiles = profiles;
    this.portraits = portraits;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/me", this::show)
        .get("/safe/me", this::show)
        .post("/me", this::update)
        .post("/me/preferences", this::prefer)
        .get("/me/code", this::replaceCode);
  }

  private ApiResponse show(ApiRequest request) {
    var caller = request.caller();
    return users.show(caller, accounts.findUser(caller.user()).orElseThrow());
  }

  // Clients ask for this with GET, although it is a change.
  private ApiResponse replaceCode(ApiRequest request) {
    var caller = request.caller();
    return users.show(caller, accounts.replaceCode(caller.user()));
  }

  // Clients send every field they know, empty where nothing is to change; a biography may be
  // emptied.
  private ApiResponse update(ApiRequest request) {
    var fields = request.fields();
    Optional<String> fullName = fields.findText("full_name").filter(name -> !name.isEmpty());
    Optional<String> biography = fields.findText("biography");
    var picture = fields.findPortrait("avatar_base64");
    if (fullName.filter(name -> !ProfileChange.isName(name)).isPresent()) {
      return ApiResponse.invalid("full_name", A_NAME, ProfileChange.LONGEST_NAME);
    }
    if (biography.filter(text -> !ProfileChange.isBiography(text)).isPresent()) {
      return ApiResponse.invalid(
          "biography", "It has at most %s characters.", ProfileChange.LONGEST_BIOGRAPHY);
    }
    var caller = request.caller();
    var updated =
        portraits.with(
            caller.user().uuid(),
            picture,
            kept -> profiles.update(caller.user(), new ProfileChange(fullName, biography, kept)));
    return users.show(caller, updated);
  }

  /// Sets who may reach the caller. Fields that are left out, null or empty don't change.
  private ApiResponse prefer(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    var now = accounts.prefer(caller.user(), was -> changed(was, fields));
    return users.show(caller, now);
  }

  private static Preferences changed(Preferences was, RequestFields fields) {
    return new Preferences(
        audience(fields, "receive_message_source", REACHABLE, was.receiveMessages()),
        audience(fields, "accept_conversation_source", REACHABLE, was.acceptConversations()),
        audience(fields, "accept_search_source", ALL, was.acceptSearch()),
        currency(fields, was.fiatCurrency()),
        threshold(fields, "transfer_notification_threshold", was.transferNotificationThreshold()),
        threshold(fields, "transfer_confirmation_threshold", was.transferConfirmationThreshold()));
  }

  private static AllowedUsers audience(
      RequestFields fields, String name, Set<AllowedUsers> allowed, AllowedUsers was) {
    String wanted = fields.findText(name).orElse("");
    if (wanted.isEmpty()) {
      return was;
    }
    return allowed.stream()
        .filter(audience -> audience.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            RequestRefused.invalid(name, "It is EVERYBODY, CONTACTS or, for a search, NOBODY."));
  }

  private static String currency(RequestFields fields, String was) {
    String wanted = fields.findText("fiat_currency").orElse("");
    if (wanted.isEmpty()) {
      return was;
    }
    if (!Preferences.isCurrency(wanted)) {
      throw RequestRefused.invalid("fiat_currency", "It is an ISO 4217 code, such as USD.");
    }
    return wanted;
  }

  private static double threshold(RequestFields fields, String name, double was) {
    double wanted = fields.findAmount(name).orElse(was);
    if (!Preferences.isThreshold(wanted)) {
      throw RequestRefused.invalid(
          name, "It is a number from 0 to %s.", Preferences.LARGEST_THRESHOLD);
    }
    return wanted;
  }
}
