package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests, replies and pushes; the life of a connection.
final class ConnectionTest {
  private static final Caller ALICE = TestingSeats.person();
  private TestingBlaze server;

  @BeforeEach
  void open() {
    server = new TestingBlaze();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_person_gets_the_data_of_a_reply_and_a_bot_does_not() throws Exception {
    try (var person = server.connect(ALICE);
        var bot = server.connect(TestingSeats.bot())) {
      person.send(request("1", "VIEW"));
      bot.send(request("1", "VIEW"));

      assertThat(person.reply().data())
          .hasValueSatisfying(data -> {
            assertThat(data.user()).isEqualTo(ALICE.user());
            assertThat(data.messageId()).isEqualTo("as-sent");
          });
      assertThat(new String(bot.json(), StandardCharsets.US_ASCII))
          .isEqualTo("{\"id\":\"1\",\"action\":\"VIEW\"}");
    }
  }

  @Test
  void a_refusal_names_code_and_field() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send(request("1", "EXTRA"));

      BlazeReply reply = client.reply();

      assertThat(reply.id()).isEqualTo("1");
      assertThat(reply.error())
          .hasValueSatisfying(error -> {
            assertThat(error.is(ErrorCode.INVALID_FIELD)).isTrue();
            assertThat(error.field()).isEqualTo("category");
          });
      assertThat(server.meter("hearth.blaze.refusals", "code", "10002")).isEqualTo(1);
    }
  }

  @Test
  void a_request_without_an_id_is_answered_under_a_fresh_one() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send("{\"action\":\"ECHO\"}");

      assertThat(client.reply().id()).hasSize(36);
    }
  }

  @Test
  void a_fault_is_answered_once_without_a_word_about_it() throws Exception {
    try (var client = server.connect(ALICE)) {
      for (String action : List.of("FAULT", "WAIT_FAULT")) {
        client.send(request("1", action));

        String json = new String(client.json(), StandardCharsets.US_ASCII);

        assertThat(json).contains("\"status\":500", "\"code\":7000").doesNotContain("fire");
      }
      answers(client);
    }
  }

  @Test
  void a_request_that_is_answered_twice_gets_one_reply() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send(request("twice", "TWICE"));

      assertThat(client.reply().id()).isEqualTo("twice");
      answers(client);
    }
  }

  @Test
  void requests_are_performed_in_order_behind_one_that_waits() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send(request("0", "WAIT"));
      for (int i = 1; i < 50; i++) {
        client.send(request(Integer.toString(i), i % 7 == 0 ? "WAIT_NOT" : "ECHO"));
      }
      await(() -> server.seats.performed.contains("0"));
      assertThat(server.seats.performed).containsExactly("0");

      server.seats.gate.countDown();

      for (int i = 0; i < 50; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
      assertThat(server.seats.performed).hasSize(50).isSortedAccordingTo(ConnectionTest::byNumber);
    }
  }

  @Test
  void pings_are_answered_while_requests_wait() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send(request("0", "WAIT"));
      client.write(TestingClient.frame(true, TestingClient.PING, new byte[0]));

      assertThat(client.next().opcode()).isEqualTo(TestingClient.PONG);
    }
  }

  @Test
  void replies_may_come_in_any_order_and_from_any_thread() throws Exception {
    try (var client = server.connect(ALICE)) {
      client.send(request("1", "LATER"));
      client.send(request("2", "LATER"));
      Reply first = server.seats.awaitLater();
      server.seats.awaitLater().done();
      assertThat(client.reply().id()).isEqualTo("2");

      first.refuse(ErrorCode.FORBIDDEN);

      assertThat(client.reply().id()).isEqualTo("1");
    }
  }

  @Test
  void who_asks_more_than_can_be_answered_is_not_read_from_until_it_is() throws Exception {
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      many.writeBytes(TestingClient.binary(request(Integer.toString(i), "LATER")));
    }
    try (var client = server.connect(ALICE)) {
      client.write(many.toByteArray());
      await(() -> server.seats.later.size() == 256);
      assertThat(server.seats.performed).hasSize(256);

      for (int i = 0; i < 1000; i++) {
        server.seats.awaitLater().done();
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void the_lane_holds_only_so_many_requests() throws Exception {
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      many.writeBytes(TestingClient.binary(request(Integer.toString(i), "WAIT")));
    }
    try (var client = server.connect(ALICE)) {
      client.write(many.toByteArray());
      await(() -> server.meter("hearth.blaze.frames", "way", "in") >= 64);

      assertThat(server.meter("hearth.blaze.frames", "way", "in")).isLessThanOrEqualTo(65);
      server.seats.gate.countDown();

      for (int i = 0; i < 300; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void repeated_refusals_are_slow_and_hold_nothing_else_up() throws Exception {
    try (var client = server.connect(ALICE)) {
      for (int i = 0; i < 10; i++) {
        client.send(request("at once", "REFUSE"));
        assertThat(client.reply().id()).isEqualTo("at once");
      }

      long asked = System.nanoTime();
      var both = new ByteArrayOutputStream();
      both.writeBytes(TestingClient.binary(request("slow", "REFUSE")));
      both.writeBytes(TestingClient.binary(request("alive", "ECHO")));
      client.write(both.toByteArray());

      assertThat(client.reply().id()).isEqualTo("alive");
      assertThat(client.reply().id()).isEqualTo("slow");
      assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(900_000_000);
    }
  }

  @Test
  void pushes_from_many_threads_arrive_whole_and_each_threads_in_order() throws Exception {
    try (var client = server.connect(ALICE)) {
      Outlet outlet = server.seats.awaitTaken().outlet();
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = Integer.toString(thread);
        threads.add(
            CompletableFuture.runAsync(() -> {
              for (int i = 0; i < 500; i++) {
                outlet.push(WireFrame.binary(TestingClient.gzip(request(name, "" + i))));
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
    byte[] frame = WireFrame.binary(new byte[60_000]);
    try (var client = server.connect(ALICE)) {
      Outlet outlet = server.seats.awaitTaken().outlet();
      int pushed = 0;
      // How often there was room again before the last push.
      int resumed = 0;
      long quietUntil = System.nanoTime() + 200_000_000;
      while (System.nanoTime() < quietUntil) {
        if (outlet.writable()) {
          resumed = server.seats.resumed.get();
          outlet.push(frame);
          pushed++;
          quietUntil = System.nanoTime() + 200_000_000;
        }
      }

      for (int i = 0; i < pushed; i++) {
        assertThat(client.next().payload().length).isEqualTo(60_000);
      }

      int before = resumed;
      await(() -> server.seats.resumed.get() > before);
      assertThat(outlet.writable()).isTrue();
    }
  }

  @Test
  void who_never_reads_is_dropped_in_the_end() throws Exception {
    byte[] frame = WireFrame.binary(new byte[100_000]);
    try (var client = server.connect(ALICE)) {
      Outlet outlet = server.seats.awaitTaken().outlet();

      for (int i = 0; i < 1000 && server.seats.left.get() == 0; i++) {
        outlet.push(frame);
      }

      await(() -> server.seats.left.get() == 1);
      assertThat(client).isNotNull();
    }
  }

  @Test
  void everybody_is_pinged_and_who_stays_silent_is_dropped() throws Exception {
    var impatient =
        TestingBlaze.settings(
            1024, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofDays(1));
    try (var other = new TestingBlaze(impatient);
        var silent = other.connect(ALICE);
        var alive = other.connect(ALICE)) {
      for (int i = 0; i < 100 && other.seats.left.get() == 0; i++) {
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
    try (var one = server.connect(ALICE);
        var two = server.connect(ALICE);
        var other = server.connect(TestingSeats.person())) {
      for (TestingClient client : List.of(one, two, other)) {
        answers(client);
      }

      server.blaze.sockets().revoke(ALICE.session());

      for (TestingClient client : List.of(one, two)) {
        assertThat(client.reply().error()).hasValueSatisfying(e -> e.is(ErrorCode.UNAUTHORIZED));
        assertThat(client.isDropped()).isTrue();
      }
      answers(other);
    }
  }

  @Test
  void a_session_may_have_many_connections_and_then_loses_the_oldest() throws Exception {
    List<TestingClient> clients = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      clients.add(server.connect(ALICE));
      answers(clients.getLast());
    }

    assertThat(clients.getFirst().isDropped()).isTrue();
    for (TestingClient client : clients.subList(1, 65)) {
      answers(client);
      client.close();
    }
  }

  @Test
  void who_goes_away_leaves_its_seat() throws Exception {
    try (var client = server.connect(ALICE)) {
      answers(client);
      assertThat(server.meter("hearth.blaze.connections")).isEqualTo(1);
    }

    await(() -> server.seats.left.get() == 1);
    assertThat(server.meter("hearth.blaze.connections")).isEqualTo(0);
  }

  @Test
  void a_stop_answers_what_was_asked_and_drops_without_a_close_frame() throws Exception {
    try (var alone = TestingBlaze.onOneLoop();
        var busy = alone.connect(ALICE);
        var idle = alone.connect(ALICE)) {
      answers(idle);
      busy.send(request("1", "LATER"));
      Reply reply = alone.seats.awaitLater();
      var stopped = CompletableFuture.runAsync(() -> alone.blaze.stop(Duration.ofSeconds(10)));
      // From here on the busy one takes no more: the one loop told both at once.
      assertThat(idle.isDropped()).isTrue();
      busy.send(request("2", "ECHO"));
      assertThat(stopped).isNotDone();

      reply.done();

      assertThat(busy.reply().id()).isEqualTo("1");
      assertThat(busy.isDropped()).isTrue();
      stopped.join();
      assertThat(alone.seats.left).hasValue(2);
      try (var late = TestingClient.connect(alone.port, "any")) {
        assertThat(late.head()).startsWith("HTTP/1.1 503");
      }
    }
  }

  @Test
  void a_stop_does_not_wait_for_ever() throws Exception {
    try (var busy = server.connect(ALICE)) {
      busy.send(request("1", "LATER"));
      server.seats.awaitLater();

      server.blaze.stop(Duration.ofMillis(100));

      assertThat(busy.isDropped()).isTrue();
    }
  }

  private static int byNumber(String one, String other) {
    return Integer.compare(Integer.parseInt(one), Integer.parseInt(other));
  }

  private static String request(String id, String action) {
    return "{\"id\":\"%s\",\"action\":\"%s\"}".formatted(id, action);
  }

  private static void answers(TestingClient client) throws IOException {
    client.send(request("alive", "ECHO"));
    assertThat(client.reply().id()).isEqualTo("alive");
  }

  private static void await(BooleanSupplier condition) throws SocketTimeoutException {
    long until = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new SocketTimeoutException("it did not come to that");
      }
      Thread.onSpinWait();
    }
  }
}
