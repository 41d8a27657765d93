package dev.hearth.edge.api;

import dev.hearth.edge.http.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// The page that a browser shows for a code; it opens the app. It does not say whose code it is, so
/// that it contains no text that a user typed; and it may load and run nothing.
final class CodePage {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  /// With `CODE` where the code is to stand.
  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="refresh" content="0; url=mixin://codes/CODE">
      <title>Open in the app</title>
      </head>
      <body>
      <p><a href="mixin://codes/CODE">Open in the app</a></p>
      </body>
      </html>
      """;

  private CodePage() {}

  static ApiResponse of(UUID code) {
    byte[] html = HTML.replace("CODE", code.toString()).getBytes(StandardCharsets.UTF_8);
    return new ApiResponse.Bytes("text/html; charset=utf-8", html, HEADERS);
  }
}
