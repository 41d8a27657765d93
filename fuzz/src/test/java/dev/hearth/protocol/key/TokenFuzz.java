package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Any text is a token or none, and none is believed but those that were signed.
public final class TokenFuzz {
  private static final UserId USER = new UserId(new UUID(1, 2));
  private static final SessionId SESSION = new SessionId(new UUID(3, 4));
  private static final Ed25519KeyPair PAIR = pair();
  private static final SessionKeyPair RSA = SessionKeyPair.generateRsa();

  private TokenFuzz() {}

  public static List<byte[]> seeds() {
    return List.of(token(PAIR), token(RSA));
  }

  public static void fuzzerTestOneInput(byte[] token) {
    TokenCheck.parse(new String(token, StandardCharsets.ISO_8859_1)).ifPresent(TokenFuzz::check);
  }

  private static void check(TokenCheck check) {
    var _ = check.claims().isCurrent(Instant.EPOCH);
    var _ = check.covers("GET", List.of("/me"), new byte[0]);
    boolean believed = check.isSignedBy(PAIR.key()) || check.isSignedBy(RSA.key());
    if (believed
        && !(check.claims().user().equals(USER) && check.claims().session().equals(SESSION))) {
      throw new AssertionError("a forged token is believed");
    }
  }

  private static Ed25519KeyPair pair() {
    return Ed25519KeyPair.find(new byte[32]).orElseThrow();
  }

  private static byte[] token(SessionKeyPair pair) {
    return SessionToken.sign(
            pair, USER, SESSION, Instant.EPOCH, Duration.ofDays(1), "GET", "/me", new byte[0])
        .getBytes(StandardCharsets.US_ASCII);
  }
}
