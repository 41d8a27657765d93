package dev.hearth.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.TestingKeystore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The HTTP API, at the other end of which something goes wrong.
@Timeout(60)
class HttpCallsTest {
  private static final String HALF =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":";

  private static final String TOO_LARGE =
      "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  @Test
  void an_answer_that_stops_half_way_is_not_waited_for() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = client(listening, Duration.ofMillis(500))) {
      var over = answerHalf(listening);

      assertThatThrownBy(client.api()::me)
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.UNREACHABLE));

      // Nothing is left of it: the connection is gone.
      over.await();
    }
  }

  @Test
  void a_refusal_says_when_to_come_back() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = client(listening, Duration.ofSeconds(20))) {
      String error =
          "{\"error\":{\"status\":202,\"code\":429,\"description\":\"sending has 3 left\"}}";
      answer(
          listening,
          "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nRetry-After: 7\r\n"
              + "Content-Length: %d\r\n\r\n%s".formatted(error.length(), error));

      assertThatThrownBy(client.api()::me)
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> {
                assertThat(e.code()).isEqualTo(429);
                assertThat(e.description()).isEqualTo("sending has 3 left");
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
              });
    }
  }

  @Test
  void a_refusal_says_why() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = client(listening, Duration.ofSeconds(20))) {
      String error =
          "{\"error\":{\"status\":202,\"code\":10002,\"description\":\"Invalid field.\","
              + "\"extra\":{\"reason\":\"It is a UUID.\",\"field\":\"asset_id\"}}}";
      answer(
          listening,
          "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
              + "Content-Length: %d\r\n\r\n%s".formatted(error.length(), error));

      assertThatThrownBy(client.api()::me)
          .hasMessage("10002: Invalid field. asset_id: It is a UUID.");
    }
  }

  @Test
  void a_pause_is_as_long_as_the_server_asks() {
    var pauses = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));

    assertThat(pauses.next(Optional.of(Duration.ofSeconds(90)))).isEqualTo(Duration.ofSeconds(90));
    assertThat(pauses.next(Optional.of(Duration.ZERO))).isPositive();
    assertThat(pauses.next(Optional.empty())).isPositive();
  }

  @Test
  void a_closed_client_asks_nothing_more() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HearthClient client = client(listening, Duration.ofSeconds(20));
      client.close();

      assertThatThrownBy(client.api()::me)
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.CLOSED));
      assertThatThrownBy(() -> client.awaitConnected(Duration.ofSeconds(20)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_body_that_the_server_would_not_take_is_refused_before_it_is_sent() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = client(listening, Duration.ofSeconds(20))) {
      var conversation = ConversationId.ofContact(UserId.random(), UserId.random());
      var message = OutgoingMessage.text(conversation, "x".repeat(500_000));

      assertThat(client.api().send(List.of(message)))
          .isInstanceOfSatisfying(
              Sent.Refused.class,
              refused -> assertThat(refused.description()).contains("1048576 bytes"));
    }
  }

  @Test
  void a_body_that_is_refused_before_its_end_is_not_repeated_forever() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var http = HttpClient.newHttpClient()) {
      refuseBeforeTheEnd(listening);
      var options = options(listening, Duration.ofSeconds(20));
      var calls =
          new HttpCalls(http, options, new Tokens(TestingKeystore.random(), options.clock()));
      var patience = new RetryingCalls(() -> {}, options.pace(), options.random());
      String text = "x".repeat(900_000);

      assertThatThrownBy(
              () -> patience.ask(() -> calls.post("/messages", json -> json.writeString(text))))
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(HearthException.Reason.REFUSED);
                assertThat(e.code()).isEqualTo(413);
              });
    }
  }

  @Test
  void an_answer_that_does_not_end_is_not_kept() throws Exception {
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client = client(listening, Duration.ofSeconds(20))) {
      var hungUp = answerWithoutEnd(listening);

      assertThatThrownBy(client.api()::me)
          .isInstanceOfSatisfying(
              HearthException.class,
              e -> assertThat(e.reason()).isEqualTo(HearthException.Reason.UNREACHABLE))
          .hasRootCauseMessage("an answer of more than 16777216 bytes");
      assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static CountDownLatch answerWithoutEnd(ServerSocket listening) {
    var hungUp = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listening.accept()) {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
              out.write(new byte[1 << 16]);
            }
          } catch (IOException closed) {
            hungUp.countDown();
          }
        });
    return hungUp;
  }

  private static void refuseBeforeTheEnd(ServerSocket listening) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              try (Socket socket = listening.accept()) {
                var _ = socket.getInputStream().read();
                socket.getOutputStream().write(TOO_LARGE.getBytes(StandardCharsets.US_ASCII));
              }
            }
          } catch (IOException closed) {
            // The test is over.
          }
        });
  }

  private static HearthClient client(ServerSocket listening, Duration answerWithin) {
    return HearthClient.of(TestingKeystore.random(), options(listening, answerWithin));
  }

  private static ClientOptions options(ServerSocket listening, Duration answerWithin) {
    var usual = Pace.USUAL;
    var pace =
        new Pace(
            answerWithin,
            usual.pingEvery(),
            usual.goneAfter(),
            usual.reconnectFirst(),
            usual.reconnectAtMost(),
            usual.acknowledgeWithin());
    var server = URI.create("http://127.0.0.1:" + listening.getLocalPort());
    return ClientOptions.at(server).withPace(pace);
  }

  /// @return open once the client has hung up
  private static CountDownLatch answerHalf(ServerSocket listening) {
    return answer(listening, HALF);
  }

  private static CountDownLatch answer(ServerSocket listening, String answer) {
    var over = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listening.accept()) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            while (socket.getInputStream().read() >= 0) {}
            over.countDown();
          } catch (IOException e) {
            over.countDown();
          }
        });
    return over;
  }
}
