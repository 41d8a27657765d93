package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// A client against a peer that misbehaves; how it gets on with a server is tested with the server.
@Timeout(60)
class HearthClientTest {
  // Patient with the peer, so that a busy machine is not taken for a peer that is gone.
  private static final Pace BRISK = pace(Duration.ofSeconds(10), Duration.ofSeconds(20));

  private final Heard heard = new Heard();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Test
  void a_message_that_was_cut_in_two_comes_after_the_reconnect() throws Exception {
    var half = ScriptedPeer.message(MessageId.random(), "whole", 1);
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          if (number == 1) {
            connection.pushHalf(half);
          } else {
            connection.push(half);
            connection.next("NEVER");
          }
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThat(heard.next(4)).containsExactly("connected", "disconnected", "connected", "whole");
    }
  }

  @Test
  void a_message_without_an_answer_is_sent_again_under_its_id() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          seen.add(messageId(connection.next("CREATE_MESSAGE")));
          JsonNode again = connection.next("CREATE_MESSAGE");
          seen.add(messageId(again));
          connection.done(again);
          connection.next("NEVER");
        };
    var message = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "hello");

    try (var peer = new ScriptedPeer(script);
        var client = client(peer, pace(Duration.ofSeconds(2), Duration.ofSeconds(20)))) {
      client.connect(heard);

      assertThat(client.send(message)).isInstanceOf(Sent.Accepted.class);

      assertThat(seen).containsExactly(message.id().toString(), message.id().toString());
    }
  }

  @Test
  void a_message_whose_connection_was_lost_is_sent_again_on_the_next() throws Exception {
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          JsonNode request = connection.next("CREATE_MESSAGE");
          seen.add(messageId(request));
          if (number == 3) {
            connection.done(request);
            connection.next("NEVER");
          }
        };
    var message = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "hello");

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThat(client.send(message)).isInstanceOf(Sent.Accepted.class);

      assertThat(seen).hasSize(3).containsOnly(message.id().toString());
    }
  }

  @Test
  void a_refusal_is_final_and_a_fault_of_the_server_is_not() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.refuse(connection.next("CREATE_MESSAGE"), ErrorCode.FORBIDDEN);
          connection.refuse(connection.next("CREATE_MESSAGE"), ErrorCode.INTERNAL);
          connection.done(connection.next("CREATE_MESSAGE"));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      Sent first = client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "to strangers"));
      Sent second = client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "to friends"));

      assertThat(first).isInstanceOf(Sent.Refused.class);
      assertThat(((Sent.Refused) first).code()).isEqualTo(403);
      assertThat(second).isInstanceOf(Sent.Accepted.class);
    }
  }

  @Test
  void a_message_that_the_server_would_not_take_is_refused_before_it_is_sent() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          JsonNode request = connection.next("CREATE_MESSAGE");
          seen.add(messageId(request));
          connection.done(request);
          connection.next("NEVER");
        };
    var incompressible = OutgoingMessage.text(ScriptedPeer.CONVERSATION, hexDigits(300_000));
    var inflated = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "x".repeat(600_000));
    var small = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "hello");

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThat(client.send(incompressible))
          .isInstanceOfSatisfying(
              Sent.Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD.code());
                assertThat(refused.description()).contains("262144 bytes");
              });
      assertThat(client.send(inflated))
          .isInstanceOfSatisfying(
              Sent.Refused.class,
              refused -> assertThat(refused.description()).contains("1048576 bytes"));
      assertThat(client.send(small)).isInstanceOf(Sent.Accepted.class);

      assertThat(seen).containsExactly(small.id().toString());
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_message_at_which_the_server_closes_is_given_up_and_no_other() throws Exception {
    var poison = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "poison");
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          while (true) {
            JsonNode request = connection.next("CREATE_MESSAGE");
            if (messageId(request).equals(poison.id().toString())) {
              seen.add("poison");
              connection.close(1009);
            }
            if (number > 1) {
              // On the first connection all are in flight when it closes.
              connection.done(request);
            }
          }
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      client.connect(heard);
      List<Future<Sent>> others = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        var other = OutgoingMessage.text(ScriptedPeer.CONVERSATION, "fine");
        others.add(threads.submit(() -> client.send(other)));
      }

      Sent sent = client.send(poison);

      assertThat(sent)
          .isInstanceOfSatisfying(
              Sent.Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST.code());
                assertThat(refused.description()).contains("1009");
              });
      for (Future<Sent> other : others) {
        assertThat(other.get()).isInstanceOf(Sent.Accepted.class);
      }
      assertThat(seen).hasSize(3);
    }
  }

  @Test
  void a_line_that_breaks_again_and_again_fails_no_message() throws Exception {
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          JsonNode request = connection.next("CREATE_MESSAGE");
          if (number <= 8) {
            return;
          }
          if (number <= 16) {
            // A server that restarts, or is overloaded, says nothing of what it was sent.
            connection.close(number % 2 == 0 ? 1011 : 1012);
          }
          connection.done(request);
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThat(client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "hello")))
          .isInstanceOf(Sent.Accepted.class);
    }
  }

  @Test
  void a_session_that_was_ended_stays_away() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.next("CREATE_MESSAGE");
          connection.send(
              BlazeFrames.error(UUID.randomUUID().toString(), "ERROR", ErrorCode.UNAUTHORIZED));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThatThrownBy(
              () -> client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "too late")))
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.SIGNED_OUT));

      assertThat(heard.next(3))
          .containsExactlyInAnyOrder("connected", "signed out", "disconnected");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_message_pushed_again_is_heard_once_and_acknowledged_again() throws Exception {
    MessageId id = MessageId.random();
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          connection.push(ScriptedPeer.message(id, "once", 1));
          if (number == 1) {
            seen.addAll(acknowledged(connection));
            return;
          }
          connection.push(ScriptedPeer.message(id, "once", 1));
          connection.push(ScriptedPeer.message(MessageId.random(), "another", 2));
          List<String> all = new ArrayList<>();
          while (all.size() < 3) {
            all.addAll(acknowledged(connection));
          }
          seen.addAll(all.subList(0, 2));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);

      assertThat(heard.next(5))
          .containsExactly("connected", "once", "disconnected", "connected", "another");
      for (int i = 0; i < 3; i++) {
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(id + " DELIVERED");
      }
    }
  }

  @Test
  void a_peer_that_says_nothing_any_more_is_replaced() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.fallSilent();
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer, pace(Duration.ofSeconds(10), Duration.ofMillis(500)))) {
      client.connect(heard);

      assertThat(heard.next(3)).containsExactly("connected", "disconnected", "connected");
    }
  }

  @Test
  void a_peer_that_answers_pings_is_kept() throws Exception {
    var muchLater = new CountDownLatch(1);
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          // A ping every 100 ms, for longer than a silent peer is kept.
          connection.answerPings(35);
          muchLater.countDown();
          connection.done(connection.next("CREATE_MESSAGE"));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer, pace(Duration.ofSeconds(10), Duration.ofSeconds(3)))) {
      client.connect(heard);
      assertThat(muchLater.await(30, TimeUnit.SECONDS)).isTrue();

      client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "still here"));

      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_listener_that_falls_behind_misses_nothing() throws Exception {
    int count = 6000;
    List<MessageId> ids = Stream.generate(MessageId::random).limit(count).toList();
    var release = new CountDownLatch(1);
    var acknowledged = new java.util.concurrent.ConcurrentSkipListSet<String>();
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          while (true) {
            // Pushes all messages that are not acknowledged yet, from the first on, at each
            // request.
            for (int i = 0; i < count; i++) {
              if (!acknowledged.contains(ids.get(i).toString())) {
                connection.push(ScriptedPeer.message(ids.get(i), String.valueOf(i), i + 1));
              }
            }
            release.countDown();
            JsonNode request = connection.next();
            while (!request.path("action").asString().equals("LIST_PENDING_MESSAGES")) {
              for (JsonNode each : request.path("params").path("messages")) {
                acknowledged.add(each.path("message_id").asString());
              }
              connection.done(request);
              request = connection.next();
            }
            connection.done(request);
          }
        };
    List<String> texts = new ArrayList<>();
    var all = new CountDownLatch(count);

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(message -> {
        release.await();
        texts.add(message.text());
        all.countDown();
      });

      assertThat(all.await(40, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(texts)
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  @Test
  void acknowledgements_go_many_at_once_and_are_not_forgotten_at_the_end() throws Exception {
    int count = 200;
    var batches = new LinkedBlockingQueue<Integer>();
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          for (int i = 0; i < count; i++) {
            connection.push(ScriptedPeer.message(MessageId.random(), "" + i, i + 1));
          }
          while (true) {
            batches.add(acknowledged(connection).size());
          }
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);
      heard.next(1 + count);
    }

    List<Integer> sizes = new ArrayList<>();
    while (sizes.stream().mapToInt(Integer::intValue).sum() < count) {
      sizes.add(batches.poll(20, TimeUnit.SECONDS));
    }
    assertThat(sizes).allMatch(size -> size <= 80).hasSizeLessThan(count / 2);
  }

  @Test
  void a_closed_client_lets_go_of_whoever_waits() throws Exception {
    var asked = new CountDownLatch(1);
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.next("CREATE_MESSAGE");
          asked.countDown();
          connection.next("NEVER");
        };
    var outcome = new LinkedBlockingQueue<String>();

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);
      Thread.ofVirtual()
          .start(() -> {
            try {
              client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "waiting"));
            } catch (HearthException e) {
              outcome.add(e.reason().name());
            } catch (InterruptedException e) {
              outcome.add("interrupted");
            }
          });
      asked.await();
    }

    assertThat(outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("CLOSED");
  }

  static HearthClient client(ScriptedPeer peer) {
    return client(peer, BRISK);
  }

  private static HearthClient client(ScriptedPeer peer, Pace pace) {
    return HearthClient.of(
        TestingKeystore.random(),
        ClientOptions.at(peer.address()).withPace(pace).withRandom(new Random(1)));
  }

  private static Pace pace(Duration answerWithin, Duration goneAfter) {
    return new Pace(
        answerWithin,
        Duration.ofMillis(100),
        goneAfter,
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(50));
  }

  private static String hexDigits(int count) {
    byte[] bytes = new byte[count / 2];
    new Random(1).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String messageId(JsonNode request) {
    return request.path("params").path("message_id").asString();
  }

  static List<String> acknowledged(ScriptedPeer.Connection connection) throws Exception {
    JsonNode request = connection.next("ACKNOWLEDGE_MESSAGE_RECEIPTS");
    connection.done(request);
    List<String> all = new ArrayList<>();
    for (JsonNode each : request.path("params").path("messages")) {
      all.add(each.path("message_id").asString() + " " + each.path("status").asString());
    }
    return all;
  }
}
