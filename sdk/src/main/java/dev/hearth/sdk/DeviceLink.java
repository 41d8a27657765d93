package dev.hearth.sdk;

import dev.hearth.protocol.id.Uuids;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.http.HiddenPin;
import dev.hearth.sdk.http.HttpCalls;
import dev.hearth.sdk.http.LinkSecret;
import dev.hearth.sdk.http.NewSession;
import dev.hearth.sdk.http.Tokens;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A new device that waits to be linked to an account, by another device that is signed in.
///
/// {@snippet class="dev.hearth.testkit.DeviceLinkTest" region="link" :
///
/// try (var link = DeviceLink.open(options)) {
///   show(link.address().toString());
///   switch (link.await(store)) {
///     case DeviceLink.Outcome.Linked(var keystore) -> save(keystore.toJson());
///     case DeviceLink.Outcome.Expired() -> show("Too late: try again");
///     case DeviceLink.Outcome.Useless() -> show("Try again");
///   }
/// }
/// }
///
/// The other device calls [#answer]. For one thread.
public final class DeviceLink implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int NOT_FOUND = 404;
  private static final int CODE_INVALID = 20115;
  private static final int FORBIDDEN = 403;
  private static final int PIN_MALFORMED = 20118;
  private static final int PIN_WRONG = 20119;

  /// Of a secret alone, when there should be a PIN as well.
  private static final int FIELD_INVALID = 10002;

  /// The outcome of waiting to be linked.
  public sealed interface Outcome {
    /// The device is signed in, and its store has the account's identity. Keep the keystore: it is
    /// nowhere else.
    record Linked(Keystore keystore) implements Outcome {}

    /// Nobody answered in time: about a minute. Show another address.
    record Expired() implements Outcome {}

    /// The answer was not for this device, or not of the protocol, or came too late to sign in.
    record Useless() implements Outcome {}
  }

  /// The outcome of linking a new device.
  public enum LinkAnswer {
    /// The new device has all it needs.
    HANDED_OVER,
    /// No device waits there any more, or another answered it.
    NOBODY_WAITS,
    /// This device can't link others: it was linked itself, or the account has as many as it may.
    NOT_ALLOWED,
    /// The account has a PIN, and it is another one than was told, or none was.
    PIN_WRONG
  }

  private final HttpClient http;
  private final HttpCalls calls;
  private final Curve25519KeyPair pair = Curve25519KeyPair.generate();
  private final LinkAddress address;

  private DeviceLink(ClientOptions options) {
    this.http = NewSession.http(options);
    this.calls = HttpCalls.unsigned(http, options);
    try {
      JsonNode opened =
          calls.post(
              "/provisionings",
              json -> {
                json.writeStartObject();
                json.writeStringProperty("device", "Hearth");
                json.writeEndObject();
              });
      var device =
          Uuids.find(opened.path("device_id").asString(""))
              .orElseThrow(() -> HearthException.garbled("no device_id in the answer"));
      this.address = new LinkAddress(device, pair.publicKey());
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  /// Asks the server for an id to wait under, with a key that is made for it.
  ///
  /// @throws HearthException when the server can't be asked
  public static DeviceLink open(ClientOptions options) {
    return new DeviceLink(options);
  }

  /// To be shown to the other device, as a QR code, and to nobody else.
  public LinkAddress address() {
    return address;
  }

  /// Waits until the other device has answered, for as long as the server lets it, and signs this
  /// one in.
  ///
  /// @param store where the device's identity goes, which has none yet
  /// @throws IllegalStateException when the store has the keys of a device already; nobody was
  ///   signed in
  /// @throws HearthException when the server can't be asked to sign in
  public Outcome await(ClientStore store) throws InterruptedException {
    requireNew(store);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<String> secret;
      try {
        secret = Optional.of(look());
      } catch (HearthException e) {
        if (e.code() == NOT_FOUND) {
          return new Outcome.Expired();
        }
        if (e.reason() != HearthException.Reason.UNREACHABLE && !HttpCalls.isPassing(e.code())) {
          throw e;
        }
        secret = Optional.empty();
      }
      if (secret.filter(text -> !text.isEmpty()).isPresent()) {
        return LinkSecret.open(secret.get(), pair)
            .flatMap(handed -> signIn(handed, store))
            .<Outcome>map(Outcome.Linked::new)
            .orElseGet(Outcome.Useless::new);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return new Outcome.Expired();
  }

  private static void requireNew(ClientStore store) {
    if (SignalDevice.isIn(store)) {
      throw new IllegalStateException("the store has the keys of a device already");
    }
  }

  private String look() {
    return calls.get("/provisionings/" + address.device()).path("secret").asString("");
  }

  private Optional<Keystore> signIn(LinkSecret handed, ClientStore store) {
    requireNew(store);
    var session = NewSession.of(OwnIdentity.linked(handed.identity()));
    try {
      JsonNode account =
          calls.post(
              "/provisionings/verify",
              json -> {
                json.writeStartObject();
                json.writeStringProperty("user_id", handed.user().toString());
                json.writeStringProperty("session_id", handed.session().toString());
                json.writeStringProperty("code", handed.code());
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

  /// Links the device that shows `address` to the account of `keystore`: seals the account's
  /// identity and a sign-in code, and hands them over. Ask the account's owner first: they must see
  /// the address on the screen of a device in front of them.
  ///
  /// @param store of the device that is signed in; its identity is made if it has none yet
  /// @throws HearthException when the server can't be asked
  public static LinkAnswer answer(
      LinkAddress address, Keystore keystore, ClientStore store, ClientOptions options) {
    return answer(address, keystore, store, options, Optional.empty());
  }

  /// As [#answer(LinkAddress, Keystore, ClientStore, ClientOptions)], for an account that has a PIN.
  /// After five wrong ones the server looks at none for a day, and answers with 429.
  ///
  /// @param pin the six digits of the account; nobody but the server can read them on the way
  /// @throws IllegalArgumentException when they are not six digits, or the keystore does not tell
  ///   the server's key for PINs
  /// @throws HearthException when the server can't be asked
  public static LinkAnswer answer(
      LinkAddress address,
      Keystore keystore,
      ClientStore store,
      ClientOptions options,
      String pin) {
    String hidden = HiddenPin.of(pin, keystore, options.clock().instant());
    return answer(address, keystore, store, options, Optional.of(hidden));
  }

  private static LinkAnswer answer(
      LinkAddress address,
      Keystore keystore,
      ClientStore store,
      ClientOptions options,
      Optional<String> pin) {
    try (var http = NewSession.http(options)) {
      var tokens = new Tokens(keystore, options.clock());
      var calls = new HttpCalls(http, options, tokens);
      String code = calls.get("/device/provisioning/code").path("code").asString("");
      var identity =
          SignalDevice.find(keystore.userId(), store)
              .orElseGet(
                  () -> SignalDevice.create(keystore.userId(), OwnIdentity.generate(), store))
              .identity()
              .keyPair();
      String secret =
          new LinkSecret(identity, keystore.userId(), keystore.sessionId(), code)
              .seal(address.key());
      calls.post(
          "/provisionings/" + address.device(),
          json -> {
            json.writeStartObject();
            json.writeStringProperty("secret", secret);
            pin.ifPresent(hidden -> json.writeStringProperty("pin_base64", hidden));
            json.writeEndObject();
          });
      return LinkAnswer.HANDED_OVER;
    } catch (HearthException e) {
      return switch (e.code()) {
        case CODE_INVALID -> LinkAnswer.NOBODY_WAITS;
        case FORBIDDEN -> LinkAnswer.NOT_ALLOWED;
        case PIN_MALFORMED, PIN_WRONG, FIELD_INVALID -> LinkAnswer.PIN_WRONG;
        default -> throw e;
      };
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
