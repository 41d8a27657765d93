package dev.hearth.edge.web;

import dev.hearth.edge.RequestOrigin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The headers that say what the page may do: load and run what came with it, talk to this server,
/// and nothing else. They stand on each of its files.
final class WebHeaders {
  private static final String YEAR = "max-age=31536000";

  private final String inlineScripts;
  private final Supplier<String> pictures;

  /// @param inlineScripts the page's, as a Content-Security-Policy names them
  /// @param pictures the address that those of pictures and attachments may begin with, instead of
  ///   the one that the browser used
  WebHeaders(List<String> inlineScripts, Supplier<String> pictures) {
    this.inlineScripts =
        inlineScripts.stream().map(one -> " '" + one + "'").collect(Collectors.joining());
    this.pictures = pictures;
  }

  void putOn(HttpServerResponse response, HttpServerRequest request) {
    String origin = RequestOrigin.of(request);
    response
        .putHeader("Content-Security-Policy", policy(origin))
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(
            "Permissions-Policy",
            "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()")
        .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
    if (origin.startsWith("https:")) {
      response.putHeader("Strict-Transport-Security", YEAR);
    }
  }

  /// Not all browsers take a WebSocket of the page's own address for `'self'`. The worker starts
  /// from memory, once its bytes are what the page expects.
  private String policy(String origin) {
    String socket = "ws" + origin.substring("http".length());
    String others = pictures.get().equals(origin) ? "" : " " + pictures.get();
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'" + inlineScripts,
        "style-src 'self'",
        "connect-src 'self' " + socket + others,
        "img-src 'self' blob: data:" + others,
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types hearth");
  }

  static void cache(HttpServerResponse response, WebFile file, Coding coding) {
    response
        .putHeader(HttpHeaders.ETAG, file.tag(coding))
        .putHeader(
            HttpHeaders.CACHE_CONTROL,
            file.isImmutable() ? "public, " + YEAR + ", immutable" : "no-cache");
  }
}
