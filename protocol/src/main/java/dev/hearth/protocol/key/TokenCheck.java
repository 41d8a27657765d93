package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A token as it came. Nothing it claims is to be believed before [#isSignedBy] the session's key.
public final class TokenCheck {
  private static final int MOST_CHARACTERS = 8192;
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final CompactJws jws;
  private final SessionToken claims;

  private TokenCheck(CompactJws jws, SessionToken claims) {
    this.jws = jws;
    this.claims = claims;
  }

  /// Reads a session's token; empty when the text is not a token, or longer than 8 KiB.
  public static Optional<TokenCheck> parse(String compact) {
    if (compact.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    return CompactJws.parse(compact)
        .flatMap(
            jws -> new Claims().read(jws.payload()).map(claims -> new TokenCheck(jws, claims)));
  }

  /// The token's claims, verified or not.
  public SessionToken claims() {
    return claims;
  }

  /// Whether the owner of `key` signed it, with the algorithm that goes with the key and no other.
  public boolean isSignedBy(SessionKey key) {
    return jws.isSignedBy(key);
  }

  /// Like [#isSignedBy(SessionKey)], with a check of the curve that may be faster than Java's own.
  public boolean isSignedBy(Ed25519Key key, Ed25519Curve curve) {
    return jws.isSignedBy(key, curve);
  }

  /// Checks a signature of 64 bytes over a message; any other is refused.
  @FunctionalInterface
  public interface Ed25519Curve {
    boolean verifies(byte[] signature, byte[] message);
  }

  /// Whether it was made for this request.
  ///
  /// @param targets how its client may have spelled the request's target
  public boolean covers(String method, Collection<String> targets, byte[] body) {
    return targets.stream()
        .anyMatch(
            target -> SessionToken.signature(method, target, body).equals(claims.signature()));
  }

  /// Gathers the claims; unknown ones are skipped.
  private static final class Claims {
    private @Nullable UserId user;
    private @Nullable SessionId session;
    private @Nullable Instant issuedAt;
    private @Nullable Instant expiresAt;
    private String requestId = "";
    private String signature = "";
    private String scope = SessionToken.FULL;

    Optional<SessionToken> read(byte[] json) {
      try (JsonParser in = Json.read(json)) {
        if (in.nextToken() != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          in.nextToken();
          readClaim(name, in);
        }
        if (in.nextToken() != null) {
          return Optional.empty();
        }
      } catch (JacksonException unreadable) {
        return Optional.empty();
      }
      return user == null || session == null || issuedAt == null || expiresAt == null
          ? Optional.empty()
          : Optional.of(
              new SessionToken(user, session, issuedAt, expiresAt, requestId, signature, scope));
    }

    private void readClaim(String name, JsonParser in) {
      switch (name) {
        case "uid" -> user = UserId.find(Json.string(in)).orElse(null);
        case "sid" -> session = SessionId.find(Json.string(in)).orElse(null);
        case "iat" -> issuedAt = second(in);
        case "exp" -> expiresAt = second(in);
        case "jti" -> requestId = Json.string(in);
        case "sig" -> signature = Json.string(in);
        // Tokens of the first years have none, and could do everything.
        case "scp" -> scope = Json.string(in);
        default -> in.skipChildren();
      }
    }

    /// Whole seconds: RFC 7519 allows decimals, which some clients write.
    private static @Nullable Instant second(JsonParser in) {
      if (!in.currentToken().isNumeric()) {
        in.skipChildren();
        return null;
      }
      double second = in.getDoubleValue();
      return second > 0 && second <= LAST_SECOND ? Instant.ofEpochSecond((long) second) : null;
    }
  }
}
