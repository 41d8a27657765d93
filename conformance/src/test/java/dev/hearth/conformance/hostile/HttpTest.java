package dev.hearth.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.hostile.RawSocket.HttpAnswer;
import dev.hearth.protocol.key.SessionToken;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Sends every row of `http.table`: a request to the HTTP API with a valid token, unless the
/// headers say otherwise.
///
/// `answer` is the HTTP status, the error's code if it has one, and the field that `extra` names;
/// or `closed` when the connection ends without an answer.
@ExtendWith(Stage.Setting.class)
class HttpTest {
  private final Stage stage;

  HttpTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void everybodyElseIsFine() throws Exception {
    stage.assertThatNothingChangedBut(0);
    stage.assertThatTheGroupIsAsBefore();
    stage.assertThatNothingFailed();
  }

  @ParameterizedTest(name = "{0} ({1})")
  @CsvFileSource(
      resources = "/hostile/http.table",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      maxCharsPerColumn = 100_000,
      ignoreLeadingAndTrailingWhitespace = true)
  void a_request_is_answered(
      String what,
      String who,
      String line,
      @Nullable String headers,
      @Nullable String body,
      String answer)
      throws Exception {
    Client sender = who.equals("robot") ? stage.robot : stage.mallory;
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(request(sender, line, headers, body));

      if (answer.equals("closed")) {
        assertThatThrownBy(raw::readHttp)
            .isInstanceOfAny(EOFException.class, SocketException.class);
        return;
      }
      HttpAnswer answered = raw.readHttp();

      if (answer.equals("page")) {
        assertPage(answered);
      } else {
        assertAnswer(answered, answer.split(" ", -1));
      }
    }
  }

  /// The web messenger, which is the same whatever the address says.
  private static void assertPage(HttpAnswer answered) {
    assertThat(answered.status()).as("%s", answered).isEqualTo(200);
    assertThat(answered.header("Content-Type")).startsWith("text/html");
    assertThat(answered.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(answered.header("ETag")).isNotEmpty();
  }

  private static void assertAnswer(HttpAnswer answered, String... expected) {
    assertThat(answered.status()).as("%s", answered).isEqualTo(Integer.parseInt(expected[0]));
    assertThat(answered.header("X-Server-Time")).matches("\\d{19}");
    assertThat(answered.header("Content-Type")).startsWith("application/json");
    var error = answered.json().path("error");
    if (expected.length == 1) {
      assertThat(answered.json().has("data")).as("%s", answered).isTrue();
      assertThat(answered.json().has("error")).isFalse();
      return;
    }
    assertThat(answered.json().has("data")).isFalse();
    assertThat(error.path("code").asInt(0))
        .as("%s", answered)
        .isEqualTo(Integer.parseInt(expected[1]));
    // Beside the API, where attachments are, it is the HTTP status.
    assertThat(error.path("status").asInt(0)).isIn(202, answered.status());
    assertThat(error.path("description").asString("")).isNotEmpty();
    assertThat(error.path("extra").path("reason").asString("")).as("%s", answered).isNotBlank();
    if (expected.length == 3) {
      assertThat(error.path("extra").path("field").asString("")).isEqualTo(expected[2]);
    }
  }

  private byte[] request(
      Client sender, String line, @Nullable String headers, @Nullable String body) {
    String spelledLine = Words.spell(line, stage, sender);
    byte[] bytes = body == null ? new byte[0] : Words.bytes(Words.spell(body, stage, sender));
    String[] words = spelledLine.split(" ", 2);
    String token =
        SessionToken.sign(
            sender.keystore().keyPair(),
            sender.user(),
            sender.session(),
            Instant.now(),
            Duration.ofMinutes(10),
            words[0],
            words[1],
            bytes);
    String extra = headers == null ? "" : Words.spell(headers, stage, sender);
    var head = new StringBuilder(spelledLine + " HTTP/1.1\n");
    head.append("Host: ").append(stage.api().getAuthority()).append('\n');
    if (!extra.contains("Authorization:")) {
      head.append("Authorization: Bearer ").append(token).append('\n');
    }
    if (!extra.contains("Content-Length:") && !extra.contains("Transfer-Encoding:")) {
      head.append("Content-Length: ").append(bytes.length).append('\n');
    }
    if (!extra.isEmpty()) {
      head.append(extra.replace(" & ", "\n").replace("$token", token)).append('\n');
    }
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        head.append('\n').toString().replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(bytes);
    return request.toByteArray();
  }

  @Test
  void a_request_id_is_echoed_as_long_as_it_is_one() throws Exception {
    for (String id : new String[] {"a1b2", Expected.ID, "x".repeat(10_000), "a\tb", "é"}) {
      try (RawSocket raw = RawSocket.connect(stage.api())) {
        raw.write(request(stage.mallory, "GET /me", "X-Request-Id: " + id, null));

        HttpAnswer answered = raw.readHttp();

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("X-Request-Id")).hasSizeLessThan(1000);
        if (id.matches("[\\w-]{1,64}")) {
          assertThat(answered.header("X-Request-Id")).isEqualTo(id);
        }
      }
    }
  }

  @Test
  void a_request_that_follows_on_the_same_connection_is_answered_too() throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(request(stage.mallory, "POST /users/fetch", null, "not json"));
      raw.write(request(stage.mallory, "GET /no/such/thing", null, null));
      raw.write(request(stage.mallory, "GET /me", null, null));

      assertAnswer(raw.readHttp(), "202", "400");
      assertAnswer(raw.readHttp(), "202", "404");
      assertAnswer(raw.readHttp(), "200");
    }
  }
}
