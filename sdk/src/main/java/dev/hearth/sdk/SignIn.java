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

/// Signs a person in on a device that is to be their only one: the first of a new account, or the one
/// after all others were lost. A further device is linked instead: see [DeviceLink].
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
    requireNew(store);
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

  /// Makes an account with an invitation, and signs this device in as its first one.
  ///
  /// {@snippet class="dev.hearth.testkit.SignInTest" region="join" :
  ///
  /// var keystore = SignIn.byInvitation(code, "Nora", store, options);
  /// save(keystore.toJson());
  /// }
  ///
  /// @param code of the invitation: the part of its link behind `#join=`
  /// @param fullName of the new person
  /// @param store where the device's identity goes, which has none yet
  /// @return what to sign in with from now on: keep it, it is nowhere else
  /// @throws IllegalStateException when the store has the keys of a device already; there is no new
  ///   account
  /// @throws HearthException when the server can't be asked, or refuses: with 404 an unknown
  ///   invitation, with 20192 one that is used up, with 20193 one that has ended
  public static Keystore byInvitation(
      String code, String fullName, ClientStore store, ClientOptions options) {
    requireNew(store);
    var session = NewSession.of(OwnIdentity.generate());
    try (var http = NewSession.http(options)) {
      JsonNode account =
          HttpCalls.unsigned(http, options)
              .post(
                  "/verifications",
                  json -> {
                    json.writeStartObject();
                    json.writeStringProperty("invitation", code);
                    json.writeStringProperty("full_name", fullName);
                    session.write(json);
                    json.writeEndObject();
                  });
      return session.keep(account, store);
    }
  }

  private static void requireNew(ClientStore store) {
    if (SignalDevice.isIn(store)) {
      throw new IllegalStateException("the store has the keys of a device already");
    }
  }
}
