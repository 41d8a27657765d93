package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.runtime.Audit;
import java.util.Optional;

/// Helps people who are locked out: a code to sign in with, and an account without its PIN.
final class RescueResource implements ApiResource {
  private final Accounts accounts;
  private final SignInCodes codes;
  private final Pins pins;

  RescueResource(Accounts accounts, SignInCodes codes, Pins pins) {
    this.accounts = accounts;
    this.codes = codes;
    this.pins = pins;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/users/:number/code", this::issueCode)
        .delete("/users/:number/pin", this::resetPin);
  }

  private ApiResponse issueCode(ApiRequest request) {
    var others = request.fields().isTrue("end_others") ? OtherDevices.END : OtherDevices.STAY;
    return find(request)
        .filter(user -> !user.bot())
        .map(user -> issueCode(user, others))
        .orElseGet(
            () -> AdminRefusals.missing("there is no person " + request.pathParameter("number")));
  }

  private ApiResponse issueCode(User user, OtherDevices others) {
    return codes
        .issue(user, others)
        .map(code -> {
          audit("sign-in-code-issued", user);
          return ApiResponse.data(
              AdminJson.user(user).put("code", code).put("minutes", SignInCodes.LIFE.toMinutes()));
        })
        .orElseGet(() -> AdminRefusals.refused(503, "too many codes are out: wait ten minutes"));
  }

  private ApiResponse resetPin(ApiRequest request) {
    return find(request)
        .map(user -> {
          boolean reset = pins.reset(user.id());
          if (reset) {
            audit("pin-reset", user);
          }
          return ApiResponse.data(AdminJson.user(user).put("reset", reset));
        })
        .orElseGet(
            () -> AdminRefusals.missing("there is no user " + request.pathParameter("number")));
  }

  private static void audit(String what, User user) {
    Audit.done(what, Audit.By.LOCAL_DOOR, "user", user.id(), "number", user.identityNumber());
  }

  private Optional<User> find(ApiRequest request) {
    String number = request.pathParameter("number");
    return number.matches("[0-9]{1,18}")
        ? accounts.findUser(Long.parseLong(number))
        : Optional.empty();
  }
}
