package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.security.PublicKey;
import java.util.Optional;

/// The public half of a session's key: what checks its tokens. Equal when it is the same key.
public sealed interface SessionKey permits Ed25519Key, RsaKey {

  /// Reads a `session_secret`: base64 in any alphabet, of 32 bytes of Ed25519 or of an RSA key in
  /// X.509 form. Also reads back what [#toString()] wrote. Empty when it is not a key, or an RSA
  /// key of less than 1024 or more than 4096 bits.
  static Optional<SessionKey> parse(String secret) {
    if (secret.length() > 2048) {
      return Optional.empty();
    }
    return WireBase64.decode(secret).flatMap(SessionKey::of);
  }

  /// Reads a `session_public_key`: 32 bytes of Ed25519 in hex.
  static Optional<SessionKey> parseHex(String hex) {
    return Bytes.hex(hex).filter(raw -> raw.length == Ed25519Key.BYTES).flatMap(SessionKey::of);
  }

  private static Optional<SessionKey> of(byte[] bytes) {
    return bytes.length == Ed25519Key.BYTES
        ? Ed25519Key.find(bytes).map(SessionKey.class::cast)
        : RsaKey.find(bytes).map(SessionKey.class::cast);
  }

  /// The JWS algorithm of its tokens: `EdDSA` or `RS512`.
  String algorithm();

  PublicKey publicKey();

  /// The form in which others encrypt to this session: its X25519 key as raw-url base64; "" when it
  /// has none.
  String x25519();

  /// The `session_secret` it was made from, as raw-url base64. Nothing secret, whatever its name.
  @Override
  String toString();
}
