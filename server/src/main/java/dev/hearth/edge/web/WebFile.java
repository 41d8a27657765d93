package dev.hearth.edge.web;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;

/// A file of the web messenger, with its compressed copies.
///
/// @param path as browsers ask for it
/// @param sha256 of its bytes, in hexadecimal
/// @param copies the bytes by how they are coded; {@link Coding#IDENTITY} is there
record WebFile(String path, String sha256, Map<Coding, Buffer> copies) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8",
          "webmanifest", "application/manifest+json");

  WebFile {
    copies = Map.copyOf(copies);
    if (!copies.containsKey(Coding.IDENTITY) || !TYPES.containsKey(ending(path))) {
      throw new IllegalArgumentException("not a file for browsers: " + path);
    }
  }

  String type() {
    return TYPES.getOrDefault(ending(path), "");
  }

  /// Whether other bytes would have another name.
  boolean isImmutable() {
    return path.startsWith("/app/");
  }

  /// How it is coded for a client that takes these.
  Coding coding(String accepted) {
    return Coding.SMALLEST_FIRST.stream()
        .filter(coding -> copies.containsKey(coding) && coding.isIn(accepted))
        .findFirst()
        .orElse(Coding.IDENTITY);
  }

  Buffer bytes(Coding coding) {
    return Objects.requireNonNull(copies.get(coding));
  }

  /// The `ETag` of its bytes, so coded.
  String tag(Coding coding) {
    return "\"" + sha256.substring(0, 32) + coding.ending() + "\"";
  }

  private static String ending(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
