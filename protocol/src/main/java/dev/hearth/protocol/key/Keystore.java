package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The file with which a bot or a person signs in. Keep it secret.
///
/// @param serverPublicKey the server's Ed25519 key in hex; "" when the file doesn't have it
/// @param pinToken the server's key for PINs: for an Ed25519 session its X25519 form, for an RSA
///   session a key in a box, as base64; "" when the file doesn't have it
public record Keystore(
    UserId userId,
    SessionId sessionId,
    SessionKeyPair keyPair,
    String serverPublicKey,
    String pinToken) {

  private static final int MOST_CHARACTERS = 16_384;

  /// Of an Ed25519 session on the server that has `serverKey`.
  public static Keystore of(
      UserId user, SessionId session, Ed25519KeyPair pair, Ed25519Key serverKey) {
    return new Keystore(user, session, pair, serverKey.hex(), serverKey.x25519());
  }

  /// Reads a keystore in any of its formats, old or new; empty when the text is not a keystore.
  public static Optional<Keystore> parse(String json) {
    if (json.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    Map<String, String> fields = strings(json);
    Optional<UserId> user =
        first(fields, "app_id", "client_id", "user_id", "ClientId").flatMap(UserId::find);
    Optional<SessionId> session = first(fields, "session_id", "SessionId").flatMap(SessionId::find);
    Optional<SessionKeyPair> pair =
        first(fields, "session_private_key", "private_key", "session_key", "PrivateKey")
            .flatMap(SessionKeyPair::parse);
    if (user.isEmpty() || session.isEmpty() || pair.isEmpty()) {
      return Optional.empty();
    }
    String serverPublicKey = fields.getOrDefault("server_public_key", "");
    String pinToken =
        first(fields, "pin_token", "pin_token_base64", "PinToken")
            .orElseGet(
                () -> SessionKey.parseHex(serverPublicKey).map(SessionKey::x25519).orElse(""));
    return Optional.of(
        new Keystore(user.get(), session.get(), pair.get(), serverPublicKey, pinToken));
  }

  /// The present format, all hex; for an RSA session the older one, as the present lacks RSA.
  public String toJson() {
    return switch (keyPair) {
      case Ed25519KeyPair pair ->
          json(
              "app_id",
              userId.toString(),
              "session_id",
              sessionId.toString(),
              // A person's session is told the other form of the server's key, which leads nowhere.
              serverPublicKey.isEmpty() ? "pin_token_base64" : "server_public_key",
              serverPublicKey.isEmpty() ? pinToken : serverPublicKey,
              "session_private_key",
              pair.seedHex());
      case RsaKeyPair ignored -> toLegacyJson();
    };
  }

  /// The shape that older clients read.
  public String toLegacyJson() {
    return switch (keyPair) {
      // Their readers insist on one alphabet for each.
      case Ed25519KeyPair pair ->
          legacyJson(
              WireBase64.decode(pinToken).map(WireBase64::rawUrl).orElse(pinToken),
              pair.expanded());
      case RsaKeyPair pair ->
          legacyJson(
              WireBase64.decode(pinToken).map(WireBase64::standard).orElse(pinToken), pair.pem());
    };
  }

  private String legacyJson(String pinToken, String privateKey) {
    return json(
        "client_id",
        userId.toString(),
        "session_id",
        sessionId.toString(),
        "pin_token",
        pinToken,
        "private_key",
        privateKey);
  }

  private static String json(String... namesAndValues) {
    return Json.text(out -> {
      out.writeStartObject();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        out.writeStringProperty(namesAndValues[i], namesAndValues[i + 1]);
      }
      out.writeEndObject();
    });
  }

  private static Optional<String> first(Map<String, String> fields, String... names) {
    for (String name : names) {
      String value = fields.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> strings(String json) {
    var strings = new HashMap<String, String>();
    try (JsonParser in = Json.read(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_STRING) {
          strings.put(name, in.getString());
        }
        in.skipChildren();
      }
      return strings;
    } catch (JacksonException notJson) {
      return Map.of();
    }
  }
}
