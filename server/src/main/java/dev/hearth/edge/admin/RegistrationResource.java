package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Adds users, lists them with their sessions, signs them in on another device, and ends sessions.
final class RegistrationResource implements ApiResource {
  private static final int PAGE = 500;
  private static final int MOST_AT_ONCE = 10_000;

  private final Accounts accounts;
  private final Registration registration;

  RegistrationResource(Accounts accounts) {
    this.accounts = accounts;
    this.registration = new Registration(accounts);
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/users", this::add)
        .get("/users", this::list)
        .post("/users/:id/sessions", this::signIn)
        .delete("/sessions/:id", this::revoke);
  }

  private ApiResponse add(ApiRequest request) {
    var fields = request.fields();
    String name = fields.findText("name").orElse("").strip();
    long count = fields.findNumber("count").orElse(1L);
    if (!ProfileChange.isName(count > 1 ? name + " " + count : name)) {
      return AdminRefusals.invalid("a name has 1 to " + ProfileChange.LONGEST_NAME + " characters");
    }
    if (count < 1 || count > MOST_AT_ONCE) {
      return AdminRefusals.invalid("1 to " + MOST_AT_ONCE + " people are added at a time");
    }
    boolean bot = fields.isTrue("bot");
    if (count > 1 && (bot || fields.isTrue("rsa"))) {
      return AdminRefusals.invalid("only people are added many at a time");
    }
    String phone = fields.findText("phone").orElse("");
    if (!phone.isEmpty() && (bot || count > 1 || PhoneNumber.find(phone).isEmpty())) {
      return AdminRefusals.invalid(
          "one person has a phone number, which is + and 5 to 15 digits, as +4930123456");
    }
    KeyKind key = fields.isTrue("rsa") ? KeyKind.RSA : KeyKind.ED25519;
    List<Registered> registered =
        count > 1
            ? registration.people(name, (int) count)
            : bot
                ? List.of(registration.bot(name, key, capabilities(fields)))
                : person(name, key, PhoneNumber.find(phone));
    if (registered.isEmpty()) {
      return AdminRefusals.refused(409, "somebody else has this phone number");
    }
    registered.forEach(one -> audit(bot ? "bot-added" : "user-added", one));
    return AdminJson.showRegistered(registered);
  }

  /// The person, or nobody when the phone number is somebody's.
  private List<Registered> person(String name, KeyKind key, Optional<PhoneNumber> phone) {
    return phone
        .map(number -> registration.person(name, key, number).stream().toList())
        .orElseGet(() -> List.of(registration.person(name, key)));
  }

  private static void audit(String what, Registered one) {
    Audit.done(
        what,
        Audit.By.LOCAL_DOOR,
        "user",
        one.user().id(),
        "number",
        one.user().identityNumber(),
        "session",
        one.keystore().sessionId());
  }

  private static List<String> capabilities(RequestFields fields) {
    List<String> capabilities = new ArrayList<>();
    if (fields.isTrue("represent")) {
      capabilities.add(App.REPRESENT);
    }
    if (fields.isTrue("safe")) {
      capabilities.add(App.SAFE);
    }
    if (fields.isTrue("encrypted")) {
      capabilities.add(App.ENCRYPTED);
    }
    return capabilities;
  }

  private ApiResponse list(ApiRequest request) {
    String after = request.findQuery("after").orElse("0");
    if (!after.matches("[0-9]{1,12}")) {
      return AdminRefusals.invalid("after=N wants an identity number");
    }
    return AdminJson.showUsers(accounts.list(Long.parseLong(after), PAGE), accounts);
  }

  private ApiResponse signIn(ApiRequest request) {
    String id = request.pathParameter("id");
    return UserId.find(id)
        .flatMap(accounts::findUser)
        .map(registration::anotherDevice)
        .map(registered -> {
          audit("session-added", registered);
          return AdminJson.showRegistered(List.of(registered));
        })
        .orElseGet(() -> AdminRefusals.missing("there is no user " + id));
  }

  private ApiResponse revoke(ApiRequest request) {
    String id = request.pathParameter("id");
    return SessionId.find(id)
        .map(session -> {
          boolean revoked = accounts.revoke(session);
          if (revoked) {
            Audit.done("session-revoked", Audit.By.LOCAL_DOOR, "session", session);
          }
          return ApiResponse.data(AdminJson.object().put("revoked", revoked));
        })
        .orElseGet(() -> AdminRefusals.missing(id + " is not the id of a session"));
  }
}
