package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/// The claims of a token: who asks, and for which request.
///
/// @param issuedAt in whole seconds
/// @param expiresAt likewise
/// @param requestId the token's `jti`; "" without one
/// @param signature of the one request it was made for, see [#signature]
/// @param scope `FULL`, or the allowed scopes, separated by spaces
public record SessionToken(
    UserId user,
    SessionId session,
    Instant issuedAt,
    Instant expiresAt,
    String requestId,
    String signature,
    String scope) {

  public static final String FULL = "FULL";

  /// How far a client's clock may be ahead of ours.
  public static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  /// A token for one request.
  ///
  /// @param life until it expires
  /// @param target path and query, as they stand on the request line
  /// @param body as it is sent; empty without one
  public static String sign(
      SessionKeyPair pair,
      UserId user,
      SessionId session,
      Instant now,
      Duration life,
      String method,
      String target,
      byte[] body) {
    String requestId = UUID.randomUUID().toString();
    String signature = signature(method, target, body);
    return new SessionToken(user, session, now, now.plus(life), requestId, signature, FULL)
        .signedWith(pair);
  }

  /// The signature that binds a token to a request: hex of SHA-256 over method, target and body,
  /// one after the other.
  public static String signature(String method, String target, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(method.getBytes(StandardCharsets.UTF_8));
      digest.update(target.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /// Whether it may be used at `now`. An old one may, as long as it hasn't expired: some clients
  /// sign in with one token for as long as they run.
  public boolean isCurrent(Instant now) {
    return expiresAt.isAfter(now) && !issuedAt.isAfter(now.plus(MOST_AHEAD));
  }

  /// The token itself: a JWT in compact form.
  public String signedWith(SessionKeyPair pair) {
    return CompactJws.sign(pair, claims());
  }

  private byte[] claims() {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeStringProperty("uid", user.toString());
      out.writeStringProperty("sid", session.toString());
      out.writeNumberProperty("iat", issuedAt.getEpochSecond());
      out.writeNumberProperty("exp", expiresAt.getEpochSecond());
      out.writeStringProperty("jti", requestId);
      out.writeStringProperty("sig", signature);
      out.writeStringProperty("scp", scope);
      out.writeEndObject();
    });
  }
}
