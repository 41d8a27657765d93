package dev.hearth.edge.json;

import dev.hearth.platform.settings.Secret;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The operator's TURN servers, through which calls go where two devices don't reach each other,
/// and how one gets into them: coturn's `use-auth-secret`. A name says until when it is good, and
/// the password proves that somebody with the shared secret made the name. Nothing is stored.
///
/// @param urls such as `turn:turn.example.org:3478`
/// @param secret shared with the servers; there is one when there are servers
/// @param lifetime how long what is handed out is good for
public record TurnServers(List<String> urls, Optional<Secret> secret, Duration lifetime) {
  public static final TurnServers NONE =
      new TurnServers(List.of(), Optional.empty(), Duration.ofDays(1));

  private static final String HMAC = "HmacSHA1"; // coturn knows no other

  public TurnServers {
    urls = List.copyOf(urls);
    if (urls.isEmpty() != secret.isEmpty()) {
      throw new IllegalArgumentException("turn.urls and turn.secret go together");
    }
  }

  /// A name and its password.
  public record Credentials(String username, String password) {
    @Override
    public String toString() {
      return "Credentials[username=" + username + "]";
    }
  }

  /// Empty without TURN servers.
  public Optional<Credentials> credentials(UserId user, Instant now) {
    return secret.map(shared -> {
      String username = now.plus(lifetime).getEpochSecond() + ":" + user;
      return new Credentials(username, WireBase64.standard(hmac(shared, username)));
    });
  }

  private static byte[] hmac(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.text().getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
