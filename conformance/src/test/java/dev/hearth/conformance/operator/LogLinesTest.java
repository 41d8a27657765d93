package dev.hearth.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.PackedServer.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLinesTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;

  @Test
  void a_line_says_when_with_the_zone_of_its_machine() {
    var inIndia = new Bounds(List.of("-Duser.timezone=Asia/Kolkata"), 0);
    try (var server = PackedServer.start(folder, inIndia)) {
      server.door().person("Alice");

      assertThat(server.output().lines())
          .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}\\+05:30 .*"))
          .anyMatch(line -> line.contains(" INFO  audit: user-added by=operator/local-door user="));
    }
  }

  @Test
  void the_audit_can_be_kept_out_of_the_log() {
    try (var server = PackedServer.start(folder, "logging.levels = audit warn")) {
      server.door().person("Alice");

      assertThat(server.output()).contains("Listening on ").doesNotContain("audit");
    }
  }

  @Test
  void a_line_is_an_object_for_programs_that_ask_for_it() {
    try (var server = PackedServer.start(folder, "logging.format = json")) {
      server.door().person("Alice \"Quote\" Smith");

      List<JsonNode> lines = server.output().lines().map(JSON::readTree).toList();
      assertThat(lines).isNotEmpty();
      assertThat(lines)
          .allMatch(line -> line.path("timestamp").asLong() > 1_700_000_000_000L)
          .allMatch(line -> !line.path("level").asString().isEmpty())
          .anyMatch(line -> line.path("loggerName").asString().equals("audit"));
    }
  }

  @Test
  void a_start_that_is_refused_is_one_sentence_and_no_stack_trace() throws Exception {
    Path data = Files.writeString(folder.resolve("data"), "a file");
    Path settings =
        Files.writeString(folder.resolve("hearth.conf"), "server.port = 0\ndata.folder = data\n");

    // The program reads the first spelling by itself, and has a library read the other.
    for (List<String> spelling :
        List.of(List.of("--config", settings.toString()), List.of("--config=" + settings))) {
      List<String> words = Stream.concat(Stream.of("serve"), spelling.stream()).toList();
      var ran = PackedServer.command(folder.resolve("said.txt"), words.toArray(String[]::new));

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.said())
          .as(String.join(" ", words))
          .startsWith("hearth: the data folder " + data + " can't be used: ")
          .hasLineCount(1);
    }
  }
}
