package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.TestingKeys;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Sending;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.edge.blaze.MachineClock.On;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests, replies and pushes; the life of a connection.
final class ConnectionTest {
  private TestingBlaze server;
  private Caller alice;

  @BeforeEach
  void open() {
    server = new TestingBlaze();
    alice = server.person();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_person_gets_the_data_of_a_reply_and_a_bot_does_not() throws Exception {
    Caller robot = server.bot();
    ConversationId conversation = server.contact(alice, robot);
    String asSent = MessageId.random().toString().toUpperCase(Locale.ROOT);
    try (var person = server.connect(alice);
        var bot = server.connect(robot)) {
      person.send(message("1", conversation, asSent, "PLAIN_TEXT"));
      bot.send(message("1", conversation, MessageId.random().toString(), "PLAIN_TEXT"));

      assertThat(person.reply().data())
          .hasValueSatisfying(data -> {
            assertThat(data.user()).isEqualTo(alice.user());
            assertThat(data.messageId()).isEqualTo(asSent);
          });
      assertThat(new String(bot.json(), StandardCharsets.US_ASCII))
          .isEqualTo("{\"id\":\"1\",\"action\":\"CREATE_MESSAGE\"}");
    }
  }

  @Test
  void a_refusal_names_code_and_field() throws Exception {
    try (var client = server.connect(alice)) {
      client.send(
          message("1", ConversationId.random(), MessageId.random().toString(), "no category"));

      BlazeReply reply = client.reply();

      assertThat(reply.id()).isEqualTo("1");
      assertThat(reply.error())
          .hasValueSatisfying(error -> {
            assertThat(error.is(ErrorCode.INVALID_FIELD)).isTrue();
            assertThat(error.field()).isEqualTo("category");
          });
      assertThat(server.meter("hearth.refusals", "code", "10002")).isEqualTo(1);
    }
  }

  /// One SDK repeats at once what is refused with any other code.
  @Test
  void a_bot_gets_403_for_a_field_too_and_learns_which_and_why() throws Exception {
    try (var bot = server.connect(server.bot())) {
      bot.send(message("1", ConversationId.random(), MessageId.random().toString(), "no category"));

      assertThat(new String(bot.json(), StandardCharsets.US_ASCII))
          .contains("\"code\":403", "\"reason\":\"It can't be read", "\"field\":\"category\"");
    }
  }

  @Test
  void a_message_of_a_list_that_may_not_be_in_it_is_named_by_its_place() throws Exception {
    String of = "{\"conversation_id\":\"%s\",\"message_id\":\"%s\",\"category\":\"%s\"}";
    String plain = of.formatted(ConversationId.random(), MessageId.random(), "PLAIN_TEXT");
    String signal = of.formatted(ConversationId.random(), MessageId.random(), "SIGNAL_TEXT");
    try (var client = server.connect(alice)) {
      client.send(
          "{\"id\":\"1\",\"action\":\"CREATE_PLAIN_MESSAGES\",\"params\":{\"messages\":[%s,%s]}}"
              .formatted(plain, signal));

      assertThat(new String(client.json(), StandardCharsets.US_ASCII))
          .contains("\"code\":10002", "\"field\":\"category\"", "\"index\":\"1\"");
    }
  }

  @Test
  void a_request_without_an_id_is_answered_under_a_fresh_one() throws Exception {
    try (var client = server.connect(alice)) {
      client.send("{\"action\":\"PING\"}");

      assertThat(client.reply().id()).hasSize(36);
    }
  }

  @Test
  void a_fault_is_answered_once_without_a_word_about_it() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      server.clock.breakFor(On.EVENT_LOOPS);
      client.send(BlazeRequest.listPending("1", Optional.empty()));
      saysNothingOfTheFault(client);
      server.clock.breakFor(On.WORKERS);
      client.send(waiting("2"));
      saysNothingOfTheFault(client);

      answers(client);
    }
  }

  private static void saysNothingOfTheFault(TestingClient client) throws IOException {
    assertThat(new String(client.json(), StandardCharsets.US_ASCII))
        .contains("\"status\":500", "\"code\":7000")
        .doesNotContain("fire");
  }

  @Test
  void a_request_that_is_answered_twice_gets_one_reply() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      Answer answer = server.connection(alice).expectAnswer("twice", "PING", 0);

      answer.done();
      answer.done();

      assertThat(client.reply().id()).isEqualTo("twice");
      answers(client);
    }
  }

  @Test
  void requests_are_performed_in_order_behind_one_that_waits() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      server.clock.hold(On.WORKERS);
      client.send(waiting("0"));
      for (int i = 1; i < 50; i++) {
        String id = Integer.toString(i);
        client.send(i % 7 == 0 ? BlazeRequest.countKeys(id) : BlazeRequest.ping(id));
      }
      server.clock.awaitHeld();
      Eventually.holds("51 requests are under way", () -> server.requests() == 51);

      server.clock.release();

      // Each is answered as it is performed: the answer of one that overtook would come first.
      for (int i = 0; i < 50; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void pings_are_answered_while_requests_wait() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      server.clock.hold(On.WORKERS);
      client.send(waiting("0"));
      server.clock.awaitHeld();
      client.write(TestingClient.frame(true, TestingClient.PING, new byte[0]));

      assertThat(client.next().opcode()).isEqualTo(TestingClient.PONG);
    }
  }

  @Test
  void replies_may_come_in_any_order_and_from_any_thread() throws Exception {
    Caller bob = server.person();
    ConversationId conversation = server.contact(alice, bob);
    MessageRequest ofBob = TestingBlaze.text(conversation);
    say(bob, ofBob);
    try (var client = server.connect(alice)) {
      answers(client);
      server.clock.hold(On.LOG);
      client.send(BlazeRequest.create("1", ofBob));
      server.clock.awaitHeld();
      client.send(BlazeRequest.ping("2"));
      assertThat(client.reply().id()).isEqualTo("2");
      client.send(BlazeRequest.countKeys("3"));
      assertThat(client.reply().id()).isEqualTo("3");

      server.clock.release();

      BlazeReply first = client.reply();
      assertThat(first.id()).isEqualTo("1");
      assertThat(first.error())
          .hasValueSatisfying(error -> assertThat(error.is(ErrorCode.FORBIDDEN)).isTrue());
    }
  }

  @Test
  void we_stop_reading_from_a_client_that_asks_more_than_can_be_answered_until_it_is()
      throws Exception {
    ConversationId conversation = server.contact(alice, server.person());
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      var request = BlazeRequest.create(Integer.toString(i), TestingBlaze.text(conversation));
      many.writeBytes(TestingClient.binary(request.toJson()));
    }
    try (var client = server.connect(alice)) {
      server.clock.hold(On.LOG);
      client.write(many.toByteArray());
      server.clock.awaitHeld();
      Eventually.holds("256 requests are under way", () -> server.requests() == 256);
      assertThat(server.requests()).isEqualTo(256);

      server.clock.release();

      for (int i = 0; i < 1000; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void the_lane_holds_a_bounded_number_of_requests() throws Exception {
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      many.writeBytes(TestingClient.binary(waiting(Integer.toString(i)).toJson()));
    }
    try (var client = server.connect(alice)) {
      Eventually.holds("the feed is open", () -> server.feeds() == 1);
      server.clock.hold(On.WORKERS);
      client.write(many.toByteArray());
      Eventually.holds("64 requests are under way", () -> server.requests() >= 64);

      assertThat(server.requests()).isLessThanOrEqualTo(65);
      server.clock.release();

      for (int i = 0; i < 300; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void repeated_refusals_are_slow_and_hold_nothing_else_up() throws Exception {
    try (var client = server.connect(alice)) {
      for (int i = 0; i < 10; i++) {
        client.send(request("at once", "CREATE_KRAKEN"));
        assertThat(client.reply().id()).isEqualTo("at once");
      }

      long asked = System.nanoTime();
      var both = new ByteArrayOutputStream();
      both.writeBytes(TestingClient.binary(request("slow", "CREATE_KRAKEN")));
      both.writeBytes(TestingClient.binary(request("alive", "PING")));
      client.write(both.toByteArray());

      assertThat(client.reply().id()).isEqualTo("alive");
      assertThat(client.reply().id()).isEqualTo("slow");
      assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(900_000_000);
    }
  }

  @Test
  void pushes_from_many_threads_arrive_whole_and_each_threads_in_order() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      Outlet outlet = server.connection(alice);
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = Integer.toString(thread);
        threads.add(
            CompletableFuture.runAsync(() -> {
              for (int i = 0; i < 500; i++) {
                outlet.pushFrame(WireFrame.binary(TestingClient.gzip(request(name, "" + i))));
              }
            }));
      }

      int[] expected = new int[8];
      for (int i = 0; i < 8 * 500; i++) {
        BlazeReply push = client.reply();
        int thread = Integer.parseInt(push.id());
        assertThat(push.action()).isEqualTo(Integer.toString(expected[thread]++));
      }
      threads.forEach(CompletableFuture::join);
    }
  }

  @Test
  void an_outlet_is_full_while_the_client_does_not_read_and_tells_when_it_is_not()
      throws Exception {
    Caller bob = server.person();
    ConversationId conversation = server.contact(bob, alice);
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      said.add(say(bob, noise(conversation, i)));
    }
    try (var client = server.connect(alice)) {
      answers(client);
      Outlet outlet = server.connection(alice);
      client.send(BlazeRequest.listPending("list", Optional.empty()));
      Eventually.holds("the feed is paused", () -> server.feeds("paused") == 1);
      assertThat(outlet.writable()).isFalse();

      assertThat(client.reply().id()).isEqualTo("list");
      List<String> pushed = new ArrayList<>();
      while (pushed.size() < said.size()) {
        client
            .reply()
            .data()
            .map(MessageView::messageId)
            .filter(said::contains)
            .ifPresent(pushed::add);
      }

      // The feed has gone on reading the log only because it was told of the room.
      assertThat(pushed).isEqualTo(said);
      Eventually.holds("the feed is live", () -> server.feeds("live") == 1);
      assertThat(outlet.writable()).isTrue();
    }
  }

  @Test
  void a_client_that_never_reads_is_dropped_in_the_end() throws Exception {
    byte[] frame = WireFrame.binary(new byte[100_000]);
    try (var client = server.connect(alice)) {
      answers(client);
      Outlet outlet = server.connection(alice);

      for (int i = 0; i < 1000 && server.feeds() == 1; i++) {
        outlet.pushFrame(frame);
      }

      Eventually.holds("no feed is open", () -> server.feeds() == 0);
      assertThat(client).isNotNull();
    }
  }

  @Test
  void everybody_is_pinged_and_who_stays_silent_is_dropped() throws Exception {
    var impatient =
        TestingBlaze.settings(
            1024, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofDays(1));
    try (var other = new TestingBlaze(impatient);
        var silent = other.connect(other.person());
        var alive = other.connect(other.person())) {
      for (int i = 0; i < 100 && other.meter("hearth.blaze.ended", "why", "silent") == 0; i++) {
        assertThat(alive.frame().opcode()).isEqualTo(TestingClient.PING);
        alive.write(TestingClient.frame(true, TestingClient.PONG, new byte[0]));
      }

      assertThat(silent.isDropped()).isTrue();
      assertThat(other.meter("hearth.blaze.ended", "why", "silent")).isEqualTo(1);
      answers(alive);
    }
  }

  @Test
  void a_session_that_is_revoked_is_told_on_all_its_connections_and_dropped() throws Exception {
    try (var one = server.connect(alice);
        var two = server.connect(alice);
        var other = server.connect(server.person())) {
      for (TestingClient client : List.of(one, two, other)) {
        answers(client);
      }

      server.blaze.connections().revoke(alice.session());

      for (TestingClient client : List.of(one, two)) {
        assertThat(client.reply().error()).hasValueSatisfying(e -> e.is(ErrorCode.UNAUTHORIZED));
        assertThat(client.isDropped()).isTrue();
      }
      answers(other);
    }
  }

  @Test
  void a_session_whose_end_is_in_doubt_is_sent_away_and_may_come_back() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);

      server.blaze.connections().doubt(alice.session());

      assertThat(client.next().closeCode()).isEqualTo(1011);
      assertThat(client.isDropped()).isTrue();
    }
    try (var again = server.connect(alice)) {
      answers(again);
    }
  }

  @Test
  void a_session_may_have_many_connections_and_then_loses_the_oldest() throws Exception {
    List<TestingClient> clients = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      clients.add(server.connect(alice));
      answers(clients.getLast());
    }

    assertThat(clients.getFirst().isDropped()).isTrue();
    for (TestingClient client : clients.subList(1, 65)) {
      answers(client);
      client.close();
    }
  }

  @Test
  void a_client_that_goes_away_is_disconnected() throws Exception {
    try (var client = server.connect(alice)) {
      answers(client);
      assertThat(server.meter("hearth.blaze.connections")).isEqualTo(1);
    }

    Eventually.holds("no feed is open", () -> server.feeds() == 0);
    assertThat(server.meter("hearth.blaze.connections")).isEqualTo(0);
  }

  @Test
  void a_stop_answers_what_was_asked_and_drops_without_a_close_frame() throws Exception {
    try (var alone = TestingBlaze.onOneLoop()) {
      Caller asking = alone.person();
      ConversationId conversation = alone.contact(asking, alone.person());
      try (var busy = alone.connect(asking);
          var idle = alone.connect(asking)) {
        answers(idle);
        alone.clock.hold(On.LOG);
        busy.send(BlazeRequest.create("1", TestingBlaze.text(conversation)));
        alone.clock.awaitHeld();
        var stopped = CompletableFuture.runAsync(() -> alone.blaze.stop(Duration.ofSeconds(10)));
        // From here on the busy one takes no more: the one loop told both at once.
        assertThat(idle.isDropped()).isTrue();
        busy.send(request("2", "PING"));
        assertThat(stopped).isNotDone();

        alone.clock.release();

        assertThat(busy.reply().id()).isEqualTo("1");
        assertThat(busy.isDropped()).isTrue();
        stopped.join();
        assertThat(alone.feeds()).isZero();
        try (var late = TestingClient.connect(alone.port, "any")) {
          assertThat(late.head()).startsWith("HTTP/1.1 503");
        }
      }
    }
  }

  @Test
  void a_stop_does_not_wait_forever() throws Exception {
    ConversationId conversation = server.contact(alice, server.person());
    try (var busy = server.connect(alice)) {
      server.clock.hold(On.LOG);
      busy.send(BlazeRequest.create("1", TestingBlaze.text(conversation)));
      server.clock.awaitHeld();

      server.blaze.stop(Duration.ofMillis(100));

      assertThat(busy.isDropped()).isTrue();
    }
  }

  /// A request that needs the database, and is charged before that.
  private static BlazeRequest waiting(String id) {
    return BlazeRequest.syncKeys(id, TestingKeys.generate().upload(0, 0));
  }

  private static String message(
      String id, ConversationId conversation, String messageId, String category) {
    return """
    {"id":"%s","action":"CREATE_MESSAGE","params":{"conversation_id":"%s",
    "message_id":"%s","category":"%s","data":"aGVsbG8="}}\
    """
        .formatted(id, conversation, messageId, category);
  }

  /// Says something, and returns its id once it is in the log.
  private String say(Caller caller, MessageRequest message) {
    var said = new CompletableFuture<Sending.Sent>();
    server.chat.message().sending().sendAll(caller, List.of(message), said::complete);
    assertThat(said.join()).isInstanceOf(Sending.Sent.Accepted.class);
    return message.messageId().orElseThrow().toString();
  }

  /// A message that is hardly shorter once it is packed.
  private static MessageRequest noise(ConversationId conversation, int seed) {
    byte[] payload = new byte[60_000];
    new Random(seed).nextBytes(payload);
    return MessageRequest.of(conversation, MessageId.random(), "PLAIN_DATA", payload);
  }

  private static String request(String id, String action) {
    return "{\"id\":\"%s\",\"action\":\"%s\"}".formatted(id, action);
  }

  private static void answers(TestingClient client) throws IOException {
    client.send(request("alive", "PING"));
    assertThat(client.reply().id()).isEqualTo("alive");
  }
}
