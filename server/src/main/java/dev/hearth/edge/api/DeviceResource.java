package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;

/// The caller's devices: what kind this one is, and signing one out.
final class DeviceResource implements ApiResource {
  private final Accounts accounts;
  private final Pins pins;
  private final UserJson users;

  DeviceResource(Accounts accounts, Pins pins, UserJson users) {
    this.accounts = accounts;
    this.pins = pins;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/session", this::describe);
    routes.free().post("/logout", this::signOut);
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

  /// Signs out a session of the caller: this device's, or another one. Unknown sessions and those
  /// of other users are refused alike, so that ids can't be probed.
  ///
  /// Signing out this device needs no PIN. Signing out another one needs the account's PIN, if it
  /// has one. Without a PIN, only the primary device signs out others: somebody who holds a lost
  /// laptop must not be able to shut out the owner's phone.
  private ApiResponse signOut(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    var wanted = accounts.findSession(fields.id("session_id", SessionId::find));
    if (wanted.map(Session::user).filter(caller.user()::equals).isEmpty()) {
      return ApiResponse.refused(ErrorCode.FORBIDDEN, "You have no session of this id.");
    }
    var session = wanted.get();
    if (session.id().equals(caller.session())) {
      return signOut(caller, session);
    }
    var pin = fields.findText("pin_base64").filter(text -> !text.isEmpty());
    boolean guarded = pins.find(caller.user()).isPresent();
    if (pin.isEmpty() || !guarded) {
      if (!isPrimary(caller)) {
        return ApiResponse.refused(
            ErrorCode.FORBIDDEN, "Only the primary device signs others out without a PIN.");
      }
      return guarded
          ? ApiResponse.invalid("pin_base64", "The account has a PIN.")
          : signOut(caller, session);
    }
    var verified = pins.verify(caller, pin.get(), TipBody.signingOut(session.id()));
    return PinResource.answer(pins, caller, verified, () -> signOut(caller, session));
  }

  private boolean isPrimary(Caller caller) {
    return accounts.findSession(caller.session()).filter(Session::primary).isPresent();
  }

  private ApiResponse signOut(Caller caller, Session session) {
    if (accounts.revoke(session.id())) {
      Audit.done(
          "signed-out",
          Audit.By.session(caller.session()),
          "user",
          session.user(),
          "session",
          session.id());
    }
    return ApiResponse.nothing();
  }
}
