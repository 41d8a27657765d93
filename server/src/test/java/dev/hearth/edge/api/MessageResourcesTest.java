package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `/messages`, `/acknowledgements` and `/messages/status`, as clients see them.
@ExtendWith(OneApi.class)
class MessageResourcesTest {
  private final TestingApi api;

  private Client echo;
  private Client alice;
  private ConversationId contact;

  MessageResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void meet() {
    echo = api.bot("Echo");
    alice = api.person("Alice");
    contact = api.contact(echo, alice);
  }

  @Test
  void one_message_or_a_list_of_them_is_delivered_in_order() throws Exception {
    var one = MessageId.random();
    var two = MessageId.random();
    var three = MessageId.random();

    assertThat(api.post(echo, "/messages", text(one, "SGk=")).data().isNull()).isTrue();
    api.post(echo, "/messages", "[" + text(two, "SG\\nk") + "," + text(three, "SGk") + "]").data();

    var pushed = api.listen(alice);
    for (var id : List.of(one, two, three)) {
      assertThat(next(pushed)).isEqualTo(id + " PLAIN_TEXT Hi");
    }
  }

  @Test
  void a_message_that_is_repeated_is_sent_once() throws Exception {
    var id = MessageId.random();
    var last = MessageId.random();

    for (int i = 0; i < 3; i++) {
      api.post(echo, "/messages", text(id, "SGk=")).data();
    }
    api.post(echo, "/messages", text(last, "SGk=")).data();

    var pushed = api.listen(alice);
    assertThat(next(pushed)).startsWith(id.toString());
    assertThat(next(pushed)).startsWith(last.toString());
  }

  @Test
  void unknown_fields_that_clients_send_are_skipped() throws Exception {
    var id = MessageId.random();
    var body =
        """
        {"conversation_id":"%s","message_id":"%s","category":"PLAIN_TEXT","data":"","data_base64":"SGk",
         "recipient_id":"","representative_id":"","quote_message_id":"","status":"SENT","silent":null,
         "expire_in":0,"checksum":"","recipient_sessions":[],"created_at":"2018-01-01T00:00:00Z"}
        """
            .formatted(contact, id);

    api.post(echo, "/messages", body).data();

    assertThat(next(api.listen(alice))).isEqualTo(id + " PLAIN_TEXT Hi");
  }

  @Test
  void nothing_to_send_is_done_at_once() {
    assertThat(api.post(echo, "/messages", "[]").data().isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "\"\"", "7", "{", "[", "[{]", "{}{}", "\u0000", "[1,2]x"})
  void a_body_that_is_not_a_message_is_refused(String body) {
    assertThat(api.post(echo, "/messages", body).code()).isEqualTo(400);
  }

  @Test
  void a_body_is_at_most_a_mebibyte_and_a_hundred_messages() {
    var many =
        IntStream.range(0, 101).mapToObj(i -> text(MessageId.random(), "SGk")).toList().toString();

    assertThat(api.post(echo, "/messages", many).invalidField()).isEqualTo("messages");
    assertThat(api.post(echo, "/messages", text(MessageId.random(), "A".repeat(1 << 20))).code())
        .isEqualTo(400);
  }

  @Test
  void of_a_list_with_one_that_may_not_be_sent_none_is() throws Exception {
    var good = MessageId.random();
    var last = MessageId.random();
    var elsewhere = text(MessageId.random(), "SGk").replace(contact.toString(), random());

    var refused = api.post(echo, "/messages", "[" + text(good, "SGk") + "," + elsewhere + "]");

    assertThat(refused.code()).isEqualTo(403);
    api.post(echo, "/messages", text(last, "SGk")).data();
    assertThat(next(api.listen(alice))).startsWith(last.toString());
  }

  @Test
  void a_message_that_may_not_be_sent_is_forbidden() {
    var stranger = api.bot("Stranger");
    var id = MessageId.random();
    api.post(echo, "/messages", text(id, "SGk")).data();

    assertThat(api.post(stranger, "/messages", text(MessageId.random(), "SGk")).code())
        .isEqualTo(403);
    // Somebody else's message under an id that is taken.
    assertThat(api.post(alice, "/messages", text(id, "SGk")).code()).isEqualTo(403);
    for (var category : List.of("SYSTEM_CONVERSATION", "SIGNAL_TEXT")) {
      var body = text(MessageId.random(), "SGk").replace("PLAIN_TEXT", category);
      assertThat(api.post(echo, "/messages", body).code()).describedAs(category).isEqualTo(403);
    }
    for (var category : List.of("plain_text", "", "X Y")) {
      var body = text(MessageId.random(), "SGk").replace("PLAIN_TEXT", category);
      assertThat(api.post(echo, "/messages", body).invalidField()).isEqualTo("category");
    }
  }

