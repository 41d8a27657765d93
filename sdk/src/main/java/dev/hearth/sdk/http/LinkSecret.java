package dev.hearth.sdk.http;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import dev.hearth.sdk.signal.DeviceSeal;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The secret that a signed-in device hands over to the new device that it links.
///
/// @param identity of the account, which all its devices share
/// @param session of the device that hands it over
/// @param code the new device signs in with it
public record LinkSecret(Curve25519KeyPair identity, UserId user, SessionId session, String code) {
  private static final int LONGEST = 16_384;
  private static final int LONGEST_CODE = 256;
  private static final String PLATFORM = "Desktop";

  /// Sealed for the device that shows `key`, as text.
  public String seal(Curve25519PublicKey key) {
    byte[] json =
        JsonBytes.of(out -> {
          out.writeStartObject();
          out.writeStringProperty("identity_key_public", identity.publicKey().toString());
          out.writeStringProperty(
              "identity_key_private", WireBase64.standard(identity.privateBytes()));
          out.writeStringProperty("user_id", user.toString());
          out.writeStringProperty("session_id", session.toString());
          out.writeStringProperty("provisioning_code", code);
          out.writeStringProperty("platform", PLATFORM);
          out.writeEndObject();
        });
    var sealed = DeviceSeal.seal(key, json);
    byte[] written =
        JsonBytes.of(out -> {
          out.writeStartObject();
          out.writeStringProperty("public_key", sealed.key().toString());
          out.writeStringProperty("body", WireBase64.standard(sealed.body()));
          out.writeEndObject();
        });
    return WireBase64.standard(written);
  }

  /// The secret that was sealed for `device`; empty when it was for another device, was changed on
  /// the way, or is something else.
  public static Optional<LinkSecret> open(String text, Curve25519KeyPair device) {
    return unsealed(text, device).flatMap(LinkSecret::parse).flatMap(LinkSecret::read);
  }

  static Optional<byte[]> unsealed(String text, Curve25519KeyPair device) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    return WireBase64.decode(text)
        .flatMap(LinkSecret::parse)
        .flatMap(json ->
            Curve25519PublicKey.find(json.path("public_key").asString(""))
                .flatMap(key ->
                    WireBase64.decode(json.path("body").asString(""))
                        .flatMap(body -> new DeviceSeal(key, body).open(device))));
  }

  private static Optional<LinkSecret> read(JsonNode json) {
    var identity =
        WireBase64.decode(json.path("identity_key_private").asString(""))
            .filter(bytes -> bytes.length == 32)
            .map(Curve25519KeyPair::ofPrivate)
            .filter(pair ->
                Curve25519PublicKey.find(json.path("identity_key_public").asString(""))
                    .filter(pair.publicKey()::equals)
                    .isPresent());
    var user = UserId.find(json.path("user_id").asString(""));
    var session = SessionId.find(json.path("session_id").asString(""));
    String code = json.path("provisioning_code").asString("");
    if (identity.isEmpty()
        || user.isEmpty()
        || session.isEmpty()
        || code.isEmpty()
        || code.length() > LONGEST_CODE) {
      return Optional.empty();
    }
    return Optional.of(new LinkSecret(identity.get(), user.get(), session.get(), code));
  }

  private static Optional<JsonNode> parse(byte[] json) {
    try {
      return Optional.of(JsonMapper.shared().readTree(json));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// Says nothing of what is in it.
  @Override
  public String toString() {
    return "what links a device to " + user;
  }
}
