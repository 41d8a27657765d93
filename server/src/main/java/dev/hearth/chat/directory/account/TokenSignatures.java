package dev.hearth.chat.directory.account;

import com.github.benmanes.caffeine.cache.Cache;
import dev.hearth.platform.limits.Caches;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.RsaKey;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.TokenCheck;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Checks the signatures of tokens. Any thread may call.
///
/// Java's own check of Ed25519 takes about ten times as long: anybody who knows the id of a session
/// could keep the machine busy with wrong signatures. Here the key's point is decoded once.
public final class TokenSignatures {
  private static final int MOST_CACHED = 100_000;

  private final LongAdder checks = new LongAdder();

  private final Cache<Ed25519Key, Optional<Ed25519.PublicPoint>> points =
      Caches.builder().maximumSize(MOST_CACHED).build();

  /// How many were checked so far.
  long checks() {
    return checks.sum();
  }

  /// Whether the owner of `key` signed `token`.
  public boolean isSigned(TokenCheck token, SessionKey key) {
    checks.increment();
    return switch (key) {
      case RsaKey rsa -> token.isSignedBy(rsa);
      case Ed25519Key ed25519 ->
          token.isSignedBy(ed25519, (signature, message) -> verifies(ed25519, signature, message));
    };
  }

  /// Whether the owner of `key` signed `message` so.
  boolean verifies(Ed25519Key key, byte[] signature, byte[] message) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && points
            .get(key, TokenSignatures::point)
            .filter(point -> Ed25519.verify(signature, 0, point, message, 0, message.length))
            .isPresent();
  }

  private static Optional<Ed25519.PublicPoint> point(Ed25519Key key) {
    return Optional.ofNullable(Ed25519.validatePublicKeyPartialExport(key.raw(), 0));
  }
}
