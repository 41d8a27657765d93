package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Chat;
import dev.hearth.edge.Edge;
import dev.hearth.platform.Platform;
import io.micrometer.core.instrument.Gauge;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/limits.md` against the limits that a running server shows on its meters.
class LimitsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "limits.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z ]+)` \\| ([^|]+) \\|");
  private static final Pattern NUMBER = Pattern.compile("^([0-9,]+) ");

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w*)`(?=[,| ])");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?m)^ {2,4}(?:@GuardedBy\\S+\\s+)?(?:(?:private|static|final|volatile) )+(?:@Nullable )?"
              + "(\\w+)(?:<[^;=()]*>)? (\\w+)\\s*(?:=[^;]*)?;");

  /// A line of its own in the head of a record.
  private static final Pattern COMPONENT =
      Pattern.compile("(?m)^ {4}(\\w+)(?:<[^;=()]*>)? (\\w+)[,)]");

  private static final Set<String> GATHERING =
      Set.of(
          "ArrayDeque",
          "PriorityQueue",
          "BlockingQueue",
          "Queue",
          "Deque",
          "SendQueue",
          "Semaphore",
          "Cache",
          "ExecutorService",
          "FairQueue",
          "SharedSlots",
          "ByteBudget");
  private static final Pattern BEGINS_EMPTY =
      Pattern.compile(
          "new (?!Enum)(?:\\w*Queue|\\w*Deque|\\w*Map|\\w*Set|ArrayList)<[^>]*>\\(|newKeySet|Executors\\.new");

  @TempDir private Path folder;

  @Test
  void the_page_has_a_row_for_each_limit_and_the_numbers_in_it_are_those_of_the_server()
      throws Exception {
    Map<String, Double> limits = limits();
    Map<String, String> rows = new TreeMap<>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .forEach(row -> rows.put(row.group(1), row.group(2)));

    assertThat(new TreeSet<>(rows.keySet())).isEqualTo(new TreeSet<>(limits.keySet()));
    rows.forEach((limit, most) -> {
      var number = NUMBER.matcher(most);
      if (number.find()) {
        assertThat(Double.parseDouble(number.group(1).replace(",", "")))
            .as("what docs/limits.md says of %s", limit)
            .isEqualTo(limits.get(limit));
      }
    });
  }

  @Test
  void the_page_names_every_field_of_the_server_that_can_gather_things() throws IOException {
    String page = Files.readString(PAGE);
    String list = page.substring(page.indexOf("## In the code"));
    Set<String> named = new TreeSet<>();
    NAMED.matcher(list).results().forEach(name -> named.add(name.group(1)));

    assertThat(gathering()).isEqualTo(named);
  }

  /// Queues, caches and the like, and collections that begin empty, except lists of listeners and
  /// the code that reads the settings file at the start.
  private static Set<String> gathering() throws IOException {
    Set<String> found = new TreeSet<>();
    try (var files = Files.walk(SOURCES)) {
      for (Path file : files.filter(LimitsPageTest::isOfTheServer).toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        String source = Files.readString(file);
        COMPONENT
            .matcher(source)
            .results()
            .filter(component -> GATHERING.contains(component.group(1)))
            .forEach(component -> found.add(type + "." + component.group(2)));
        FIELD
            .matcher(source)
            .results()
            .filter(field ->
                GATHERING.contains(field.group(1)) || BEGINS_EMPTY.matcher(field.group()).find())
            .forEach(field -> found.add(type + "." + field.group(2)));
      }
    }
    return found;
  }

  private static boolean isOfTheServer(Path file) {
    String path = file.toString().replace(File.separatorChar, '/');
    return path.endsWith(".java") && !path.contains("/settings/");
  }

  private Map<String, Double> limits() {
    var config = HearthConfig.parse("server.port = 0");
    var edgeSettings = config.edge(folder);
    Map<String, Double> limits = new TreeMap<>();
    try (var platform =
            Platform.open(folder.resolve("data"), Chat.MIGRATIONS, InstantSource.system());
        var chat = Chat.open(platform, config.chat(folder), Edge.encoder(edgeSettings), () -> {});
        var _ = Edge.open(platform, chat, edgeSettings)) {
      for (Gauge gauge : platform.meters().find("hearth.limit.most").gauges()) {
        limits.put(String.valueOf(gauge.getId().getTag("limit")), gauge.value());
      }
    }
    return limits;
  }
}
