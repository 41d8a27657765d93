package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.edge.BearerToken;
import dev.hearth.edge.SignedTargets;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.ErrorCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A client's request to open a Blaze connection, and the values that answer it.
///
/// @param token "" when the request has none
/// @param targets the request targets that the token's signature may cover
/// @param accept the proof that this server speaks WebSocket
/// @param subprotocol the first one offered that we know; a client that offers none is not refused
record Handshake(String token, List<String> targets, String accept, Optional<String> subprotocol) {
  private static final String OF_OAUTH = "Mixin-OAuth-1";
  private static final Refusal NO_TOKEN =
      Refusal.of(
          ErrorCode.UNAUTHORIZED,
          "The request needs a token of a session, in the header Authorization, or in the query as"
              + " access_token.");
  private static final Refusal NO_OAUTH =
      Refusal.of(ErrorCode.NOT_FOUND, "Hearth does not serve OAuth.");
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /// An origin, with a host that a log line may hold: browsers spell each name in ASCII.
  private static final Pattern ORIGIN =
      Pattern.compile(
          "[a-z][a-z0-9+.-]{1,30}://(?<host>[A-Za-z0-9.-]{1,100}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?");

  private static final Set<String> SUBPROTOCOLS =
      Set.of("Mixin-Blaze-1", "MixinBot-Blaze-1", "Mixin-Notification-Extension-1", OF_OAUTH);

  @Override
  public String toString() {
    return "Handshake" + targets;
  }

  /// Why it is turned away when it has no token. A page that signs people in by OAuth has none, and
  /// waits for a code.
  Refusal withoutToken() {
    return subprotocol.filter(OF_OAUTH::equals).isPresent() ? NO_OAUTH : NO_TOKEN;
  }

  /// The result of reading a request.
  sealed interface Read {
    record Good(Handshake handshake) implements Read {}

    /// The handshake is not valid.
    ///
    /// @param status of HTTP
    record Bad(int status, String why) implements Read {}

    /// A page of another origin asks, and its pages may not connect.
    ///
    /// @param host of the origin, for the log
    record Foreign(String host) implements Read {}
  }

  /// @param origins whose pages may connect
  static Read read(HttpServerRequest request, Set<String> origins) {
    MultiMap headers = request.headers();
    String version = headers.get("Sec-WebSocket-Version");
    String key = headers.get("Sec-WebSocket-Key");
    if (request.version() != HttpVersion.HTTP_1_1) {
      return new Read.Bad(400, "An upgrade is a request of HTTP/1.1.");
    }
    if (key == null || !isKey(key)) {
      return new Read.Bad(400, "Sec-WebSocket-Key is 16 bytes, as base64.");
    }
    if (elements(headers, HttpHeaders.CONNECTION).noneMatch("upgrade"::equalsIgnoreCase)) {
      return new Read.Bad(400, "The header Connection names Upgrade; a proxy may have removed it.");
    }
    if (!VERSION.equals(version)) {
      return new Read.Bad(426, "Only version 13 of WebSocket is spoken.");
    }
    String origin = headers.get(HttpHeaders.ORIGIN);
    if (origin != null && !mayConnect(request, origin, origins)) {
      var read = ORIGIN.matcher(origin);
      return new Read.Foreign(read.matches() ? read.group("host") : "an unreadable origin");
    }
    return new Read.Good(
        new Handshake(
            token(request),
            SignedTargets.ofBlaze(
                request.uri(), Optional.ofNullable(headers.get(HttpHeaders.HOST))),
            accept(key),
            elements(headers, "Sec-WebSocket-Protocol")
                .filter(SUBPROTOCOLS::contains)
                .findFirst()));
  }

  /// No page can set a token's header: a client that does isn't one, whatever `Origin` it sends, as
  /// some WebSocket libraries do by themselves. The server's own pages may connect, too.
  private static boolean mayConnect(HttpServerRequest request, String origin, Set<String> origins) {
    String host = request.getHeader(HttpHeaders.HOST);
    return origins.contains(origin)
        || request.headers().contains(HttpHeaders.AUTHORIZATION)
        || origin.equalsIgnoreCase("http://" + host)
        || origin.equalsIgnoreCase("https://" + host);
  }

  // Browsers can't set the header; where it is set, it counts.
  private static String token(HttpServerRequest request) {
    String token = BearerToken.in(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (!token.isEmpty()) {
      return token;
    }
    try {
      String asked = request.getParam("access_token");
      return asked == null ? "" : asked;
    } catch (IllegalArgumentException _) {
      // The query can't be decoded, so it contains no token.
      return "";
    }
  }

  private static boolean isKey(String key) {
    return key.length() == 24
        && WireBase64.decode(key).filter(bytes -> bytes.length == KEY_BYTES).isPresent();
  }

  private static Stream<String> elements(MultiMap headers, CharSequence name) {
    return headers.getAll(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip);
  }

  static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
