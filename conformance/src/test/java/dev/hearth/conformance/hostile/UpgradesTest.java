package dev.hearth.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.hostile.RawSocket.Heard;
import dev.hearth.conformance.hostile.RawSocket.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Every row of `upgrades.table`: a good upgrade with one thing changed.
///
/// A change is a header with its new value, or without one to leave the header out; `GET …` changes
/// the request line. `$token` is a good token.
@ExtendWith(Stage.Setting.class)
class UpgradesTest {
  private final Stage stage;

  UpgradesTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void everybodyElseIsFine() throws Exception {
    stage.assertThatNothingChangedBut(0);
    stage.assertThatNothingFailed();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/hostile/upgrades.table",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      ignoreLeadingAndTrailingWhitespace = true)
  void the_upgrade_is_answered(String what, @Nullable String changes, String status, String then)
      throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(request(changes));

      HttpAnswer answer = raw.readHttp();

      assertThat(answer.status()).as("%s", answer).isEqualTo(Integer.parseInt(status));
      assertThat(answer.header("X-Server-Time")).matches("\\d{19}");
      switch (then) {
        case "in" -> {
          raw.send(
              "{\"id\":\"%s\",\"action\":\"PING\"}"
                  .formatted(Expected.ID)
                  .getBytes(StandardCharsets.UTF_8));
          new Expected("done").assertHeardBy(raw, "PING");
        }
        case "ERROR 401" ->
            assertThat(raw.hear())
                .isInstanceOfSatisfying(
                    Heard.Json.class,
                    heard ->
                        assertThat(heard.frame().path("error").path("code").asInt())
                            .isEqualTo(401));
        default ->
            assertThat(answer.json().path("error").path("code").asString())
                .isEqualTo(then.equals("data") ? "" : then);
      }
    }
  }

  @Test
  void a_client_that_is_turned_away_is_told_and_dropped_without_a_close_frame() throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(RawSocket.upgrade(stage.api(), "nonsense"));

      assertThat(raw.readHttp().status()).isEqualTo(101);
      assertThat(raw.hear()).isInstanceOf(Heard.Json.class);
      assertThat(raw.hear()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void a_first_offered_subprotocol_of_ours_is_echoed() throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(request("Sec-WebSocket-Protocol: chat, MixinBot-Blaze-1, Mixin-Blaze-1"));

      assertThat(raw.readHttp().header("Sec-WebSocket-Protocol")).isEqualTo("MixinBot-Blaze-1");
    }
  }

  private String request(@Nullable String changes) {
    List<String> lines =
        new ArrayList<>(
            RawSocket.upgrade(stage.api(), stage.mallory.token("GET", "/", ""))
                .lines()
                .filter(line -> !line.isEmpty())
                .toList());
    String token = stage.mallory.token("GET", "/", "");
    for (String change : changes == null ? new String[0] : changes.split(" & ")) {
      String spelled =
          Words.spell(change.replace("$token", token), stage, stage.mallory).replace("\\n", "\r\n");
      if (spelled.matches("[A-Z]+ .*")) {
        lines.set(0, spelled);
      } else {
        String name = spelled.substring(0, spelled.indexOf(':') + 1);
        lines.removeIf(line -> line.regionMatches(true, 0, name, 0, name.length()));
        if (spelled.length() > name.length()) {
          lines.add(spelled);
        }
      }
    }
    return String.join("\r\n", lines) + "\r\n\r\n";
  }
}
