package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Text that is stored, signed or sent is the same on every machine: some locales write numbers
/// with other digits.
class LocaleTest {
  private static final Pattern NUMBER = Pattern.compile("\"[^\"]*%[0-9,.]*[dfx][^\"{]*\"");

  @Test
  void no_number_is_written_in_the_digits_of_the_locale() throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : List.of("protocol", "sdk", "server")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Files.readAllLines(file).stream()
              .filter(line -> NUMBER.matcher(line).find() && !line.contains("Locale.ROOT"))
              .forEach(line -> found.add(file + ": " + line));
        }
      }
    }

    assertThat(found).as("write %s, which is not localized, or name Locale.ROOT").isEmpty();
  }

  @Test
  void a_locale_has_its_own_digits_for_numbers_and_none_for_texts() {
    var egypt = Locale.of("ar", "EG");

    assertThat(String.format(egypt, "%d", 42)).isNotEqualTo("42");
    assertThat(String.format(egypt, "%s", 42)).isEqualTo("42");
  }
}
