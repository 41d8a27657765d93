package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.link.Linking;
import dev.hearth.chat.directory.link.Linking.Code;
import dev.hearth.chat.directory.link.Linking.MayNotLink;
import dev.hearth.chat.directory.link.Linking.TooManyAtOnce;
import dev.hearth.chat.directory.link.Linking.TooManyDevices;
import dev.hearth.chat.directory.link.WaitingDevice;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.http.SignInsPerAddress;
import dev.hearth.edge.json.NewDeviceFields;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// Links a device to an account, through a device that is signed in. Their messages to each other
/// are sealed, and pass through here unread.
final class ProvisioningResource implements ApiResource {
  private static final int MOST_CODE = 256;
  private static final ApiResponse TOO_MANY =
      ApiResponse.refused(
          ErrorCode.FORBIDDEN, "An account has at most %s linked devices.", Linking.MOST_LINKED);
  private static final ApiResponse MAY_NOT_LINK =
      ApiResponse.refused(
          ErrorCode.FORBIDDEN, "Bots, and devices that were linked, link no other device.");
  private static final ApiResponse TOO_MANY_WAIT =
      ApiResponse.refused(
          ErrorCode.TOO_MANY_REQUESTS, "Too many devices are being linked at once: later.");
  private static final ApiResponse NOBODY_WAITS =
      ApiResponse.refused(
          ErrorCode.CODE_INVALID, "No device waits under this id, or it has been answered.");

  private final Linking linking;
  private final Pins pins;
  private final Accounts accounts;
  private final UserJson users;
  private final SignInsPerAddress signIns;

  ProvisioningResource(
      Linking linking, Pins pins, Accounts accounts, UserJson users, SignInsPerAddress signIns) {
    this.linking = linking;
    this.pins = pins;
    this.accounts = accounts;
    this.users = users;
    this.signIns = signIns;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .forAnyone()
        .post("/provisionings", signIns.charged(this::open))
        .get("/provisionings/:id", this::look)
        // Before the one for any id.
        .post("/provisionings/verify", signIns.charged(this::signIn));
    routes.get("/device/provisioning/code", this::code).post("/provisionings/:id", this::answer);
  }

  // The fields in which the device describes itself are ignored.
  private ApiResponse open(ApiRequest request) {
    WaitingDevice device = linking.open();
    return ApiResponse.written(json -> {
      json.writeStartObject();
      write(json, device);
      json.writeEndObject();
    });
  }

  private ApiResponse look(ApiRequest request) {
    return WaitingDevice.findId(request.pathParameter("id"))
        .flatMap(linking::look)
        .map(sight ->
            ApiResponse.written(json -> {
              json.writeStartObject();
              write(json, sight.device());
              json.writeStringProperty("secret", sight.secret());
              json.writeStringProperty("platform", "");
              json.writeEndObject();
            }))
        .orElse(
            ApiResponse.refused(ErrorCode.NOT_FOUND, "No device waits under this id any more."));
  }

  private static void write(JsonGenerator json, WaitingDevice device) {
    json.writeStringProperty("type", "provisioning");
    json.writeStringProperty("device_id", device.id().toString());
    json.writeStringProperty("expired_at", WireTime.format(WireTime.micros(device.expiresAt())));
  }

  private ApiResponse code(ApiRequest request) {
    return switch (linking.code(request.caller())) {
      case Code(var text) ->
          ApiResponse.written(json -> {
            json.writeStartObject();
            json.writeStringProperty("code", text);
            json.writeEndObject();
          });
      case MayNotLink() -> MAY_NOT_LINK;
      case TooManyDevices() -> TOO_MANY;
      case TooManyAtOnce() -> TOO_MANY_WAIT;
    };
  }

  private ApiResponse answer(ApiRequest request) {
    var fields = request.fields();
    String secret =
        fields
            .findText("secret")
            .filter(text -> !text.isEmpty() && text.length() <= Linking.MOST_SECRET)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "secret", "It is a text of 1 to %s characters.", Linking.MOST_SECRET));
    var id = WaitingDevice.findId(request.pathParameter("id"));
    if (id.isEmpty()) {
      return NOBODY_WAITS;
    }
    var caller = request.caller();
    if (pins.find(caller.user()).isEmpty()) {
      return answer(caller, id.get(), secret);
    }
    String pin =
        fields
            .findText("pin_base64")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> RequestRefused.invalid("pin_base64", "The account has a PIN."));
    var verified = pins.verify(caller, pin, TipBody.linking(id.get(), secret));
    return PinResource.answer(pins, caller, verified, () -> answer(caller, id.get(), secret));
  }

  private ApiResponse answer(Caller caller, UUID id, String secret) {
    return switch (linking.answer(caller, id, secret)) {
      case TAKEN ->
          ApiResponse.written(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "provisioning");
            json.writeStringProperty("device_id", id.toString());
            json.writeStringProperty("description", "");
            json.writeEndObject();
          });
      case NOBODY_WAITS -> NOBODY_WAITS;
      case MAY_NOT_LINK -> MAY_NOT_LINK;
      case TOO_MANY_DEVICES -> TOO_MANY;
      case NO_ROOM -> TOO_MANY_WAIT;
    };
  }

  private ApiResponse signIn(ApiRequest request) {
    var fields = request.fields();
    var user = fields.id("user_id", UserId::find);
    var by = fields.id("session_id", SessionId::find);
    String code =
        fields
            .findText("code")
            .filter(text -> text.length() <= MOST_CODE)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "code", "It is a text of at most %s characters.", MOST_CODE));
    if (fields.findText("purpose").filter(purpose -> !purpose.equals("SESSION")).isPresent()) {
      return ApiResponse.invalid("purpose", "It is SESSION, or absent.");
    }
    return linking
        .signIn(user, by, code, NewDeviceFields.read(fields))
        .map(session -> {
          Audit.done("device-linked", Audit.By.session(by), "user", user, "session", session.id());
          return show(session);
        })
        .orElse(
            ApiResponse.refused(
                ErrorCode.CODE_INVALID, "The code is another one, is used, or its time is over."));
  }

  private ApiResponse show(Session session) {
    var caller = new Caller(session.user(), session.id(), false, session.createdAt());
    return users.show(caller, accounts.findUser(session.user()).orElseThrow());
  }
}
