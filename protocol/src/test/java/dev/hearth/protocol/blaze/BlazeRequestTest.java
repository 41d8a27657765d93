package dev.hearth.protocol.blaze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest.Malformed;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest.Request;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlazeRequestTest {
  private static final String ID = "11111111-2222-4333-8444-555555555555";

  @Test
  void null_is_absent() {
    BlazeRequest request =
        request(
            """
            {"id":"i","action":"CREATE_MESSAGE","data":null,"error":null,"params":{
              "conversation_id":null,"recipient_id":null,"session_id":null,"message_id":null,
              "category":null,"data":null,"data_base64":null,"status":null,"silent":null,
              "quote_message_id":null,"representative_id":null,"expire_in":null,"mentions":null,
              "conversation_checksum":null,"messages":null,"offset":null,"keys":null}}\
            """);

    assertThat(request.params()).usingRecursiveComparison().isEqualTo(BlazeParams.NONE);
    assertThat(request("{\"id\":\"i\",\"action\":\"PING\",\"params\":null}").params())
        .isEqualTo(BlazeParams.NONE);
  }

  @Test
  void params_may_stand_before_the_action_and_unknown_keys_anywhere() {
    BlazeRequest request =
        request(
            "{\"x\":[{\"y\":1}],\"params\":{\"z\":{\"a\":[]},\"message_id\":\""
                + ID
                + "\",\"status\":\"READ\"},\"action\":\"ACKNOWLEDGE_MESSAGE_RECEIPT\",\"id\":\"i\"}");

    assertThat(request.action()).isEqualTo(BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT);
    assertThat(request.params().acknowledgements())
        .containsExactly(AcknowledgementRequest.of(MessageId.of(ID), MessageStatus.READ));
  }

  @Test
  void a_message_id_is_kept_as_sent_and_known_in_lower_case() {
    String sent = "ABCDEF11-2222-4333-8444-555555555555";

    MessageRequest message = message("\"message_id\":\"" + sent + "\"");

    assertThat(message.messageIdAsSent()).isEqualTo(sent);
    assertThat(message.messageId().orElseThrow())
        .hasToString("abcdef11-2222-4333-8444-555555555555");
  }

  @Test
  void of_two_payloads_the_newer_field_counts() {
    assertThat(message("\"data\":\"YQ==\",\"data_base64\":\"Yg\"").payload()).isEqualTo(bytes("b"));
    assertThat(message("\"data_base64\":\"Yg\",\"data\":\"YQ==\"").payload()).isEqualTo(bytes("b"));
    assertThat(message("\"data_base64\":\"\",\"data\":\"YQ==\"").payload()).isEqualTo(bytes("a"));
    assertThat(message("\"data_base64\":\"Yg\",\"data\":\"!\"").invalidField()).isEmpty();
  }

  @Test
  void a_wrong_field_is_named_and_left_empty() {
    for (String[] wrong :
        new String[][] {
          {"conversation_id", "\"x\""},
          {"conversation_id", "7"},
          {"recipient_id", "{}"},
          {"session_id", "[[]]"},
          {"message_id", "true"},
          {"message_id", "\"1-1-1-1-1\""},
          {"quote_message_id", "\"0\""},
          {"representative_id", "1.5"},
          {"category", "\"plain\""},
          {"category", "5"},
          {"data", "\"a\""},
          {"data", "{\"a\":\"b\"}"},
          {"data_base64", "\"*\""},
          {"silent", "\"true\""},
          {"silent", "[]"},
          {"expire_in", "-1"},
          {"expire_in", "1.5"},
          {"expire_in", "99999999999999999999999"},
          {"expire_in", "2147483648"},
          {"expire_in", "\"5\""},
          {"mentions", "\"x\""},
          {"mentions", "[\"x\"]"},
          {"mentions", "[[]]"},
          {"conversation_checksum", "5"},
          {"conversation_checksum", "\"" + "a".repeat(65) + "\""},
        }) {
      MessageRequest message = message("\"" + wrong[0] + "\":" + wrong[1]);

      assertThat(message.invalidField()).as(wrong[1]).contains(wrong[0]);
      assertThat(message)
          .usingRecursiveComparison()
          .ignoringFields("invalidField")
          .isEqualTo(BlazeParams.NONE.message());
    }
  }

  @Test
  void an_empty_id_counts_as_missing_and_is_not_a_mistake() {
    MessageRequest message =
        message("\"representative_id\":\"\",\"quote_message_id\":\"\",\"session_id\":\"\"");

    assertThat(message).usingRecursiveComparison().isEqualTo(BlazeParams.NONE.message());
  }

  @Test
  void an_empty_checksum_is_one() {
    assertThat(message("\"conversation_checksum\":\"\"").conversationChecksum()).contains("");
    assertThat(message("").conversationChecksum()).isEmpty();
  }

  @Test
  void acknowledgements_that_name_no_message_are_skipped() {
    BlazeRequest request =
        request(
            """
            {"id":"i","action":"ACKNOWLEDGE_MESSAGE_RECEIPTS","params":{"messages":[
              {"message_id":"%s","status":"READ"},{"message_id":"x","status":"READ"},{},
              {"status":"READ"},{"message_id":"%s","status":"MENTION_READ","expire_at":7},
              {"message_id":"%s","status":{"a":1}}]}}\
            """
                .formatted(ID, ID, ID));

    assertThat(request.params().messages()).isEmpty();
    assertThat(request.params().acknowledgements())
        .extracting(AcknowledgementRequest::status)
        .containsExactly(MessageStatus.READ, MessageStatus.READ, MessageStatus.DELIVERED);
    assertThat(request.params().acknowledgements().get(1).expireAt()).hasValue(7);
  }

  @Test
  void a_message_without_content_is_not_an_acknowledgement_and_one_with_too_much_still_is() {
    String where = "\"conversation_id\":\"" + ID + "\",\"message_id\":\"" + ID + "\"";

    assertThat(batch("{" + where + "}").params().messages()).hasSize(1);
    assertThat(batch("{" + where + ",\"status\":\"READ\"}").params().acknowledgements())
        .containsExactly(AcknowledgementRequest.of(MessageId.of(ID), MessageStatus.READ));
    assertThat(message("\"message_id\":\"" + ID + "\",\"expire_at\":\"never\"").invalidField())
        .isEmpty();
  }

  @Test
  void a_list_of_messages_is_read_up_to_its_bound() {
    String one = "{\"message_id\":\"" + ID + "\",\"category\":\"PLAIN_TEXT\",\"data\":\"YQ\"}";

    BlazeRequest two = batch(one + "," + one);
    BlazeRequest tooMany = batch(one + ("," + one).repeat(BlazeParams.MOST_MESSAGES));

    assertThat(two.params().messages()).hasSize(2);
    assertThat(two.params().invalidField()).isEmpty();
    assertThat(tooMany.params().messages()).hasSize(BlazeParams.MOST_MESSAGES);
    assertThat(tooMany.params().invalidField()).contains("messages");
    assertThat(batch("5," + one).params().invalidField()).contains("messages");
    assertThat(
            request("{\"id\":\"i\",\"action\":\"A\",\"params\":{\"messages\":5}}")
                .params()
                .invalidField())
        .contains("messages");
  }

  @Test
  void an_offset_that_cannot_be_understood_counts_as_missing() {
    assertThat(request("{\"action\":\"A\",\"params\":{\"offset\":\"t\"}}").params().offset())
        .contains("t");
    for (String offset : List.of("5", "\"\"", "{}", "null", "\"" + "9".repeat(500) + "\"")) {
      assertThat(request("{\"action\":\"A\",\"params\":{\"offset\":" + offset + "}}").params())
          .as(offset)
          .isEqualTo(BlazeParams.NONE);
    }
  }

  @Test
  void a_frame_without_id_or_action_is_a_request() {
    assertThat(request("{}")).isEqualTo(new BlazeRequest("", "", BlazeParams.NONE));
    assertThat(request("{\"action\":\"NO_SUCH\"}").action()).isEqualTo("NO_SUCH");
  }

  @Test
  void json_that_is_not_a_request_is_malformed_and_keeps_the_id_it_had() {
    for (String frame :
        List.of(
            "",
            " ",
            "null",
            "[]",
            "5",
            "\"x\"",
            "{",
            "{\"id\":\"i\"",
            "{\"id\":\"i\"}}",
            "{\"id\":\"i\"} x",
            "{\"id\":\"i\"}{}",
            "{\"id\":5}",
            "{\"id\":\"" + "i".repeat(129) + "\"}",
            "{\"action\":[]}",
            "{\"params\":\"x\"}",
            "{\"params\":[]}",
            "{'id':1}",
            "{\"id\":\"i\",}",
            "{\"" + "k".repeat(65) + "\":1}",
            "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}",
            "{\"a\":" + "1".repeat(2000) + "}",
            "{\"a\":NaN}",
            "\u0000\u0000")) {
      assertThat(BlazeRequest.parse(bytes(frame))).as(frame).isInstanceOf(Malformed.class);
    }
    assertThat(BlazeRequest.parse(bytes("{\"id\":\"i\",\"action\":\"a\",\"params\":7}")))
        .isEqualTo(new Malformed("i", "a", "params is not an object"));
    assertThat(BlazeRequest.parse(bytes("{\"params\":7,\"action\":\"a\",\"id\":\"i\"}")))
        .isEqualTo(new Malformed("i", "a", "params is not an object"));
    assertThat(BlazeRequest.parse(bytes("{\"id\":\"i\",\"action\":")))
        .isInstanceOfSatisfying(Malformed.class, it -> assertThat(it.id()).isEqualTo("i"));
    assertThat(BlazeRequest.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void the_beginning_of_a_frame_says_which_request_it_is() {
    String frame =
        "{\"id\":\"i\",\"params\":{\"x\":[1,{}]},\"action\":\"a\",\"more\":\"some text\"}";

    assertThat(BlazeRequest.begun(bytes(frame), "why")).isEqualTo(new Malformed("i", "a", "why"));
    for (int length = 0; length < frame.length(); length++) {
      String begun = frame.substring(0, length);
      assertThat(BlazeRequest.begun(bytes(begun), "why"))
          .as(begun)
          .isEqualTo(
              new Malformed(
                  begun.contains("\"i\"") ? "i" : "", begun.contains("\"a\"") ? "a" : "", "why"));
    }
  }

  @Test
  void of_a_key_that_comes_twice_the_last_counts() {
    BlazeRequest request =
        request(
            "{\"id\":\"a\",\"id\":\"b\",\"params\":{\"offset\":\"1\"},\"params\":{\"category\":\"A\","
                + "\"category\":\"B\"}}");

    assertThat(request.id()).isEqualTo("b");
    assertThat(request.params().message().category()).isEqualTo("B");
    assertThat(request.params().offset()).isEmpty();
  }

  @Test
  void a_request_is_read_back_as_it_was_written() {
    Randomly.each(
        150,
        random -> {
          byte[] payload = new byte[random.nextInt(2000)];
          random.nextBytes(payload);
          MessageRequest message =
              MessageRequest.of(
                  ConversationId.random(), MessageId.random(), "SIGNAL_TEXT", payload);
          if (random.nextBoolean()) {
            message = message.withRecipient(UserId.random()).withSession(SessionId.random());
          }
          if (random.nextBoolean()) {
            message = message.withQuote(MessageId.random());
          }
          var id = new StringBuilder();
          random.ints(random.nextInt(20), 1, 0xD800).forEach(id::appendCodePoint);
          BlazeRequest request = BlazeRequest.create(id.toString(), message);

          assertThat(request(new String(request.toJson(), UTF_8)))
              .usingRecursiveComparison()
              .isEqualTo(request);
        });
    var read = AcknowledgementRequest.of(MessageId.random(), MessageStatus.READ);
    for (BlazeRequest request :
        List.of(
            BlazeRequest.ping("i"),
            BlazeRequest.listPending("i", Optional.of(WireTime.NEVER)),
            BlazeRequest.acknowledge("i", List.of(read, read)))) {
      assertThat(request(new String(request.toJson(), UTF_8)))
          .usingRecursiveComparison()
          .isEqualTo(request);
    }
  }

  @Test
  void no_bytes_make_it_throw() {
    byte[] good =
        BlazeRequest.create(
                "i",
                MessageRequest.of(
                    ConversationId.random(), MessageId.random(), "PLAIN_TEXT", bytes("hello")))
            .toJson();
    Randomly.each(
        2_000,
        random -> {
          byte[] frame = good.clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
          }
          assertThat(BlazeRequest.parse(frame)).isNotNull();
          MessageRequest.readBody(frame);
          AcknowledgementRequest.readBody(frame);
        });
    Randomly.each(
        1_000,
        random -> {
          byte[] noise = new byte[random.nextInt(60)];
          random.nextBytes(noise);
          assertThat(BlazeRequest.parse(noise)).isNotNull();
        });
  }

  @Test
  void a_body_holds_one_message_or_a_list() {
    String one = "{\"message_id\":\"" + ID + "\",\"data\":\"YQ\"}";

    assertThat(MessageRequest.readBody(bytes(one)).orElseThrow()).hasSize(1);
    assertThat(MessageRequest.readBody(bytes("[" + one + "," + one + "]")).orElseThrow())
        .hasSize(2);
    assertThat(MessageRequest.readBody(bytes("[]")).orElseThrow()).isEmpty();
    assertThat(MessageRequest.readBody(bytes("[5]")).orElseThrow().getFirst().invalidField())
        .contains("messages");
    for (String none : List.of("", "5", "null", "[", "[]x", "{}{}")) {
      assertThat(MessageRequest.readBody(bytes(none))).as(none).isEmpty();
    }
    assertThat(
            AcknowledgementRequest.readBody(
                bytes("[{\"message_id\":\"" + ID + "\",\"status\":\"DELIVERED\"},{},7]")))
        .contains(List.of(AcknowledgementRequest.of(MessageId.of(ID), MessageStatus.DELIVERED)));
  }

  private static MessageRequest message(String fields) {
    return request("{\"id\":\"i\",\"action\":\"CREATE_MESSAGE\",\"params\":{" + fields + "}}")
        .params()
        .message();
  }

  private static BlazeRequest batch(String items) {
    return request(
        "{\"id\":\"i\",\"action\":\"CREATE_PLAIN_MESSAGES\",\"params\":{\"messages\":["
            + items
            + "]}}");
  }

  private static BlazeRequest request(String json) {
    assertThat(BlazeRequest.parse(bytes(json))).isInstanceOf(Request.class);
    return ((Request) BlazeRequest.parse(bytes(json))).request();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
