package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.MessageId;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter shown = new StringWriter();
  private final MessageId message = MessageId.random();

  @Test
  void without_a_terminal_every_tick_is_a_line() {
    Screen screen = screen(false);

    screen.typed(message, "hello");
    screen.ticks(message, "hello", Ticks.SENT);
    screen.line("Echo: hello");
    screen.ticks(message, "hello", Ticks.READ);

    assertThat(shown.toString().lines()).containsExactly("✓ hello", "Echo: hello", "✓✓ read hello");
  }

  @Test
  void on_a_terminal_ticks_appear_behind_the_line_they_belong_to() {
    Screen screen = screen(true);

    screen.typed(message, "hello");
    screen.line("Echo: hello");
    screen.line("Bob: me too");
    shown.getBuffer().setLength(0);
    screen.ticks(message, "hello", Ticks.SENT);

    assertThat(shown.toString()).contains("\u001b[3A").contains("hello").contains("✓");
    assertThat(shown.toString()).doesNotContain("\n");
  }

  @Test
  void on_a_terminal_a_line_that_is_far_up_gets_its_ticks_below() {
    Screen screen = screen(true);

    screen.typed(message, "hello");
    for (int i = 0; i < 30; i++) {
      screen.line("Bob: " + i);
    }
    shown.getBuffer().setLength(0);
    screen.ticks(message, "hello", Ticks.READ);

    assertThat(shown.toString()).contains("✓✓ read hello").endsWith("\n");
  }

  @Test
  void on_a_terminal_nobody_guesses_where_a_line_is_above_one_of_several_rows() {
    for (String wide : List.of("x".repeat(75), "日本語".repeat(13), "\t".repeat(9))) {
      Screen screen = screen(true);

      screen.typed(message, "hello");
      screen.line("Bob: " + wide);
      shown.getBuffer().setLength(0);
      screen.ticks(message, "hello", Ticks.READ);

      assertThat(shown.toString()).as(wide).contains("✓✓ read hello").endsWith("\n");
    }
  }

  @Test
  void the_text_of_a_line_cannot_control_the_terminal() {
    assertThat(MessageLine.harmless("a\u001b[2Jb\u009b2Jc\u202ed\ne")).isEqualTo("a [2Jb 2Jc d e");
    assertThat(MessageLine.harmless("👩‍👩‍👧 ß日本")).isEqualTo("👩‍👩‍👧 ß日本");
  }

  private Screen screen(boolean interactive) {
    return Screen.on(
        new Terminal(new BufferedReader(Reader.nullReader()), new PrintWriter(shown), interactive));
  }
}
