package dev.hearth;

import static dev.hearth.TestingPeople.refusal;
import static dev.hearth.TestingPeople.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The refusals for users whose allowances are used up. Others notice nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsedUpAllowancesTest {
  private TestingHearth hearth;
  private TestingPeople people;
  private TestingPeople.Talk talk;

  @BeforeAll
  void start(@TempDir Path folder) {
    hearth =
        TestingHearth.start(
            folder,
            0,
            "allowance.sending = 20 then 1/h",
            "allowance.undelivered = 12 KiB then 1 KiB/d",
            "allowance.acknowledgements = 2 then 1/s",
            "allowance.listings = 1 then 1/s",
            "allowance.searches = 1 then 1/h",
            "allowance.strangers = 2 then 1/h",
            "allowance.reports = 1 then 1/h",
            "allowance.changes = 30 then 1/h",
            "allowance.requests = 60 then 1/h");
    people = new TestingPeople(hearth);
  }

  @BeforeEach
  void meet() {
    talk = people.talk();
  }

  @AfterAll
  void stop() {
    hearth.close();
  }

  @Test
  void a_user_who_sends_too_much_is_refused_with_what_is_left_and_others_are_not()
      throws Exception {
    try (var one = people.online(talk.one());
        var other = people.online(talk.other())) {
      for (int i = 0; i < 18; i++) {
        assertThat(refusal(one.send(text(talk.conversation(), "hello")))).isZero();
      }

      BlazeReply refused = one.send(text(talk.conversation(), "x".repeat(2_048)));

      assertThat(refusal(refused)).isEqualTo(429);
      assertThat(refused.error().orElseThrow().description())
          .matches("Too many requests: the allowance 'sending' has 2 left, try again in \\d+ s\\.");
      assertThat(refusal(one.send(text(talk.conversation(), "small")))).isZero();
      assertThat(refusal(other.send(text(talk.conversation(), "hello")))).isZero();
    }
  }

  @Test
  void all_ways_to_send_take_from_the_same_allowance() throws Exception {
    try (var one = people.online(talk.one());
        var other = people.online(talk.other())) {
      assertThat(people.call(talk.one(), "POST", "/messages", ten())).contains("data");
      assertThat(refusal(one.ask("CREATE_PLAIN_MESSAGES", "\"messages\":" + ten()))).isZero();

      var http =
          people.answer(
              talk.one(), "POST", "/messages", json(Stream.of(text(talk.conversation(), "more"))));
      assertThat(http.statusCode()).isEqualTo(202);
      assertThat(http.body())
          .contains("\"code\":429", "the allowance 'sending' has 0 left", "\"retry_after\":\"");
      assertThat(retryAfter(http)).isBetween(1L, 3_600L);
      assertThat(refusal(one.ask("CREATE_PLAIN_MESSAGES", "\"messages\":" + ten()))).isEqualTo(429);
      assertThat(refusal(one.send(text(talk.conversation(), "more")))).isEqualTo(429);
      for (int i = 0; i < 20; i++) {
        assertThat(TestingPeople.payload(TestingPeople.said(other))).isEqualTo("hello");
      }
    }
  }

  @Test
  void a_user_has_a_share_of_what_waits_for_people_who_do_not_come() throws Exception {
    try (var one = people.online(talk.one())) {
      String large = "x".repeat(5_000);
      assertThat(refusal(one.send(text(talk.conversation(), large)))).isZero();
      assertThat(refusal(one.send(text(talk.conversation(), large)))).isZero();

      BlazeReply refused = one.send(text(talk.conversation(), large));

      assertThat(refusal(refused)).isEqualTo(429);
      assertThat(refused.error().orElseThrow().description())
          .matches(
              "Too many requests: the allowance 'undelivered' has 18\\d\\d left, try again in \\d+"
                  + " s\\.");
      assertThat(refusal(one.send(text(talk.conversation(), "small")))).isZero();
    }
  }

  @Test
  void a_client_that_acknowledges_or_lists_too_much_is_served_later() throws Exception {
    try (var one = people.online(talk.one());
        var other = people.online(talk.other())) {
      for (int i = 0; i < 3; i++) {
        one.send(text(talk.conversation(), "hello"));
        assertThat(refusal(other.acknowledge(MessageStatus.READ, TestingPeople.said(other))))
            .isZero();
      }
      for (int i = 0; i < 3; i++) {
        assertThat(one.receipt().status()).isEqualTo(MessageStatus.READ);
      }

      assertThat(refusal(other.list(Optional.empty()))).isZero();
    }
  }

  @Test
  void strangers_are_approached_only_so_often_in_every_way() throws Exception {
    // The talk has taken one already.
    var second = hearth.person("Second");
    var third = hearth.person("Third");
    String add = "{\"user_id\":\"%s\",\"action\":\"ADD\"}";
    String group =
        "{\"conversation_id\":\"%s\",\"category\":\"GROUP\",\"name\":\"A\",\"participants\":[{\"user_id\":\"%s\"}]}"
            .formatted(ConversationId.random(), third.userId());
    assertThat(people.call(talk.one(), "POST", "/relationships", add.formatted(second.userId())))
        .contains("data");

    var refused =
        people.answer(talk.one(), "POST", "/relationships", add.formatted(third.userId()));

    assertThat(refused.body())
        .contains("\"code\":429", "the allowance 'strangers' has 0 left", "\"retry_after\":\"");
    assertThat(retryAfter(refused)).isBetween(1L, 3_600L);
    assertThat(people.call(talk.one(), "POST", "/conversations", group)).contains("'strangers'");
    assertThat(people.call(talk.one(), "GET", "/friends", ""))
        .doesNotContain(third.userId().toString());
    assertThat(people.call(talk.one(), "POST", "/relationships", add.formatted(second.userId())))
        .contains("data");
  }

  @Test
  void searches_and_reports_end_with_their_allowances() throws Exception {
    String report = "{\"user_id\":\"%s\"}".formatted(talk.other().userId());
    assertThat(people.call(talk.one(), "GET", "/search/7000", "")).doesNotContain("\"code\":429");
    assertThat(people.call(talk.one(), "POST", "/reports", report)).contains("data");

    assertThat(people.call(talk.one(), "GET", "/search/7000", ""))
        .contains("\"code\":429", "the allowance 'searches'");
    assertThat(people.call(talk.one(), "POST", "/reports", report))
        .contains("\"code\":429", "the allowance 'reports'");
    assertThat(people.call(talk.other(), "GET", "/search/7000", "")).doesNotContain("\"code\":429");
  }

  @Test
  void a_user_who_has_changed_too_much_changes_nothing_more_but_reads_writes_and_leaves()
      throws Exception {
    ConversationId group = people.group(talk.one(), talk.other());
    try (var one = people.online(talk.one())) {
      var circle = people.answer(talk.one(), "POST", "/circles", "{\"name\":\"first\"}");
      for (int i = 0; i < 40 && !circle.body().contains("\"code\":429"); i++) {
        circle = people.answer(talk.one(), "POST", "/circles", "{\"name\":\"C" + i + "\"}");
      }

      assertThat(circle.body()).contains("\"code\":429", "the allowance 'changes' has 0 left");
      assertThat(retryAfter(circle)).isBetween(1L, 40 * 3_600L);
      for (String asked :
          List.of(
              "GET /me/code",
              "POST /me/preferences",
              "POST /conversations/%s/mute".formatted(group),
              "POST /conversations/%s".formatted(group))) {
        String body = "{\"duration\":60,\"name\":\"x\",\"receive_message_source\":\"EVERYBODY\"}";
        String[] way = asked.split(" ", 2);
        assertThat(people.call(talk.one(), way[0], way[1], body))
            .as(asked)
            .contains("\"code\":429", "'changes'");
      }
      assertThat(people.call(talk.one(), "GET", "/me", "")).contains("data");
      assertThat(refusal(one.send(text(talk.conversation(), "hello")))).isZero();
      assertThat(people.call(talk.one(), "POST", "/conversations/" + group + "/exit", ""))
          .contains("data")
          .doesNotContain("\"code\":429");
      assertThat(people.call(talk.other(), "POST", "/circles", "{\"name\":\"mine\"}"))
          .contains("data");
    }
  }

  @Test
  void keys_that_a_device_leaves_are_changes_too() throws Exception {
    try (var one = people.online(talk.one())) {
      var keys = TestingKeys.generate();
      assertThat(refusal(one.ask(BlazeRequest.syncKeys(id(), keys.upload(0, 40))))).isZero();

      BlazeReply refused = one.ask(BlazeRequest.syncKeys(id(), keys.upload(40, 80)));

      assertThat(refusal(refused)).isEqualTo(429);
      assertThat(refused.error().orElseThrow().description()).contains("'changes'");
      assertThat(people.call(talk.one(), "POST", "/circles", "{\"name\":\"C\"}"))
          .contains("\"code\":429");
    }
  }

  @Test
  void requests_over_http_end_with_their_allowance_and_blaze_is_another_door() throws Exception {
    try (var one = people.online(talk.one())) {
      for (int i = 0; i < 60; i++) {
        assertThat(people.call(talk.one(), "GET", "/me", "")).contains("data");
      }

      var refused = people.answer(talk.one(), "GET", "/me", "");

      assertThat(refused.body()).contains("\"code\":429", "the allowance 'requests' has 0 left");
      assertThat(retryAfter(refused)).isBetween(1L, 3_600L);
      assertThat(people.call(talk.other(), "GET", "/me", "")).contains("data");
      assertThat(refusal(one.send(text(talk.conversation(), "hello")))).isZero();
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private String ten() {
    return json(Stream.generate(() -> text(talk.conversation(), "hello")).limit(10));
  }

  private static long retryAfter(HttpResponse<String> answer) {
    return answer.headers().firstValueAsLong("Retry-After").orElseThrow();
  }

  private static String json(Stream<MessageRequest> messages) {
    return messages
        .map(message ->
            "{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"PLAIN_TEXT\",\"data\":\"aGVsbG8\"}"
                .formatted(
                    message.conversationId().map(ConversationId::toString).orElseThrow(),
                    message.messageIdAsSent()))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
