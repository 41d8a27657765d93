package dev.hearth.sdk.http;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/// Signs the token that each request carries.
public final class Tokens {
  // The server only looks at it while it takes the request: long enough for clocks that differ.
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final Keystore keystore;
  private final InstantSource clock;

  public Tokens(Keystore keystore, InstantSource clock) {
    this.keystore = keystore;
    this.clock = clock;
  }

  /// A token for one request: its method, the path and query of `address`, and its body.
  public String sign(String method, URI address, byte[] body) {
    return SessionToken.sign(
        keystore.keyPair(),
        keystore.userId(),
        keystore.sessionId(),
        clock.instant(),
        LIFE,
        method,
        target(address),
        body);
  }

  private static String target(URI address) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }
}
