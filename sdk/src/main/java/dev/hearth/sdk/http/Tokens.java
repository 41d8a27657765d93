package dev.hearth.sdk.http;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Signs the token that each request carries.
public final class Tokens {
  // The server only looks at it while it takes the request: long enough for clocks that differ.
  static final Duration LIFE = Duration.ofMinutes(30);

  private final Keystore keystore;
  private final InstantSource clock;

  public Tokens(Keystore keystore, InstantSource clock) {
    this.keystore = keystore;
    this.clock = clock;
  }

  /// A token for one request: its method, the path and query of `address`, and its body.
  public SignedToken sign(String method, URI address, byte[] body) {
    // A token counts in seconds.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String text =
        SessionToken.sign(
            keystore.keyPair(),
            keystore.userId(),
            keystore.sessionId(),
            now,
            LIFE,
            method,
            target(address),
            body);
    return new SignedToken(text, now, clock);
  }

  private static String target(URI address) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }
}
