package dev.hearth.bench.abuse;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/// Somebody who has an account on the server, and doesn't mean well.
///
/// @param keystore of their device
record Rogue(Keystore keystore) {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int SIGNATURE_BYTES = 64;

  @Override
  public String toString() {
    return "Rogue[" + user() + "]";
  }

  UserId user() {
    return keystore.userId();
  }

  /// A good token for one request.
  String token(String method, String target, String body) {
    return SessionToken.sign(
        keystore.keyPair(),
        keystore.userId(),
        keystore.sessionId(),
        Instant.now(),
        LIFE,
        method,
        target,
        body.getBytes(StandardCharsets.UTF_8));
  }

  /// A good token for Blaze.
  String token() {
    return token("GET", "/", "");
  }

  /// A token like {@link #token} with an invalid signature. Cheap to make, and different each time.
  static String forged(String good) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    ThreadLocalRandom.current().nextBytes(signature);
    // The second half of a signature is a number below 2^253.
    signature[SIGNATURE_BYTES - 1] &= 0x0F;
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    return good.substring(0, good.lastIndexOf('.') + 1) + encoded;
  }
}
