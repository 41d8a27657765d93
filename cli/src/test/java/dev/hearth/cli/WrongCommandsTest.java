package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongCommandsTest {
  @TempDir private Path folder;

  @Test
  void a_wrong_command_is_told_in_a_line_with_where_to_read_more() {
    assertWrong("Unmatched argument at index 0: 'dance'; see hearth --help", "dance");
    assertWrong("Unknown option: '--loud'; see hearth dev --help", "dev", "--loud");
    assertWrong(
        "Invalid value for option '--wait': 5 is not a time such as 500ms, 2s or 1m; see hearth chat"
            + " --help",
        "chat",
        "--as=alice",
        "--with=bob",
        "--wait=5");
    assertWrong(
        "Missing required argument (specify one of these): (--with=NAME | --in=GROUP); see hearth"
            + " chat --help",
        "chat",
        "--as=alice");
  }

  @Test
  void a_call_without_a_command_lists_the_commands() {
    Ran ran = run();

    assertThat(ran.code).isEqualTo(2);
    assertThat(ran.errors).contains("dev ", "chat ", "serve ", "session ");
  }

  @Test
  void a_problem_that_can_be_put_right_is_told_in_a_line() {
    assertRefused("abc is not an identity number", "user", "code", "abc");
    assertRefused(
        "no server runs on %s; start it, or say which one with --data or --config"
            .formatted(folder),
        "user",
        "list",
        "--data=" + folder);
    Path ready = folder.resolve("nowhere/ready.json");
    assertRefused(
        ready + " can't be written: its folder is not there, or not yours",
        "dev",
        "--data=" + folder,
        "--ready=" + ready);
  }

  private void assertWrong(String line, String... words) {
    Ran ran = run(words);
    assertThat(ran.errors).isEqualTo("hearth: " + line + "\n");
    assertThat(ran.code).isEqualTo(2);
  }

  private void assertRefused(String line, String... words) {
    Ran ran = run(words);
    assertThat(ran.errors).isEqualTo("hearth: " + line + "\n");
    assertThat(ran.code).isEqualTo(1);
  }

  private static Ran run(String... words) {
    PrintStream before = System.err;
    var errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int code = HearthCommand.run(words);
      return new Ran(code, errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private record Ran(int code, String errors) {}
}
