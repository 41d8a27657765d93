package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.platform.settings.InvalidSettings;
import dev.hearth.platform.settings.SettingsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String HEAD =
      """
      # Configuration

      *Made from the settings' records; `./mvnw -pl server -am test -Dtest=ConfigurationPageTest
      -Dsurefire.failIfNoSpecifiedTests=false -Dhearth.write-docs` writes it anew.*

      `./hearth serve --config FILE` reads `key = value` lines; a line that begins with `#` is a comment.
      Settings that are not in the file have their defaults. A key that Hearth doesn't know, or a value it can't use,
      stops the start and is named. Durations are written `500ms`, `30s`, `5m`, `12h`, `7d`; sizes `512 B`,
      `64 KiB`, `1 MiB`; lists with commas; how often is `2000 then 100/s`: an amount at once, and the amount that comes
      back in each second, minute (`m`), hour or day.

      ```
      # an example
      data.folder = /var/lib/hearth
      server.host = 0.0.0.0
      server.port = 443
      server.tls-certificate = /etc/hearth/chain.pem
      server.tls-key = /etc/hearth/key.pem
      ```
      """;

  @Test
  void the_page_about_the_configuration_says_what_the_records_say() throws IOException {
    String page = HEAD + SettingsPage.of(HearthConfig.class);
    if (System.getProperty("hearth.write-docs") != null) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).hasContent(page);
  }

  @Test
  void a_secret_is_not_printed_with_the_settings() {
    var config = HearthConfig.parse("turn.urls = turn:example.org\nturn.secret = north");

    assertThat(config.turn().secret().orElseThrow().text()).isEqualTo("north");
    assertThat(config.toString()).contains("turn:example.org").doesNotContain("north");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn.secret = north",
        "turn.urls = turn:example.org",
        "turn.urls = http://example.org\nturn.secret = north",
        "fiat.rates = EUR",
        "fiat.rates = EUR 1, EUR 2",
        "fiat.rates = USD 2"
      })
  void settings_that_contradict_each_other_stop_the_start_and_no_secret_is_named(String text) {
    assertThatThrownBy(() -> HearthConfig.parse(text))
        .isInstanceOf(InvalidSettings.class)
        .message()
        .doesNotContain("north");
  }

  @Test
  void the_example_on_the_page_can_be_used() {
    String example = HEAD.substring(HEAD.indexOf("# an example"), HEAD.lastIndexOf("```"));

    assertThat(HearthConfig.parse(example).server().port()).isEqualTo(443);
  }
}
