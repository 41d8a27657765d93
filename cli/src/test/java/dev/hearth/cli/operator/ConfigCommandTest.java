package dev.hearth.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.HearthConfig;
import dev.hearth.cli.HearthCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir private Path folder;

  @Test
  void everything_that_is_wrong_is_a_line() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hearth.conf"),
            """
            server.prot = 1
            server.port = many
            nonsense
            logging.level = loud
            turn.secret = north
            """);

    Ran ran = run("config", "check", "--config=" + file);

    assertThat(ran.code).isEqualTo(1);
    assertThat(ran.errors.lines())
        .containsExactlyInAnyOrder(
            "hearth: line 3 is not 'key = value': nonsense",
            "hearth: there is no setting server.prot; did you mean server.port?",
            "hearth: server.port wants a whole number, like 100, not 'many'",
            "hearth: logging.level wants one of error, warn, info, debug, trace, not 'loud'",
            "hearth: turn.urls and turn.secret go together: set both or none");
    assertThat(ran.output).isEmpty();
  }

  @Test
  void files_that_the_settings_name_are_looked_at() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hearth.conf"),
            """
            server.tls-certificate = chain.pem
            server.tls-key = key.pem
            sticker.folder = albums
            """);

    Ran ran = run("config", "check", "--config=" + file);

    assertThat(ran.errors.lines())
        .containsExactly(
            "hearth: the certificate is not there: " + folder.resolve("chain.pem"),
            "hearth: sticker.folder is not a folder: " + folder.resolve("albums"));
    assertThat(ran.code).isEqualTo(1);
  }

  @Test
  void settings_that_hold_are_shown_as_a_file_without_secrets() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hearth.conf"),
            """
            server.port = 443
            turn.urls = turn:example.org
            turn.secret = north
            directory.url = jdbc:postgresql://db/hearth?user=hearth&password=south
            """);

    Ran ran = run("config", "check", "--config=" + file);

    assertThat(ran.errors).isEmpty();
    assertThat(ran.code).isZero();
    assertThat(ran.output.lines())
        .contains("server.port = 443", "#server.host = 127.0.0.1", "turn.secret = (secret)");
    assertThat(ran.output).doesNotContain("north", "south");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_new_file_has_every_setting_with_its_default_and_an_old_one_stays() throws IOException {
    Path file = folder.resolve("new.conf");

    assertThat(run("config", "init", file.toString()).code).isZero();

    String text = Files.readString(file);
    String used =
        text.lines()
            .filter(line -> line.matches("#[a-z]+\\.[a-z-]+ = .+"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n"));
    assertThat(used.lines()).contains("server.port = 8480", "log.retention = 7d");
    assertThat(HearthConfig.parse(text)).isEqualTo(HearthConfig.parse(""));
    assertThat(HearthConfig.parse(used)).isEqualTo(HearthConfig.parse(""));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Files.writeString(file, "server.port = 1");
    Ran again = run("config", "init", file.toString());
    assertThat(again.code).isEqualTo(1);
    assertThat(again.errors)
        .isEqualTo("hearth: " + file + " is there already, and stays as it is\n");
    assertThat(file).hasContent("server.port = 1");
  }

  private static Ran run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int code = HearthCommand.run(words);
      return new Ran(
          code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private record Ran(int code, String output, String errors) {}
}
