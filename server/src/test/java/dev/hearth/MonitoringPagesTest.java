package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.sql.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The board, the alert rules and the pages in `docs/` against what a running server shows.
class MonitoringPagesTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path BOARD = DOCS.resolve("monitoring/grafana.json");
  private static final Path RULES = DOCS.resolve("monitoring/alerts.yml");

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:hearth|jvm|process|system)_[a-z0-9_]+");
  private static final Pattern OURS = Pattern.compile("\\bhearth_[a-z0-9_]+");
  private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.+)$");

  @TempDir private Path folder;

  @Test
  void the_board_the_rules_and_the_pages_name_metrics_that_there_are() throws Exception {
    String scraped = scrape();
    Set<String> there = new TreeSet<>();
    Pattern.compile("(?m)^(?:# TYPE )?([a-z0-9_]+)[ {]")
        .matcher(scraped)
        .results()
        .forEach(found -> there.add(found.group(1)));

    assertThat(named(METRIC, String.join("\n", expressions(board())))).isNotEmpty();
    assertThat(there)
        .containsAll(named(METRIC, String.join("\n", expressions(board()))))
        .containsAll(named(METRIC, String.join("\n", rules())));
    for (String page : List.of("operating.md", "limits.md", "performance.md")) {
      assertThat(there).as(page).containsAll(named(OURS, Files.readString(DOCS.resolve(page))));
    }
  }

  @Test
  void messages_are_timed_to_the_disk_and_from_there_to_their_readers_and_requests_by_route()
      throws Exception {
    try (var hearth = TestingHearth.start(folder.resolve("timed"), 0);
        var http = HttpClient.newHttpClient()) {
      var people = new TestingPeople(hearth);
      var talk = people.talk();
      try (var from = people.online(talk.one());
          var to = people.online(talk.other())) {
        assertThat(from.send(TestingPeople.text(talk.conversation(), "hello")).error()).isEmpty();
        assertThat(TestingPeople.said(to)).isNotNull();
      }
      people.call(talk.one(), "GET", "/friends", "");
      people.call(talk.one(), "POST", "/circles", "[]");

      assertThat(get(http, hearth.address().resolve("/metrics")))
          .containsPattern("hearth_message_latency_seconds_count\\{stage=\"durable\"} [1-9]")
          .containsPattern("hearth_message_latency_seconds_count\\{stage=\"pushed\"} [1-9]")
          .containsPattern(
              "hearth_message_latency_seconds_bucket\\{stage=\"pushed\",le=\"[0-9.]+\"}")
          .containsPattern("(?m)^hearth_log_waiting [0-9]")
          .containsPattern("(?m)^hearth_directory_waiting [0-9]")
          .contains(
              "hearth_http_request_seconds_count{method=\"GET\",route=\"/friends\",status=\"2xx\"} 1",
              "hearth_http_request_seconds_count{method=\"POST\",route=\"/circles\",status=\"refused\"} 1",
              "hearth_ready 1.0",
              "hearth_build_info{");
    }
  }

  @Test
  void promtool_finds_nothing_to_complain_about() throws Exception {
    Assumptions.assumeTrue(hasPromtool(), "promtool is not installed");
    Path metrics = Files.writeString(folder.resolve("metrics"), scrape());
    Path expressions = folder.resolve("board.yml");
    var board = new StringBuilder("groups:\n  - name: board\n    rules:\n");
    int number = 0;
    for (String expression : expressions(board())) {
      board
          .append("      - record: panel:")
          .append(number++)
          .append("\n        expr: '")
          .append(expression.replace("$__rate_interval", "5m"))
          .append("'\n");
    }
    Files.writeString(expressions, board.toString().replace("panel:", "panel:number"));

    assertThat(promtool(Optional.of(metrics), "check", "metrics")).isEmpty();
    assertThat(promtool(Optional.empty(), "check", "rules", RULES.toString())).contains("SUCCESS");
    assertThat(promtool(Optional.empty(), "check", "rules", expressions.toString()))
        .contains("SUCCESS");
  }

  /// The meters of a server that has served somebody.
  private String scrape() throws Exception {
    try (var hearth = TestingHearth.start(folder.resolve("data"), 0);
        var http = HttpClient.newHttpClient()) {
      var talk = new TestingPeople(hearth).talk();
      assertThat(talk).isNotNull();
      get(http, hearth.address().resolve("/me"));
      return get(http, hearth.address().resolve("/metrics"));
    }
  }

  private static String get(HttpClient http, URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  private static JsonNode board() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(BOARD));
  }

  private static List<String> expressions(JsonNode board) {
    List<String> expressions = new ArrayList<>();
    board.findValues("expr").forEach(one -> expressions.add(one.asString()));
    return expressions;
  }

  private static List<String> rules() throws IOException {
    return RULE.matcher(Files.readString(RULES)).results().map(one -> one.group(1)).toList();
  }

  private static Set<String> named(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    pattern.matcher(text).results().forEach(found -> names.add(found.group()));
    names.remove("hearth_tls_certificate_end_seconds"); // only with TLS
    if (Engine.ofServers() != Engine.SQLITE) {
      names.remove("hearth_directory_write_ahead_bytes");
    }
    return names;
  }

  private static boolean hasPromtool() throws InterruptedException {
    try {
      return new ProcessBuilder("promtool", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String promtool(Optional<Path> input, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    input.ifPresent(file -> builder.redirectInput(file.toFile()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return said;
  }
}
