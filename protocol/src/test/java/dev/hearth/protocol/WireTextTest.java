package dev.hearth.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WireTextTest {
  @Test
  void a_time_is_written_with_six_decimals_whatever_they_are() {
    assertThat(WireTime.format(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
    assertThat(WireTime.format(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
    assertThat(WireTime.format(WireTime.micros(Instant.parse("2026-01-02T03:04:05.678901999Z"))))
        .isEqualTo("2026-01-02T03:04:05.678901Z");
    assertThatThrownBy(() -> WireTime.format(Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_time_is_read_as_every_client_spells_it() {
    long micros = WireTime.micros(Instant.parse("2026-01-02T03:04:05.678901Z"));

    assertThat(WireTime.parse("2026-01-02T03:04:05.678901Z")).contains(micros);
    assertThat(WireTime.parse("2026-01-02T03:04:05.678901+00:00")).contains(micros);
    assertThat(WireTime.parse("2026-01-02T11:04:05.678901999+08:00")).contains(micros);
    assertThat(WireTime.parse("2026-01-02T03:04:05.678Z")).contains(micros - 901);
    assertThat(WireTime.parse(WireTime.NEVER)).isPresent();
    for (String none :
        List.of(
            "",
            "null",
            "2026-01-02",
            "+999999999-01-01T00:00:00Z",
            "9",
            "2026-02-30T03:04:05.678901Z",
            "2026-01-02T24:04:05.678901Z",
            "2026-01-02T03:60:05.678901Z",
            "2026-01-02T03:04:60.678901Z",
            "2026-01-02T03:04:0x.678901Z",
            "2026-01-02T03:04:05.678901X")) {
      assertThat(WireTime.parse(none)).as(none).isEmpty();
    }
  }

  @Test
  void times_survive_writing_and_reading() {
    Randomly.each(
        2000,
        random -> {
          long micros = random.nextLong(-60_000_000_000_000_000L, 250_000_000_000_000_000L);
          assertThat(WireTime.parse(WireTime.format(micros))).contains(micros);
        });
  }

  @Test
  void bytes_are_read_from_every_spelling_of_base64() {
    Randomly.each(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(300)];
          random.nextBytes(bytes);
          String lines = Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(bytes);
          for (String text :
              List.of(
                  WireBase64.standard(bytes),
                  WireBase64.rawUrl(bytes),
                  Base64.getUrlEncoder().encodeToString(bytes),
                  Base64.getEncoder().withoutPadding().encodeToString(bytes),
                  lines,
                  lines + "\r\n",
                  " " + WireBase64.rawUrl(bytes))) {
            assertThat(WireBase64.decode(text).orElseThrow()).as(text).isEqualTo(bytes);
          }
        });
  }

  @Test
  void text_that_is_not_base64_is_refused() {
    for (String text :
        List.of("a", "aaaaa", "aG!k", "aGk\0", "é", "aGk=é", "\u2028", "{}", "aGk.")) {
      assertThat(WireBase64.decode(text)).as(text).isEqualTo(Optional.empty());
    }
    assertThat(WireBase64.decode("aGk").orElseThrow()).isEqualTo("hi".getBytes(UTF_8));
    assertThat(WireBase64.decode("").orElseThrow()).isEmpty();
  }

  @Test
  void a_category_is_made_of_capitals_digits_and_underscores() {
    assertThat(Category.isWellFormed("PLAIN_TEXT")).isTrue();
    assertThat(Category.isWellFormed("A".repeat(64))).isTrue();
    for (String name : List.of("", "plain_text", "PLAIN TEXT", "PLAIN_TÉXT", "A".repeat(65))) {
      assertThat(Category.isWellFormed(name)).as(name).isFalse();
    }
  }

  @Test
  void a_category_s_prefix_names_its_family() {
    assertThat(Category.family("PLAIN_JSON")).isEqualTo(CategoryFamily.PLAIN);
    assertThat(Category.family("SIGNAL_KEY")).isEqualTo(CategoryFamily.SIGNAL);
    assertThat(Category.family("SYSTEM_CONVERSATION")).isEqualTo(CategoryFamily.SYSTEM);
    assertThat(Category.family("PLAIN")).isEqualTo(CategoryFamily.OTHER);
    assertThat(Category.family("")).isEqualTo(CategoryFamily.OTHER);
    assertThat(Category.family("PLAINER_TEXT")).isEqualTo(CategoryFamily.OTHER);
  }
}
