package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.conversation.Profiles;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import java.util.Optional;

/// The caller's own account, under both its paths.
public final class Me implements ApiResource {
  private final Accounts accounts;
  private final Profiles profiles;
  private final UserJson users;

  Me(Accounts accounts, Profiles profiles, UserJson users) {
    this.accounts = accounts;
    this.profiles = profiles;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/me", this::show)
        .get("/safe/me", this::show)
        .post("/me", this::update)
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
      return ApiResponse.invalid("full_name");
    }
    if (biography.filter(text -> !ProfileChange.isBiography(text)).isPresent()) {
      return ApiResponse.invalid("biography");
    }
    var caller = request.caller();
    var change = new ProfileChange(fullName, biography, picture);
    return users.show(caller, profiles.update(caller.user(), change));
  }
}
