package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page that walks along with a message, `docs/message-path.md`.
final class MessagePathTest {
  private static final Path PAGE = Path.of("..", "docs", "message-path.md");
  private static final Pattern PLACE =
      Pattern.compile("`((?:edge|chat|platform|protocol)/[\\w/]+)`");

  @Test
  void every_file_that_the_page_names_is_there() throws IOException {
    var places = PLACE.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)).toList();

    List<String> missing = new ArrayList<>();
    for (String place : places) {
      Path root =
          place.startsWith("protocol/")
              ? Path.of("..", "protocol", "src", "main", "java", "dev", "hearth")
              : Path.of("src", "main", "java", "dev", "hearth");
      if (!Files.exists(root.resolve(place)) && !Files.exists(root.resolve(place + ".java"))) {
        missing.add(place);
      }
    }
    assertThat(places).hasSizeGreaterThan(8);
    assertThat(missing).isEmpty();
  }
}
