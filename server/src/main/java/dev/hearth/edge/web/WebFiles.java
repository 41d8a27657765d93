package dev.hearth.edge.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of the web messenger, as its build made them.
///
/// @param digest SHA-256 of all of them, in hexadecimal
/// @param inlineScripts the page's, as a Content-Security-Policy names them
/// @param files by their path
public record WebFiles(String digest, List<String> inlineScripts, Map<String, WebFile> files) {
  private static final String FOLDER = "/dev/hearth/web";
  private static final String LIST = "/bundle.txt";
  private static final String PAGE = "/index.html";

  public WebFiles {
    inlineScripts = List.copyOf(inlineScripts);
    files = Map.copyOf(files);
    if (digest.isEmpty() || !files.containsKey(PAGE)) {
      throw new IllegalArgumentException("the web messenger's files are not complete");
    }
  }

  /// Those on the class path. A server that is part of another program may have none.
  public static Optional<WebFiles> onClassPath() {
    return read(LIST).map(list -> parse(new String(list, StandardCharsets.UTF_8)));
  }

  /// The page itself, which has no address of its own.
  WebFile page() {
    return Objects.requireNonNull(files.get(PAGE));
  }

  Optional<WebFile> find(String path) {
    return path.equals(PAGE) ? Optional.empty() : Optional.ofNullable(files.get(path));
  }

  private static WebFiles parse(String list) {
    String digest = "";
    List<String> inline = new ArrayList<>();
    Map<String, WebFile> files = new LinkedHashMap<>();
    for (String line : list.lines().toList()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "digest" -> digest = words[1];
        case "inline" -> inline.add(words[1]);
        case "file" -> files.put(words[1], file(words));
        default -> throw new IllegalStateException("unknown in the list of web files: " + words[0]);
      }
    }
    return new WebFiles(digest, inline, files);
  }

  /// @param words `file`, its path, its hash, and the endings of its compressed copies
  private static WebFile file(String[] words) {
    String path = words[1];
    Map<Coding, Buffer> copies = new EnumMap<>(Coding.class);
    for (Coding coding : Coding.values()) {
      if (coding == Coding.IDENTITY
          || Arrays.asList(words).contains(coding.ending().substring(1))) {
        byte[] bytes =
            read(path + coding.ending())
                .orElseThrow(() -> new IllegalStateException("missing: " + path));
        copies.put(coding, Buffer.buffer(bytes));
      }
    }
    return new WebFile(path, words[2], copies);
  }

  private static Optional<byte[]> read(String path) {
    try (@Nullable InputStream in = WebFiles.class.getResourceAsStream(FOLDER + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
