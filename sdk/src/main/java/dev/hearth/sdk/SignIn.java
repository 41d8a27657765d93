package dev.hearth.sdk;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.HttpCalls;
import dev.hearth.sdk.http.NewSession;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Signs a person in on a device that is to be their only one: their first, or the one after all
/// others were lost. A further device is linked instead: see [DeviceLink].
///
/// {@snippet class="dev.hearth.testkit.SignInTest" region="sign-in" :
///
/// SignIn.byCode(number, code, store, options)
///     .ifPresentOrElse(keystore -> save(keystore.toJson()), () -> show("Another code, please"));
/// }
public final class SignIn {
  private static final int CODE_INVALID = 20113;

  private SignIn() {}

  /// Signs in with a code of the operator's. All other devices of the person are signed out then,
  /// and this one gets an identity of its own, which others are told of.
  ///
  /// @param identityNumber of the person, as in their profile
  /// @param code as the operator has told it; good once
  /// @param store where the device's identity goes, which has none yet
  /// @return what to sign in with from now on: keep it, it is nowhere else; empty when the server
  ///   doesn't take the code, or not any more
  /// @throws IllegalStateException when the store has the keys of a device already; nobody was
  ///   signed in
  /// @throws HearthException when the server can't be asked
  public static Optional<Keystore> byCode(
      String identityNumber, String code, ClientStore store, ClientOptions options) {
    if (SignalDevice.isIn(store)) {
      throw new IllegalStateException("the store has the keys of a device already");
    }
    var session = NewSession.of(OwnIdentity.generate());
    try (var http = NewSession.http(options)) {
      var calls = HttpCalls.unsigned(http, options);
      JsonNode begun =
          calls.post(
              "/verifications",
              json -> {
                json.writeStartObject();
                json.writeStringProperty("phone", identityNumber);
                json.writeStringProperty("purpose", "SESSION");
                json.writeEndObject();
              });
      JsonNode account =
          calls.post(
              "/verifications/" + HttpApi.segment(begun.path("id").asString("")),
              json -> {
                json.writeStartObject();
                json.writeStringProperty("code", code);
                session.write(json);
                json.writeEndObject();
              });
      return Optional.of(session.keep(account, store));
    } catch (HearthException e) {
      if (e.code() == CODE_INVALID) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
