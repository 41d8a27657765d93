package dev.hearth.protocol.key;

import dev.hearth.protocol.id.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// A sender's proof of which sessions it knows in a conversation.
public final class SessionChecksum {
  private SessionChecksum() {}

  /// Lower-case hex MD5 of the ids, sorted as texts and joined; "" for no session.
  public static String of(Collection<SessionId> sessions) {
    if (sessions.isEmpty()) {
      return "";
    }
    // Sorted as texts: the order of UUID is another one.
    String joined =
        sessions.stream().map(SessionId::toString).sorted().collect(Collectors.joining());
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(joined.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
