package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisibleNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "Älice 🙂",
        "👨‍👩‍👧",
        "❤️",
        "می‌خواهم",
        "محمد\u200F (Work)",
        "名前",
        "?",
        "a  b",
        "-",
        "x\u0301"
      })
  void names_of_all_scripts_are_names(String name) {
    assertThat(VisibleName.is(name, 64)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00A0",
        "\u3000",
        "\u200B",
        "\u200D\uFE0F",
        "\u3164",
        "\u2800",
        "\u0301",
        "a\nb",
        "a\tb",
        "a\u2028b",
        "\u0000",
        "\u007Fa",
        "a\u009Fb",
        "a\u202Eb",
        "\u2066a\u2069",
        "a\uD83D",
        "\uDC00a"
      })
  void a_text_that_shows_nothing_or_changes_the_text_around_it_is_not_a_name(String name) {
    assertThat(VisibleName.is(name, 64)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"🙂", "a"})
  void characters_are_counted_not_halves(String character) {
    assertThat(VisibleName.is(character.repeat(64), 64)).isTrue();
    assertThat(VisibleName.is(character.repeat(65), 64)).isFalse();
  }
}
