package dev.hearth.sdk;

import static dev.hearth.sdk.HearthClientTest.acknowledged;
import static dev.hearth.sdk.HearthClientTest.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.MessageId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A listener that fails, falls behind or closes its client loses no message.
@Timeout(60)
class ClientListenerTest {
  private final Heard heard = new Heard();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Test
  void a_listener_that_fails_an_assertion_hears_the_next_message() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.push(ScriptedPeer.message(MessageId.random(), "fail", 1));
          connection.push(ScriptedPeer.message(MessageId.random(), "interrupt", 2));
          connection.push(ScriptedPeer.message(MessageId.random(), "go on", 3));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(message -> {
        seen.add(message.text());
        switch (message.text()) {
          case "fail" -> throw new AssertionError("as it was told");
          case "interrupt" -> Thread.currentThread().interrupt();
          default -> {}
        }
      });

      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("fail");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupt");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("go on");
    }
  }

  @Test
  void a_message_that_closing_broke_off_is_not_acknowledged_whatever_was_thrown() throws Exception {
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.push(ScriptedPeer.message(MessageId.random(), "long work", 1));
          try {
            seen.addAll(acknowledged(connection));
          } finally {
            over.countDown();
          }
        };

    try (var peer = new ScriptedPeer(script)) {
      try (var client = client(peer)) {
        client.connect(_ -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
        begun.await();
      }

      over.await();
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void a_message_to_which_the_listener_closes_its_client_is_acknowledged() throws Exception {
    MessageId id = MessageId.random();
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.push(ScriptedPeer.message(id, "stop", 1));
          seen.addAll(acknowledged(connection));
        };

    try (var peer = new ScriptedPeer(script)) {
      HearthClient client = client(peer);
      client.connect(_ -> client.close());

      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(id + " DELIVERED");
    }
  }

  @Test
  void a_message_that_could_not_be_remembered_comes_again_over_the_same_connection()
      throws Exception {
    MessageId id = MessageId.random();
    ScriptedPeer.Script script =
        (_, connection) -> {
          while (true) {
            connection.list();
            connection.push(ScriptedPeer.message(id, "kept at last", 1));
          }
        };
    var full =
        new SeenMessages() {
          private int times;

          @Override
          public boolean contains(MessageId message) {
            if (++times < 3) {
              throw new IllegalStateException("the disk is full");
            }
            return false;
          }

          @Override
          public void add(MessageId message) {}
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard, full);

      assertThat(heard.next(2)).containsExactly("connected", "kept at last");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_peer_that_does_not_list_what_was_left_to_it_is_replaced() throws Exception {
    ScriptedPeer.Script script =
        (number, connection) -> {
          connection.list();
          if (number == 1) {
            for (int i = 0; i < 4200; i++) {
              connection.push(ScriptedPeer.message(MessageId.random(), "many", i + 1));
            }
            connection.done(connection.next("CREATE_MESSAGE"));
            connection.refuse(connection.next("LIST_PENDING_MESSAGES"), ErrorCode.INTERNAL);
          }
          connection.push(ScriptedPeer.message(MessageId.random(), "the last", 5000));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      var behind = new AtomicBoolean();
      client.connect(message -> {
        if (behind.compareAndSet(false, true)) {
          // Answered after everything that was pushed.
          client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "so many?"));
        }
        if (message.text().equals("the last")) {
          seen.add(message.text());
        }
      });

      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("the last");
    }
  }

  @Test
  void a_listener_that_is_behind_still_hears_that_the_session_was_ended() throws Exception {
    var ended = new CountDownLatch(1);
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          for (int i = 0; i < 4200; i++) {
            connection.push(ScriptedPeer.message(MessageId.random(), "many", i + 1));
          }
          connection.send(
              BlazeFrames.error(UUID.randomUUID().toString(), "ERROR", ErrorCode.UNAUTHORIZED));
          connection.next("NEVER");
        };

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(
          new ClientListener() {
            @Override
            public void message(IncomingMessage message) throws InterruptedException {
              awaitEnd(client);
            }

            @Override
            public void signedOut() {
              ended.countDown();
            }
          });

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void nobody_waits_to_tell_a_server_that_has_ended_the_session() throws Exception {
    ScriptedPeer.Script script =
        (_, connection) -> {
          connection.list();
          connection.send(
              BlazeFrames.error(UUID.randomUUID().toString(), "ERROR", ErrorCode.UNAUTHORIZED));
        };
    List<MessageId> many = Stream.generate(MessageId::random).limit(20_200).toList();

    try (var peer = new ScriptedPeer(script);
        var client = client(peer)) {
      client.connect(heard);
      awaitEnd(client);

      client.read(many);
    }
  }

  private static void awaitEnd(HearthClient client) throws InterruptedException {
    try {
      client.send(OutgoingMessage.text(ScriptedPeer.CONVERSATION, "still there?"));
    } catch (HearthException e) {
      assertThat(e.reason()).isEqualTo(HearthException.Reason.SIGNED_OUT);
    }
  }
}
