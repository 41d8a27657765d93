package dev.hearth.sdk.http;

import dev.hearth.protocol.key.SessionToken;
import java.time.Instant;
import java.time.InstantSource;

/// A token for one request. Any thread may use it.
public final class SignedToken {
  private final String text;
  private final Instant issuedAt;
  private final InstantSource clock;

  SignedToken(String text, Instant issuedAt, InstantSource clock) {
    this.text = text;
    this.issuedAt = issuedAt;
    this.clock = clock;
  }

  /// As the request carries it.
  public String text() {
    return text;
  }

  /// Whether the token is out of date by now, since the machine slept or its clock was set after it
  /// was signed. A server that refuses such a token says nothing of the session: sign another one.
  public boolean isOutOfDate() {
    Instant now = clock.instant();
    return !issuedAt.plus(Tokens.LIFE).isAfter(now)
        || issuedAt.isAfter(now.plus(SessionToken.MOST_AHEAD));
  }

  @Override
  public String toString() {
    return "SignedToken[" + issuedAt + "]";
  }
}
