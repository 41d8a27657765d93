package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.http.SignInsPerAddress;
import dev.hearth.edge.json.NewDeviceFields;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.Uuids;

/// Signing in with a code of the operator's.
final class VerificationResource implements ApiResource {
  private static final int MOST_NAME = 32;
  private static final int MOST_CODE = 32;
  private static final String PURPOSE = "SESSION";

  private final SignInCodes codes;
  private final Accounts accounts;
  private final UserJson users;
  private final SignInsPerAddress signIns;

  VerificationResource(
      SignInCodes codes, Accounts accounts, UserJson users, SignInsPerAddress signIns) {
    this.codes = codes;
    this.accounts = accounts;
    this.users = users;
    this.signIns = signIns;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/verifications", signIns.charged(this::begin))
        .post("/verifications/:id", signIns.charged(this::signIn));
  }

  private ApiResponse begin(ApiRequest request) {
    var fields = request.fields();
    String name =
        fields
            .findText("phone")
            .filter(text -> !text.isBlank() && text.length() <= MOST_NAME)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "phone", "It is a number or a name of 1 to %s characters.", MOST_NAME));
    requireSession(fields);
    String id = codes.begin(name).toString();
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "verification");
      json.writeStringProperty("id", id);
      json.writeBooleanProperty("has_emergency_contact", false);
      json.writeEndObject();
    });
  }

  private ApiResponse signIn(ApiRequest request) {
    var fields = request.fields();
    requireSession(fields);
    String code =
        fields
            .findText("code")
            .filter(text -> text.length() <= MOST_CODE)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "code", "It is a text of at most %s characters.", MOST_CODE));
    var device = NewDeviceFields.read(fields);
    return Uuids.find(request.pathParameter("id"))
        .flatMap(id -> codes.signIn(id, code, device))
        .map(session -> {
          Audit.done(
              "signed-in", Audit.By.SIGN_IN_CODE, "user", session.user(), "session", session.id());
          return show(session);
        })
        .orElse(
            ApiResponse.refused(
                ErrorCode.SIGN_IN_CODE_INVALID,
                "The code is another one, is used, was tried too often, or its time is over."));
  }

  private static void requireSession(RequestFields fields) {
    if (!fields.findText("purpose").orElse("").equals(PURPOSE)) {
      throw RequestRefused.invalid("purpose", "It is SESSION.");
    }
  }

  private ApiResponse show(Session session) {
    var caller = new Caller(session.user(), session.id(), false, session.createdAt());
    return users.show(caller, accounts.findUser(session.user()).orElseThrow());
  }
}
