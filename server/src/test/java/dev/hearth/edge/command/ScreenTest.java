package dev.hearth.edge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.MessageId;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
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

  private Screen screen(boolean interactive) {
    return Screen.on(
        new Terminal(new BufferedReader(Reader.nullReader()), new PrintWriter(shown), interactive));
  }
}
