package dev.hearth.edge.api;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.NewDevice;
import dev.hearth.chat.account.Session;
import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.SessionId;

/// The caller's devices: what kind this one is, and signing one out.
public final class Devices implements ApiResource {
  private final Accounts accounts;
  private final UserJson users;

  Devices(Accounts accounts, UserJson users) {
    this.accounts = accounts;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/session", this::describe).post("/logout", this::signOut);
  }

  // Versions and the token for notifications are taken and not kept: nothing is pushed over the
  // phones' own networks.
  private ApiResponse describe(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    fields
        .findText("platform")
        .filter(NewDevice.PLATFORMS::contains)
        .ifPresent(platform -> accounts.setPlatform(caller.session(), platform));
    return users.show(caller, accounts.findUser(caller.user()).orElseThrow());
  }

  /// One's own, this one or another; whose else it is, or that there is none, is not told.
  private ApiResponse signOut(ApiRequest request) {
    var wanted = request.fields().id("session_id", SessionId::find);
    var own =
        accounts
            .findSession(wanted)
            .map(Session::user)
            .filter(request.caller().user()::equals)
            .isPresent();
    if (!own) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN);
    }
    accounts.revoke(wanted);
    return ApiResponse.nothing();
  }
}
