package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The HTTP API, at the other end of which something goes wrong.
@Timeout(60)
class HttpCallsTest {
  private static final String HALF =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"data\":";

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

  private static HearthClient client(ServerSocket listening, Duration answerWithin) {
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
    return HearthClient.of(TestingKeystore.random(), ClientOptions.at(server).withPace(pace));
  }

  /// @return open once the client has hung up
  private static CountDownLatch answerHalf(ServerSocket listening) {
    var over = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listening.accept()) {
            socket.getOutputStream().write(HALF.getBytes(StandardCharsets.US_ASCII));
            while (socket.getInputStream().read() >= 0) {}
            over.countDown();
          } catch (IOException e) {
            over.countDown();
          }
        });
    return over;
  }
}
