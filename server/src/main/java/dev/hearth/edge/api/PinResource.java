package dev.hearth.edge.api;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.pin.Pin;
import dev.hearth.chat.directory.pin.PinFailure;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Page;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.UserJson;
import dev.hearth.platform.runtime.Audit;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// The caller's PIN: trying it, setting it, and the attempts that failed.
final class PinResource implements ApiResource {
  private static final int LARGEST_PAGE = 100;
  private static final String CATEGORY = "PIN_INCORRECT";

  private final Pins pins;
  private final Accounts accounts;
  private final UserJson users;
  private final InstantSource clock;

  PinResource(Pins pins, Accounts accounts, UserJson users, InstantSource clock) {
    this.pins = pins;
    this.accounts = accounts;
    this.users = users;
    this.clock = clock;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .post("/pin/verify", this::verify)
        .post("/pin/update", this::update)
        .get("/logs", this::failures);
  }

  private ApiResponse verify(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    String pin =
        find(fields, "pin_base64", "pin")
            .orElseThrow(() -> RequestRefused.invalid("pin", "It is missing."));
    Optional<Long> timestamp = timestamp(fields);
    if (timestamp.isEmpty() && pins.find(caller.user()).orElse(null) instanceof Pin.Tip) {
      return ApiResponse.invalid("timestamp", "A PIN that is a signature signs the time.");
    }
    var body = TipBody.verifying(timestamp.orElse(0L));
    return answer(pins, caller, pins.verify(caller, pin, body), () -> account(caller));
  }

  private ApiResponse update(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    String pin =
        find(fields, "pin_base64", "pin")
            .orElseThrow(() -> RequestRefused.invalid("pin", "It is missing."));
    String old = find(fields, "old_pin_base64", "old_pin").orElse("");
    long signed =
        timestamp(fields)
            // Some clients sign the number of the key there is instead.
            .or(() -> pins.find(caller.user()).map(Pin::counter))
            .orElse(0L);
    var body = TipBody.verifying(signed);
    return answer(
        pins,
        caller,
        pins.update(caller, old, pin, body),
        () -> {
          String what = old.isEmpty() ? "pin-set" : "pin-changed";
          Audit.done(what, Audit.By.session(caller.session()), "user", caller.user());
          return account(caller);
        });
  }

  private static Optional<String> find(RequestFields fields, String name, String otherName) {
    return fields.findText(name).or(() -> fields.findText(otherName)).filter(pin -> !pin.isEmpty());
  }

  /// In nanoseconds, and close to now: a signature must not be valid forever.
  private Optional<Long> timestamp(RequestFields fields) {
    Optional<Long> timestamp = fields.findNumber("timestamp");
    Instant now = clock.instant();
    if (timestamp
        .map(nanos -> Duration.between(Instant.EPOCH.plusNanos(nanos), now).abs())
        .filter(off -> off.compareTo(Pins.CLOCKS_DIFFER) > 0)
        .isPresent()) {
      throw RequestRefused.invalid(
          "timestamp",
          "It is the time in nanoseconds, at most %s s from the server's.",
          Pins.CLOCKS_DIFFER.toSeconds());
    }
    return timestamp;
  }

  /// The answer to a caller whose PIN was asked for.
  static ApiResponse answer(
      Pins pins, Caller caller, Pins.PinCheck result, Supplier<ApiResponse> right) {
    return switch (result) {
      case RIGHT -> right.get();
      case MALFORMED ->
          ApiResponse.refused(
              ErrorCode.PIN_MALFORMED,
              "The PIN can't be opened with the session's key, or is not of the account's kind.");
      case WRONG -> wrong(pins.attemptsLeft(caller.user()));
      case TOO_MANY ->
          ApiResponse.refused(ErrorCode.TOO_MANY_REQUESTS, "Too many wrong PINs: later.");
      case NOT_THIS_DEVICE ->
          ApiResponse.refused(
              ErrorCode.FORBIDDEN, "A device that was linked does not set the first PIN.");
    };
  }

  private static ApiResponse wrong(OptionalInt attemptsLeft) {
    return attemptsLeft.isPresent()
        ? ApiResponse.refused(
            Refusal.of(ErrorCode.PIN_WRONG, new Refusal.Reason.PinWrong(attemptsLeft.getAsInt())))
        : ApiResponse.refused(ErrorCode.PIN_WRONG, "The account has no PIN.");
  }

  private ApiResponse account(Caller caller) {
    return users.show(caller, accounts.findUser(caller.user()).orElseThrow());
  }

  private ApiResponse failures(ApiRequest request) {
    var page = Page.of(request, LARGEST_PAGE);
    boolean others = request.findQuery("category").filter(one -> !one.equals(CATEGORY)).isPresent();
    var failures = pins.failures(request.caller().user(), page.after(), others ? 0 : page.limit());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      for (PinFailure failure : failures) {
        json.writeStartObject();
        json.writeStringProperty("type", "log");
        json.writeStringProperty("log_id", failure.id().toString());
        json.writeStringProperty("code", CATEGORY);
        json.writeStringProperty("ip_address", "");
        json.writeStringProperty("created_at", WireTime.format(failure.at()));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
