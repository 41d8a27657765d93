package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import java.security.PrivateKey;
import java.util.Optional;

/// A session's key with its private half: what signs its tokens. Says nothing of it in
/// `toString()`.
public sealed interface SessionKeyPair permits Ed25519KeyPair, RsaKeyPair {

  /// A fresh one of today's kind.
  static Ed25519KeyPair generate() {
    return Ed25519KeyPair.generate();
  }

  /// A fresh one of the first years' kind, with 2048 bits.
  static RsaKeyPair generateRsa() {
    return RsaKeyPair.generate();
  }

  /// Reads a private key as keystores spell it: an Ed25519 seed of 32 bytes, with or without the
  /// public key's 32 behind it, in hex or any base64; or an RSA key as PEM. Empty for any other
  /// text.
  static Optional<SessionKeyPair> parse(String text) {
    if (text.contains("-----BEGIN")) {
      return RsaKeyPair.ofPem(text).map(SessionKeyPair.class::cast);
    }
    boolean hex = text.length() == 64 || text.length() == 128;
    return (hex ? Bytes.hex(text) : WireBase64.decode(text))
        .flatMap(Ed25519KeyPair::find)
        .map(SessionKeyPair.class::cast);
  }

  /// The public half.
  SessionKey key();

  PrivateKey privateKey();
}
