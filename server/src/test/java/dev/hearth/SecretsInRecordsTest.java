package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A record prints all that is in it, into a log or an exception: those with a secret in words say
/// for themselves what to print.
class SecretsInRecordsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES = List.of("protocol", "sdk", "server", "bench");
  private static final Pattern RECORD =
      Pattern.compile("\\brecord\\s+(\\w+)(?:<[^>]*>)?\\s*\\(([^{}]*?)\\)[^{};()]*\\{");
  private static final Pattern SECRET =
      Pattern.compile("\\bString (secret|token|code|password|passphrase|pin)\\b");

  /// Codes of currencies are public.
  private static final List<String> KNOWN = List.of("FiatRate");

  @Test
  void a_record_with_a_secret_says_what_to_print() throws Exception {
    List<String> telling = new ArrayList<>();
    int seen = 0;
    for (Path file : sources()) {
      String source = Files.readString(file);
      var record = RECORD.matcher(source);
      while (record.find()) {
        seen++;
        if (SECRET.matcher(record.group(2)).find()
            && !KNOWN.contains(record.group(1))
            && !body(source, record.end()).contains("String toString()")) {
          telling.add(file + ": " + record.group(1));
        }
      }
    }

    assertThat(seen).isGreaterThan(200);
    assertThat(telling).isEmpty();
  }

  /// From behind a brace to the one that closes it.
  private static String body(String source, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0 && at < source.length()) {
      switch (source.charAt(at)) {
        case '{' -> depth++;
        case '}' -> depth--;
        default -> {}
      }
      at++;
    }
    return source.substring(from, at);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
