package dev.hearth.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.hostile.RawSocket.Heard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// The answer on Blaze that a table expects for a client.
///
/// | word           | means                                                                     |
/// |----------------|---------------------------------------------------------------------------|
/// | `done`         | the request's answer, without data                                        |
/// | `sent`         | the same, or with the data of a sent message; Bob gets a message          |
/// | `accepted`     | the same, but it goes to nobody                                           |
/// | `403`, `10002` | the request's answer, with that error                                     |
/// | `10002 field`  | the same, and `extra` names the field                                     |
/// | `unread 403`   | the answer of a request whose action can't be read, with that error       |
/// | `ERROR 400`    | an error that answers no request; the connection stays open               |
/// | `nothing`      | no answer; the connection stays open                                      |
/// | `pong`         | a pong; the connection stays open                                         |
/// | `close 1002`   | a close frame with that code, and the end of the connection               |
record Expected(String text) {
  static final String ID = "11111111-2222-4333-8444-555555555555";

  /// Reads answers until it is clear that no more will come, and compares.
  ///
  /// @param action the action of the request that has [#ID]
  void assertHeardBy(RawSocket raw, String action) throws IOException {
    if (text.startsWith("close ")) {
      int code = Integer.parseInt(text.substring(6));
      assertThat(raw.hear()).isEqualTo(new Heard.Close(code));
      return;
    }
    List<Heard> heard = untilPing(raw);
    if (text.equals("nothing")) {
      assertThat(heard).isEmpty();
      return;
    }
    assertThat(heard).as("exactly one answer").hasSize(1);
    if (text.equals("pong")) {
      assertThat(heard.getFirst()).isInstanceOf(Heard.Pong.class);
    } else {
      assertThat(heard.getFirst()).isInstanceOf(Heard.Json.class);
      assertFrame(((Heard.Json) heard.getFirst()).frame(), action);
    }
  }

  // A PING is answered in its turn; but a refusal may come late, so as many as are expected are
  // read.
  private List<Heard> untilPing(RawSocket raw) throws IOException {
    String ping = UUID.randomUUID().toString();
    raw.send(
        "{\"id\":\"%s\",\"action\":\"PING\"}".formatted(ping).getBytes(StandardCharsets.UTF_8));
    List<Heard> heard = new ArrayList<>();
    boolean answered = false;
    int awaited = text.equals("nothing") ? 0 : 1;
    while (!answered || heard.size() < awaited) {
      Heard next = raw.hear();
      assertThat(next).as("the connection goes on").isNotInstanceOf(Heard.End.class);
      assertThat(next).as("the connection goes on").isNotInstanceOf(Heard.Close.class);
      if (next instanceof Heard.Json(var frame) && frame.path("id").asString().equals(ping)) {
        answered = true;
      } else {
        heard.add(next);
      }
    }
    return heard;
  }

  private void assertFrame(JsonNode frame, String action) {
    String[] words = text.split(" ", -1);
    if (words[0].equals("ERROR")) {
      assertThat(frame.path("action").asString()).isEqualTo("ERROR");
      assertThat(frame.path("id").asString()).hasSize(36).isNotEqualTo(ID);
      assertError(frame, words[1]);
      return;
    }
    assertThat(frame.path("id").asString()).isEqualTo(ID);
    if (words[0].equals("unread")) {
      assertThat(frame.path("action").asString()).isEqualTo("ERROR");
      assertError(frame, words[1]);
      return;
    }
    assertThat(frame.path("action").asString()).isEqualTo(action);
    switch (words[0]) {
      case "done" -> {
        assertThat(frame.has("error")).as("%s", frame).isFalse();
        assertThat(frame.has("data")).isFalse();
      }
      case "sent", "accepted" -> assertThat(frame.has("error")).as("%s", frame).isFalse();
      default -> {
        assertError(frame, words[0]);
        if (words.length > 1) {
          assertThat(frame.path("error").path("extra").path("field").asString())
              .isEqualTo(words[1]);
        }
      }
    }
  }

  private static void assertError(JsonNode frame, String code) {
    JsonNode error = frame.path("error");
    assertThat(error.path("code").asInt(0)).as("%s", frame).isEqualTo(Integer.parseInt(code));
    assertThat(error.path("status").asInt(0)).isEqualTo(202);
    assertThat(error.path("description").asString("")).isNotEmpty();
    assertThat(error.path("extra").path("reason").asString("")).as("%s", frame).isNotBlank();
    assertThat(frame.has("data")).isFalse();
  }

  /// How many messages Bob gets by it.
  int messages() {
    return text.equals("sent") ? 1 : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
