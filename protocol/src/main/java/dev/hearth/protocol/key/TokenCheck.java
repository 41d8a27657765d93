package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A token as it came. Nothing it claims is to be believed before [#isSignedBy] the session's key.
public final class TokenCheck {
  private static final int MOST_CHARACTERS = 8192;
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final String compact;
  private final SessionToken claims;

  private TokenCheck(String compact, SessionToken claims) {
    this.compact = compact;
    this.claims = claims;
  }

  /// Reads a session's token; empty when the text is not a token, or longer than 8 KiB.
  public static Optional<TokenCheck> parse(String compact) {
    if (compact.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    return jws(compact)
        .flatMap(jws -> new Claims().read(jws.getUnverifiedPayloadBytes()))
        .map(claims -> new TokenCheck(compact, claims));
  }

  /// The token's claims, verified or not.
  public SessionToken claims() {
    return claims;
  }

  /// Whether the owner of `key` signed it, with the algorithm that goes with the key and no other.
  public boolean isSignedBy(SessionKey key) {
    return jws(compact).filter(jws -> verifies(jws, key)).isPresent();
  }

  /// Like [#isSignedBy(SessionKey)], with a check of the curve that may be faster than Java's own.
  public boolean isSignedBy(Ed25519Key key, Ed25519Curve curve) {
    return jws(compact)
        .filter(jws -> isPlain(jws, key) ? verifies(jws, curve) : verifies(jws, key))
        .isPresent();
  }

  /// Checks a signature of 64 bytes over a message; any other is refused.
  @FunctionalInterface
  public interface Ed25519Curve {
    boolean verifies(byte[] signature, byte[] message);
  }

  /// Whether the header asks for nothing special in the check; other tokens are left to the
  /// library. The library's getters cast without a check, and `alg` may be of any type.
  private static boolean isPlain(JsonWebSignature jws, Ed25519Key key) {
    return key.algorithm().equals(jws.getHeaders().getObjectHeaderValue("alg"))
        && jws.getHeaders().getObjectHeaderValue("crit") == null
        && jws.getHeaders().getObjectHeaderValue("b64") == null;
  }

  private static boolean verifies(JsonWebSignature jws, Ed25519Curve curve) {
    String signed = jws.getHeaders().getEncodedHeader() + "." + jws.getEncodedPayload();
    return WireBase64.decode(jws.getEncodedSignature())
        .filter(signature -> curve.verifies(signature, signed.getBytes(StandardCharsets.US_ASCII)))
        .isPresent();
  }

  /// Whether it was made for this request.
  ///
  /// @param targets how its client may have spelled the request's target
  public boolean covers(String method, Collection<String> targets, byte[] body) {
    return targets.stream()
        .anyMatch(
            target -> SessionToken.signature(method, target, body).equals(claims.signature()));
  }

  private static Optional<JsonWebSignature> jws(String compact) {
    try {
      var jws = new JsonWebSignature();
      jws.setCompactSerialization(compact);
      return Optional.of(jws);
    } catch (JoseException | RuntimeException notAToken) {
      // The library casts header values without a check, so a wrong type throws.
      return Optional.empty();
    }
  }

  private static boolean verifies(JsonWebSignature jws, SessionKey key) {
    try {
      jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()));
      // It would refuse the 1024 bits of the first years.
      jws.setDoKeyValidation(false);
      jws.setKey(key.publicKey());
      return jws.verifySignature();
    } catch (JoseException | RuntimeException notItsSignature) {
      return false;
    }
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