  @Test
  void a_bot_learns_which_field_of_which_message_is_at_fault() {
    var good = text(MessageId.random(), "SGk");
    var bad = good.replace(contact.toString(), "not-an-id");

    var refused = api.post(echo, "/messages", "[" + good + "," + bad + "]");

    assertThat(refused.invalidField()).isEqualTo("conversation_id");
    assertThat(refused.json().at("/error/extra/index").asString()).isEqualTo("1");
    assertThat(api.post(echo, "/messages", bad).invalidField()).isEqualTo("conversation_id");
  }

  @Test
  void a_person_is_told_which_field_is_at_fault() {
    for (var field :
        Map.of(
                "message_id", "\"x\"",
                "conversation_id", "7",
                "quote_message_id", "\"x\"",
                "data_base64", "\"%%%\"")
            .entrySet()) {
      var body =
          """
          {"conversation_id":"%s","message_id":"%s","category":"PLAIN_TEXT","data":"SGk=","%s":%s}
          """
              .formatted(contact, MessageId.random(), field.getKey(), field.getValue());
      assertThat(api.post(alice, "/messages", body).invalidField()).isEqualTo(field.getKey());
    }
  }

  @Test
  void an_acknowledgement_reaches_the_author_as_status_page() throws Exception {
    var id = MessageId.random();
    api.post(echo, "/messages", text(id, "SGk")).data();
    assertThat(api.get(echo, "/messages/status/0").data().size()).isZero();

    api.post(alice, "/acknowledgements", acknowledgement(id, "DELIVERED")).data();
    api.post(alice, "/acknowledgements", "[" + acknowledgement(id, "READ") + "]").data();

    var page = api.get(echo, "/messages/status/0").data();
    var status = page.get(page.size() - 1);
    assertThat(status.get("message_id").asString()).isEqualTo(id.toString());
    assertThat(status.get("status").asString()).isEqualTo("READ");
    assertThat(status.get("user_id").asString()).isEqualTo(alice.id().toString());
    for (var text :
        List.of(
            "conversation_id",
            "user_id",
            "message_id",
            "data",
            "status",
            "created_at",
            "updated_at",
            "source",
            "session_id")) {
      assertThat(status.path(text).isString()).describedAs(text).isTrue();
    }
    assertThat(api.get(echo, "/messages/status/" + nanoseconds(status)).data().size()).isZero();
    assertThat(api.get(alice, "/messages/status/0").data().size()).isZero();
  }

  @Test
  void an_acknowledged_message_does_not_come_again() throws Exception {
    var first = MessageId.random();
    var second = MessageId.random();
    api.post(echo, "/messages", "[" + text(first, "SGk") + "," + text(second, "SGk") + "]").data();

    api.post(alice, "/acknowledgements", acknowledgement(first, "DELIVERED")).data();

    assertThat(next(api.listen(alice))).startsWith(second.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "[[]]",
        "{}",
        "[{}]",
        "[1,\"x\",null]",
        "{\"message_id\":7}",
        "{\"message_id\":\"x\",\"status\":\"READ\"}",
        "{\"message_id\":\"c1f4f2ad-3ba2-4e17-a9a6-5fa3e0e3c3c3\",\"status\":\"READ\"}",
        "{\"message_id\":\"c1f4f2ad-3ba2-4e17-a9a6-5fa3e0e3c3c3\",\"status\":{}}",
        "\u0000"
      })
  void an_acknowledgement_never_fails_on_what_it_says(String body) {
    assertThat(api.post(alice, "/acknowledgements", body).data().isNull()).isTrue();
  }

  @Test
  void ones_own_and_foreign_messages_may_be_acknowledged_without_effect() {
    var id = MessageId.random();
    var stranger = api.person("Stranger");
    api.post(echo, "/messages", text(id, "SGk")).data();

    api.post(echo, "/acknowledgements", acknowledgement(id, "READ")).data();
    api.post(stranger, "/acknowledgements", acknowledgement(id, "READ")).data();

    assertThat(api.get(echo, "/messages/status/0").data().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "99999999999999999999", "1e9", "0x10", "2018-01-01T00:00:00Z", "%20"})
  void an_offset_is_a_number_of_nanoseconds(String offset) {
    assertThat(api.get(alice, "/messages/status/" + offset).invalidField()).isEqualTo("offset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-9223372036854775808", "9223372036854775807"})
  void an_offset_before_or_after_all_times_is_one_too(String offset) {
    assertThat(api.get(alice, "/messages/status/" + offset).data().isArray()).isTrue();
  }

  private String text(MessageId id, String base64) {
    return "{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"data\":\"%s\"}"
        .formatted(contact, id, base64);
  }

  private static String acknowledgement(MessageId id, String status) {
    return "{\"message_id\":\"%s\",\"status\":\"%s\"}".formatted(id, status);
  }

  private static String random() {
    return UserId.random().toString();
  }

  private static String nanoseconds(JsonNode view) {
    return WireTime.parse(view.get("updated_at").asString()).orElseThrow() + "000";
  }

  private static String next(BlockingQueue<String> pushed) throws InterruptedException {
    var next = pushed.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }
}
