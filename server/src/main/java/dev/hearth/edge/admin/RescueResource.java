package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.platform.runtime.Audit;
import java.util.Optional;

/// Helps people in: a code to sign in with, a phone number to say it for, and an account without
/// its PIN.
final class RescueResource implements ApiResource {
  private final Accounts accounts;
  private final SignInCodes codes;
  private final CodeLength length;
  private final Pins pins;

  /// @param length of codes, unless the operator asks for a long one
  RescueResource(Accounts accounts, SignInCodes codes, CodeLength length, Pins pins) {
    this.length = length;
    this.accounts = accounts;
    this.codes = codes;
    this.pins = pins;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/users/:number/code", this::issueCode)
        .post("/users/:number/phone", this::setPhone)
        .delete("/users/:number/pin", this::resetPin);
  }

  private ApiResponse issueCode(ApiRequest request) {
    var others = request.fields().isTrue("end_others") ? OtherDevices.END : OtherDevices.STAY;
    var wanted = request.fields().isTrue("long") ? CodeLength.LONG : length;
    return find(request)
        .filter(user -> !user.bot())
        .map(user -> issueCode(user, others, wanted))
        .orElseGet(
            () -> AdminRefusals.missing("there is no person " + request.pathParameter("number")));
  }

  private ApiResponse issueCode(User user, OtherDevices others, CodeLength wanted) {
    if (wanted == CodeLength.SHORT && codes.triesUsedUp(user)) {
      return AdminRefusals.refused(
          409, "there were too many wrong tries at this person's codes today: make a long one");
    }
    return codes
        .issue(user, others, wanted)
        .map(code -> {
          audit("sign-in-code-issued", user);
          return ApiResponse.data(
              AdminJson.user(user).put("code", code).put("minutes", SignInCodes.LIFE.toMinutes()));
        })
        .orElseGet(() -> AdminRefusals.refused(503, "too many codes are out: wait ten minutes"));
  }

  private ApiResponse setPhone(ApiRequest request) {
    String text = request.fields().findText("phone").orElse("");
    Optional<PhoneNumber> phone = PhoneNumber.find(text);
    if (phone.isEmpty() && !text.isEmpty()) {
      return AdminRefusals.invalid("a phone number is + and 5 to 15 digits, as +4930123456");
    }
    return find(request)
        .filter(user -> !user.bot())
        .map(user -> {
          if (!accounts.setPhone(user.id(), phone)) {
            return AdminRefusals.refused(409, "somebody else has this phone number");
          }
          audit(phone.isPresent() ? "phone-set" : "phone-removed", user);
          return ApiResponse.data(AdminJson.user(user));
        })
        .orElseGet(
            () -> AdminRefusals.missing("there is no person " + request.pathParameter("number")));
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
