package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  private final MessageId message = MessageId.random();

  @Test
  void without_a_terminal_every_tick_is_a_line() {
    var shown = new StringWriter();
    Screen screen = new PlainScreen(new PrintWriter(shown));

    screen.typed(message, "hello");
    screen.ticks(message, "hello", Ticks.SENT);
    screen.line("Echo: hello");
    screen.ticks(message, "hello", Ticks.READ);

    assertThat(shown.toString().lines()).containsExactly("✓ hello", "Echo: hello", "✓✓ read hello");
  }

  @Test
  void on_a_terminal_ticks_appear_behind_the_entry_they_belong_to() throws Exception {
    try (var terminal = new Shown(80, 24)) {
      terminal.screen().typed(message, "hello");
      terminal.screen().line("Echo: hello");
      terminal.screen().line("Bob: me too\n    and me");
      terminal.screen().ticks(message, "hello", Ticks.SENT);
      terminal.screen().ticks(message, "hello", Ticks.READ);
      terminal.screen().line("Bob: bye");

      assertThat(terminal.rows())
          .containsExactly(
              "> hello  ✓✓ read", "Echo: hello", "Bob: me too", "    and me", "Bob: bye");
    }
  }

  @Test
  void ticks_find_an_entry_of_several_rows_and_one_that_fills_its_row() throws Exception {
    for (String entry : List.of("one\ntwo", "x".repeat(100), "x".repeat(38), "日本語".repeat(9))) {
      try (var terminal = new Shown(40, 24)) {
        terminal.screen().typed(message, entry);
        terminal.screen().line("Bob: yes");
        terminal.screen().ticks(message, entry, Ticks.DELIVERED);

        List<String> rows = terminal.rows().toList();
        assertThat(rows.getLast()).isEqualTo("Bob: yes");
        assertThat(rows.get(rows.size() - 2)).as(entry).endsWith("✓✓");
        assertThat(rows).filteredOn(row -> row.contains("✓")).hasSize(1);
      }
    }
  }

  @Test
  void on_a_terminal_an_entry_that_is_far_up_gets_its_ticks_below() throws Exception {
    try (var terminal = new Shown(80, 24)) {
      String entry = "hello ".repeat(500);
      terminal.screen().typed(message, entry);
      for (int i = 0; i < 30; i++) {
        terminal.screen().line("Bob: " + i);
      }
      terminal.screen().ticks(message, entry, Ticks.READ);

      assertThat(terminal.rows())
          .endsWith("Bob: 29", "✓✓ read " + "hello ".repeat(10).strip() + "…");
    }
  }

  @Test
  void an_entry_is_found_above_text_whose_width_terminals_disagree_on() throws Exception {
    try (var terminal = new Shown(40, 24)) {
      terminal.screen().typed(message, "hello");
      terminal.screen().line("Bob: " + "👩‍👩‍👧".repeat(6));
      terminal.screen().ticks(message, "hello", Ticks.READ);

      assertThat(terminal.rows())
          .startsWith("> hello  ✓✓ read")
          .noneMatch(row -> row.length() > 40);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void long_lines_break_between_words(int columns) throws Exception {
    List<String> words =
        IntStream.range(0, 200).mapToObj(number -> "Wort" + "x".repeat(number % 14)).toList();
    String text = String.join(" ", words);
    try (var terminal = new Shown(columns, 24)) {
      terminal.screen().line("Bob: " + text);
      terminal.screen().typed(message, text);
      terminal.screen().ticks(message, text, Ticks.READ);

      List<String> rows = terminal.rows().toList();
      int entry = rows.indexOf(rows.stream().filter(it -> it.startsWith("> ")).findFirst().get());
      assertThat(words(rows.subList(0, entry), "Bob: ", "    ")).isEqualTo(words);
      assertThat(words(rows.subList(entry, rows.size()), "> ", "  "))
          .startsWith(words.toArray(String[]::new))
          .endsWith("✓✓", "read");
      assertThat(rows).allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(columns));
    }
  }

  /// The words of a line in rows, of which the first and the others have to begin so.
  private static List<String> words(List<String> rows, String first, String others) {
    assertThat(rows.getFirst()).startsWith(first);
    assertThat(rows.subList(1, rows.size())).allMatch(row -> row.matches(others + "\\S.*"));
    String all = String.join(" ", rows).substring(first.length());
    return List.of(all.strip().split(" +"));
  }

  @Test
  void a_word_that_is_longer_than_a_row_is_broken_and_an_address_left_to_the_terminal()
      throws Exception {
    String address = "https://example.org/" + "x".repeat(60);
    try (var terminal = new Shown(40, 24)) {
      terminal.screen().line("Bob: " + "日本".repeat(10) + "Alice:\u00a0no");
      terminal.screen().line("Bob: see " + address + " now");

      assertThat(terminal.rows())
          .containsExactly(
              "Bob: 日本日本日本日本日本日本日本日本日",
              "    本日本Alice:\u00a0no",
              "Bob: see",
              "    " + address.substring(0, 36),
              address.substring(36, 76),
              address.substring(76),
              "    now");
    }
  }

  @Test
  void the_text_of_a_line_cannot_control_the_terminal() {
    assertThat(MessageLine.harmless("a\u001b[2Jb\u009b2Jc\u202ed\ne")).isEqualTo("a [2Jb 2Jc d e");
    assertThat(MessageLine.harmless("👩‍👩‍👧 ß日本")).isEqualTo("👩‍👩‍👧 ß日本");
  }

  @Test
  void nobody_can_make_a_line_look_like_that_of_another() {
    assertThat(MessageLine.harmlessLines("yes\nBob: no\u001b[2J\r\u2028Bob: no"))
        .isEqualTo("yes\n    Bob: no [2J\n     Bob: no");
  }

  /// An editor's screen, while nobody types.
  private static final class Shown implements AutoCloseable {
    private final ScreenTerminal.VirtualTerminal virtual;
    private final EditedTerminal edited;

    Shown(int columns, int rows) throws IOException {
      virtual = ScreenTerminal.withTerminal("test", "xterm-256color", columns, rows);
      edited = new EditedTerminal(virtual.terminal());
    }

    Screen screen() {
      return edited.screen();
    }

    Stream<String> rows() {
      return new TestingScreen(virtual.screen(), OutputStream.nullOutputStream())
          .rows()
          .filter(row -> !row.isEmpty());
    }

    @Override
    public void close() {
      edited.close();
    }
  }
}
