package dev.hearth.conformance.hostile;

import dev.hearth.conformance.Client;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests on Blaze that are well packed and wrong inside: `json.table` has those that are wrong
/// as JSON or as an envelope, `messages.table` those whose params are, or that ask for what may not
/// be.
@ExtendWith(Stage.Setting.class)
class RequestsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Stage stage;

  RequestsTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void nothingFailed() {
    stage.assertThatNothingFailed();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/hostile/json.table",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      ignoreLeadingAndTrailingWhitespace = true)
  void json_is_answered(String what, String json, String answer) throws Exception {
    String spelled = Words.spell(json, stage, stage.mallory).replace("ID", Expected.ID);

    try (RawSocket raw = RawSocket.blaze(stage.api(), stage.mallory)) {
      raw.send(Words.bytes(spelled));

      new Expected(answer).assertHeardBy(raw, "PING");
    }

    stage.assertThatNothingChangedBut(0);
  }

  /// `changes` go into the params of a good `CREATE_MESSAGE`; of the other actions they are all the
  /// params.
  @ParameterizedTest(name = "{0} ({1})")
  @CsvFileSource(
      resources = "/hostile/messages.table",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      maxCharsPerColumn = 100_000,
      ignoreLeadingAndTrailingWhitespace = true)
  void a_request_is_answered(
      String what, String who, String action, @Nullable String changes, String answer)
      throws Exception {
    Client sender = who.equals("robot") ? stage.robot : stage.mallory;
    String spelled = Words.spell(changes == null ? "{}" : changes, stage, sender);
    ObjectNode params = (ObjectNode) JSON.readTree(spelled);
    if (action.equals("CREATE_MESSAGE")) {
      params = message(sender).setAll(params);
    }
    // A list of `count` valid messages.
    if (params.path("messages").isInt()) {
      int count = params.path("messages").asInt();
      ArrayNode messages = params.putArray("messages");
      for (int i = 0; i < count; i++) {
        messages.add(message(sender));
      }
    }
    ObjectNode request = JSON.createObjectNode().put("id", Expected.ID).put("action", action);
    request.set("params", params);
    Expected expected = new Expected(answer);

    try (RawSocket raw = RawSocket.blaze(stage.api(), sender)) {
      raw.send(JSON.writeValueAsBytes(request));

      expected.assertHeardBy(raw, action);
    }

    stage.assertThatNothingChangedBut(expected.messages());
  }

  private ObjectNode message(Client sender) {
    return JSON.createObjectNode()
        .put("conversation_id", stage.contactOf(sender).toString())
        .put("message_id", Words.spell("$fresh", stage, sender))
        .put("category", "PLAIN_TEXT")
        .put("data_base64", "aGk");
  }
}
