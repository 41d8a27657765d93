package dev.hearth.sdk.http;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.net.http.HttpClient;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// A session that is about to begin: what its device says of itself, and what becomes of it.
public record NewSession(Ed25519KeyPair key, OwnIdentity identity) {
  private static final String PLATFORM = "Desktop";

  public static NewSession of(OwnIdentity identity) {
    return new NewSession(SessionKeyPair.generate(), identity);
  }

  /// The connections of who has no client yet.
  public static HttpClient http(ClientOptions options) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(options.pace().answerWithin())
        .build();
  }

  /// The fields that the server wants of every device that signs in.
  public void write(JsonGenerator json) {
    json.writeStringProperty("session_secret", key.key().toString());
    json.writeStringProperty("purpose", "SESSION");
    json.writeStringProperty("platform", PLATFORM);
    json.writeStringProperty("platform_version", System.getProperty("os.version", ""));
    json.writeStringProperty("app_version", "Hearth");
    json.writeNumberProperty("registration_id", identity.registrationId());
  }

  /// Keeps the device's identity in the store, and makes a keystore of the account that the server
  /// has answered with.
  public Keystore keep(JsonNode account, ClientStore store) {
    UserId user = need(UserId.find(text(account, "user_id")), "user_id");
    SessionId session = need(SessionId.find(text(account, "session_id")), "session_id");
    SignalDevice.create(user, identity, store);
    return new Keystore(user, session, key, "", text(account, "pin_token_base64"));
  }

  private static String text(JsonNode account, String name) {
    return account.path(name).asString("");
  }

  private static <T> T need(Optional<T> value, String name) {
    return value.orElseThrow(() -> HearthException.garbled("no " + name + " in the answer"));
  }
}
