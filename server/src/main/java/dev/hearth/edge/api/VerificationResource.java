package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Accounts.SignedUp;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.invitation.Invitation;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.NewPerson;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.NoRoomForDevice;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.chat.directory.link.SignInCodes.SignInOutcome;
import dev.hearth.chat.directory.link.SignInCodes.SignedIn;
import dev.hearth.chat.directory.link.SignInCodes.WrongCode;
import dev.hearth.chat.media.Portrait;
import dev.hearth.chat.media.Portraits;
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
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.id.Uuids;
import java.util.Optional;
import java.util.function.Function;

/// Signing in with a code of the operator's, and making an account.
final class VerificationResource implements ApiResource {
  private static final int MOST_NAME = 32;
  private static final int MOST_CODE = 32;
  private static final String PURPOSE = "SESSION";

  private static final ApiResponse WRONG_CODE =
      ApiResponse.refused(
          ErrorCode.SIGN_IN_CODE_INVALID,
          "The code is another one, is used, was tried too often, or its time is over.");
  private static final ApiResponse NO_ROOM =
      ApiResponse.refused(
          ErrorCode.FORBIDDEN,
          "The account has %s devices: the others have to end (end_others).",
          SignInCodes.MOST_DEVICES);

  private final SignInCodes codes;
  private final Invitations invitations;
  private final Portraits portraits;
  private final Accounts accounts;
  private final UserJson users;
  private final SignInsPerAddress signIns;

  VerificationResource(
      SignInCodes codes,
      Invitations invitations,
      Portraits portraits,
      Accounts accounts,
      UserJson users,
      SignInsPerAddress signIns) {
    this.codes = codes;
    this.invitations = invitations;
    this.portraits = portraits;
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
    Optional<String> invitation = fields.findText("invitation").filter(text -> !text.isEmpty());
    if (invitation.isPresent() || isNewcomer(fields)) {
      return signUp(fields, invitation);
    }
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
    // Apps that know nothing of this make a new identity for the account, which is refused as long
    // as other devices are signed in with another one.
    var others =
        fields.findBoolean("end_others").orElse(true) ? OtherDevices.END : OtherDevices.STAY;
    return Uuids.find(request.pathParameter("id"))
        .map(id -> codes.signIn(id, code, device, others))
        .map(this::answer)
        .orElse(WRONG_CODE);
  }

  private ApiResponse answer(SignInOutcome entry) {
    return switch (entry) {
      case SignedIn(var session) -> {
        Audit.done(
            "signed-in", Audit.By.SIGN_IN_CODE, "user", session.user(), "session", session.id());
        yield show(session);
      }
      case WrongCode() -> WRONG_CODE;
      case NoRoomForDevice() -> NO_ROOM;
    };
  }

  /// Apps that sign in name the person, and people without an account name themselves.
  private static boolean isNewcomer(RequestFields fields) {
    return fields.findText("phone").isEmpty() && fields.findText("full_name").isPresent();
  }

  /// Makes an account, and signs its first device in.
  private ApiResponse signUp(RequestFields fields, Optional<String> invitation) {
    requireSession(fields);
    String name = fields.findText("full_name").orElse("").strip();
    if (!ProfileChange.isName(name)) {
      return ApiResponse.invalid("full_name", MeResource.A_NAME, ProfileChange.LONGEST_NAME);
    }
    var device = NewDeviceFields.read(fields);
    var picture = fields.findPortrait("avatar_base64");
    var sender = new NewcomerFields(name, picture, device);
    // A picture is kept only for somebody who is let in, as far as can be seen before.
    return invitation
        .map(code -> accept(code, sender))
        .orElseGet(() ->
            invitations
                .objectionToUninvited()
                .map(ApiResponse::refused)
                .orElseGet(() -> create(sender, Audit.By.OPEN_SIGN_UP, invitations::signUp)));
  }

  private record NewcomerFields(String name, Optional<Portrait> picture, NewDevice device) {}

  private ApiResponse accept(String code, NewcomerFields newcomer) {
    return switch (invitations.look(code)) {
      case Outcome.Done<Invitation>(var found) ->
          create(
              newcomer,
              Audit.By.invitation(found.id()),
              person -> invitations.accept(code, person));
      case Outcome.Refused<Invitation>(var refusal) -> ApiResponse.refused(refusal);
    };
  }

  private ApiResponse create(
      NewcomerFields newcomer, Audit.By by, Function<NewPerson, Outcome<SignedUp>> letIn) {
    var id = UserId.random();
    Outcome<SignedUp> outcome =
        portraits.with(
            id.uuid(),
            newcomer.picture(),
            kept -> letIn.apply(new NewPerson(id, newcomer.name(), kept, newcomer.device())));
    return switch (outcome) {
      case Outcome.Done<SignedUp>(var signedUp) -> {
        Audit.done(
            "user-added",
            by,
            "user",
            id,
            "number",
            signedUp.user().identityNumber(),
            "session",
            signedUp.session().id());
        yield show(signedUp.session());
      }
      case Outcome.Refused<SignedUp>(var refusal) -> ApiResponse.refused(refusal);
    };
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
