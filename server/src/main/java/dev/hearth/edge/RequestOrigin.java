package dev.hearth.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address under which a client reaches this server, as its request tells: `https://host:port`.
/// It is only ever told back to that same client, so one who lies deceives nobody else.
public final class RequestOrigin {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  private RequestOrigin() {}

  public static String of(HttpServerRequest request) {
    return scheme(request) + "://" + host(request);
  }

  // A proxy that speaks TLS for us says so; of several, the first is the one that the client asked.
  private static String scheme(HttpServerRequest request) {
    @Nullable String forwarded = request.getHeader("X-Forwarded-Proto");
    return request.isSSL() || (forwarded != null && isHttps(forwarded)) ? "https" : "http";
  }

  static boolean isHttps(String forwarded) {
    return "https".equalsIgnoreCase(forwarded.split(",", 2)[0].strip());
  }

  private static String host(HttpServerRequest request) {
    @Nullable String host = request.getHeader(HttpHeaders.HOST);
    if (host != null && HOST.matcher(host).matches()) {
      return host;
    }
    var here = request.localAddress();
    return here.hostAddress().indexOf(':') >= 0
        ? "[" + here.hostAddress() + "]:" + here.port()
        : here.hostAddress() + ":" + here.port();
  }
}
