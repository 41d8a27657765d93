package dev.hearth;

import static dev.hearth.TestingPeople.refusal;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.ProtocolPage.Row;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Encrypted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolPageTest {
  private static final String CONTENTS =
      "TEXT IMAGE VIDEO STICKER DATA CONTACT AUDIO LIVE POST LOCATION TRANSCRIPT";

  /// The categories that today's clients know, by family.
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "PLAIN",
          CONTENTS + " JSON",
          "SIGNAL",
          CONTENTS + " KEY",
          "ENCRYPTED",
          CONTENTS,
          "APP",
          "BUTTON_GROUP CARD",
          "MESSAGE",
          "RECALL PIN",
          "SYSTEM",
          "CONVERSATION USER CIRCLE SESSION ACCOUNT_SNAPSHOT SAFE_SNAPSHOT SAFE_INSCRIPTION",
          "WEBRTC",
          "AUDIO_OFFER AUDIO_ANSWER ICE_CANDIDATE AUDIO_CANCEL AUDIO_DECLINE AUDIO_END"
              + " AUDIO_BUSY AUDIO_FAILED",
          "KRAKEN",
          "INVITE PUBLISH SUBSCRIBE ANSWER TRICKLE END CANCEL DECLINE LIST RESTART");

  private static final Set<String> ACTIONS =
      Set.of(
          "LIST_PENDING_MESSAGES",
          "CREATE_MESSAGE",
          "CREATE_PLAIN_MESSAGES",
          "ACKNOWLEDGE_MESSAGE_RECEIPT",
          "ACKNOWLEDGE_MESSAGE_RECEIPTS",
          "CREATE_SIGNAL_KEY_MESSAGES",
          "CONSUME_SESSION_SIGNAL_KEYS",
          "COUNT_SIGNAL_KEYS",
          "SYNC_SIGNAL_KEYS",
          "CREATE_CALL",
          "CREATE_KRAKEN",
          "LIST_KRAKEN_PEERS",
          "PING",
          "CREATE_SESSION_MESSAGE",
          "CREATE_SESSION_SYNC_MESSAGES",
          "ACKNOWLEDGE_SESSION_MESSAGE_RECEIPTS",
          "ACKNOWLEDGE_DESKTOP_MESSAGE_RECEIPTS",
          "REFRESH_OAUTH_CODE");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void every_refusal_has_a_line_on_the_page_about_the_protocol(ErrorCode refusal) {
    assertThat(ProtocolPage.text())
        .contains(
            "| %d | %d | `%s` | ".formatted(refusal.status(), refusal.code(), refusal.name()));
  }

  @Test
  void every_action_is_as_the_page_says() throws Exception {
    var rows = ProtocolPage.table("| action | status | does |");

    assertThat(rows.stream().flatMap(row -> row.names().stream()))
        .containsExactlyInAnyOrderElementsOf(ACTIONS);
    try (var hearth = TestingHearth.start(folder, 0);
        var device = Device.online(hearth.address(), hearth.person("Reader"))) {
      for (Row row : rows) {
        for (String action : row.names()) {
          int code = refusal(device.ask(action, ""));
          switch (row.cells().get(1)) {
            case "works" -> assertThat(code).as(action).isNotIn(403, 404);
            case "refused" -> assertThat(code).as(action).isEqualTo(403);
            case "not here" -> assertThat(code).as(action).isEqualTo(404);
            default -> throw new AssertionError("what does it mean that it " + row + "?");
          }
        }
      }
    }
  }

  @Test
  void every_category_is_as_the_page_says() throws Exception {
    var rows =
        ProtocolPage.table(
            "| category | from people | from bots | what the server does with the payload |");

    assertThat(rows.stream().flatMap(row -> row.names().stream()).filter(name -> !open(name)))
        .containsExactlyInAnyOrderElementsOf(categories());
    try (var hearth = TestingHearth.start(folder, 0)) {
      var people = new TestingPeople(hearth);
      var ann = hearth.person("Ann");
      var ben = hearth.person("Ben");
      var robot = hearth.bot("Robot");
      try (var listening = people.online(ben)) {
        for (Row row : rows) {
          for (String name : row.names()) {
            String category = name.replace("…", "TELEPATHY");
            check(people, ann, ben, listening, category, row.cells().get(1));
            check(people, robot, ben, listening, category, row.cells().get(2));
          }
        }
      }
    }
  }

  private static void check(
      TestingPeople people,
      Keystore from,
      Keystore to,
      Device listening,
      String category,
      String status)
      throws Exception {
    var conversation = people.contact(from, to);
    try (var device = people.online(from)) {
      byte[] payload = payload(category, from);
      if (category.equals("MESSAGE_RECALL")) {
        var regretted = TestingPeople.text(conversation, "oh");
        device.send(regretted);
        listening.message();
        payload = TestingPeople.recall(conversation, regretted).payload();
      }
      var said = say(people, device, conversation, category, payload);
      switch (status) {
        case "relayed" -> {
          assertThat(refusal(said)).as(category).isZero();
          var heard = listening.message();
          assertThat(heard.category()).isEqualTo(category);
          assertThat(heard.payload()).as(category).isEqualTo(payload);
        }
        case "works" -> {
          assertThat(refusal(said)).as(category).isZero();
          assertThat(listening.message().category()).isEqualTo(category);
        }
        case "refused" -> {
          assertThat(refusal(said)).as(category).isEqualTo(403);
          assertThat(listening.rest()).as(category).isEmpty();
        }
        default -> throw new AssertionError("what does it mean that it is " + status + "?");
      }
    }
  }

  private static BlazeReply say(
      TestingPeople people,
      Device device,
      ConversationId conversation,
      String category,
      byte[] payload)
      throws Exception {
    return device.ask(
        category.startsWith("WEBRTC_") ? "CREATE_CALL" : "CREATE_MESSAGE",
        """
        "conversation_id":"%s","conversation_checksum":"%s","message_id":"%s","category":"%s",
        "data":"%s"
        """
            .formatted(
                conversation,
                people.checksum(conversation),
                MessageId.random(),
                category,
                WireBase64.standard(payload)));
  }

  /// Something that a client could show.
  private static byte[] payload(String category, Keystore from) {
    if (category.startsWith("ENCRYPTED_")) {
      return new Encrypted(
              category,
              WireBase64.decode(from.keyPair().key().x25519()).orElseThrow(),
              List.of(new Encrypted.SealedKey(SessionId.random(), new byte[48])),
              new byte[12],
              new byte[40])
          .toBytes();
    }
    String text =
        switch (category) {
          case "APP_BUTTON_GROUP" ->
              "[{\"label\":\"Go\",\"color\":\"#112233\",\"action\":\"input:go\"}]";
          case "APP_CARD" -> "{\"title\":\"A\",\"description\":\"B\",\"action\":\"input:go\"}";
          case "MESSAGE_PIN" ->
              "{\"action\":\"PIN\",\"message_ids\":[\"%s\"]}".formatted(MessageId.random());
          default -> "\u0000not looked at ü";
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Whether it stands for all other names of a family.
  private static boolean open(String name) {
    return name.endsWith("…");
  }

  private static Set<String> categories() {
    return CATEGORIES.entrySet().stream()
        .flatMap(family ->
            Arrays.stream(family.getValue().split(" "))
                .flatMap(name -> Stream.of(family.getKey() + "_" + name)))
        .collect(toSet());
  }
}
