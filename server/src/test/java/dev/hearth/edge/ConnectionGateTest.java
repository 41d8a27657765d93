package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import dev.hearth.platform.runtime.OpenFiles;
import dev.hearth.platform.runtime.StartRefused;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients at other addresses than 127.0.0.1, which is a proxy's, connect from 127.0.0.2 and so on.
class ConnectionGateTest {
  private static final HeadDeadline.Patience PATIENT =
      new HeadDeadline.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;
  private ConnectionGate connections =
      new ConnectionGate(
          new ConnectionGate.ConnectionLimits(8, 3), ClientAddresses.LOCAL_PROXY, meters);

  private void open(HeadDeadline.Patience patience) {
    Vertx vertx = Vertx.builder().withTransport(new GuardedTransport(connections)).build();
    var settings =
        new PortListener.PortSettings(
            "0.0.0.0", 0, Optional.empty(), patience, Duration.ofMinutes(1));
    var door = PortListener.open(vertx, 1, settings, ConnectionGateTest::answer);
    port = door.port();
    open.add(() -> {
      door.close(Duration.ofMillis(1)).await();
      vertx.close().await();
    });
  }

  /// A client that requests /known counts as known; /mine is for one client alone, as Blaze is.
  private static void answer(HttpServerRequest request) {
    if ("/known".equals(request.path())) {
      ConnectionGate.markAuthenticated(HttpChannel.of(request.connection()));
    }
    boolean fine = !"/mine".equals(request.path()) || ConnectionGate.countForClient(request);
    request.response().setStatusCode(fine ? 200 : 503).end();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void an_address_has_its_share_and_others_still_come_in() throws Exception {
    open(PATIENT);
    for (int i = 0; i < 3; i++) {
      assertThat(ask(connect("127.0.0.2"), "/known")).contains(" 200 ");
    }

    assertThat(isEnded(connect("127.0.0.2"))).isTrue();
    assertThat(ask(connect("127.0.0.3"), "/")).contains(" 200 ");
    assertThat(refused("share")).isEqualTo(1);
  }

  @Test
  void strangers_make_room_for_whoever_comes_and_never_cost_a_known_connection() throws Exception {
    open(PATIENT);
    Socket known = connect("127.0.0.2");
    ask(known, "/known");
    for (int i = 3; i < 30; i++) {
      ask(connect("127.0.0." + i), "/");
    }

    Eventually.holds("23 strangers are refused", () -> refused("strangers") == 23);

    Eventually.holds("five connections are left", () -> connections.count() == 5);
    assertThat(ask(connect("127.0.0.40"), "/known")).contains(" 200 ");
    assertThat(ask(known, "/")).contains(" 200 ");
  }

  @Test
  void when_all_are_known_one_more_is_closed_at_once() throws Exception {
    open(PATIENT);
    for (int i = 2; i < 10; i++) {
      assertThat(ask(connect("127.0.0." + i), "/known")).contains(" 200 ");
    }

    assertThat(isEnded(connect("127.0.0.20"))).isTrue();
    assertThat(refused("all")).isEqualTo(1);
  }

  @Test
  void a_connection_that_ends_makes_room() throws Exception {
    open(PATIENT);
    for (int i = 0; i < 3; i++) {
      ask(connect("127.0.0.2"), "/");
    }
    open.getLast().close();

    Eventually.holds("two connections are left", () -> connections.count() == 2);

    assertThat(ask(connect("127.0.0.2"), "/")).contains(" 200 ");
  }

  @Test
  void behind_a_trusted_proxy_the_forwarded_address_counts_and_elsewhere_it_does_not()
      throws Exception {
    connections =
        new ConnectionGate(
            new ConnectionGate.ConnectionLimits(40, 3),
            ClientAddresses.LOCAL_PROXY,
            new SimpleMeterRegistry());
    open(PATIENT);
    for (int i = 0; i < 3; i++) {
      assertThat(ask(connect("127.0.0.1"), "/mine", "192.0.2.1")).contains(" 200 ");
    }

    assertThat(ask(connect("127.0.0.1"), "/mine", "192.0.2.1")).contains(" 503 ");
    assertThat(ask(connect("127.0.0.1"), "/mine", "192.0.2.1, 192.0.2.2")).contains(" 200 ");
    assertThat(ask(connect("127.0.0.2"), "/mine", "192.0.2.1")).contains(" 200 ");
  }

  @Test
  void a_connection_without_a_request_is_ended_though_a_byte_comes_now_and_then() throws Exception {
    open(new HeadDeadline.Patience(Duration.ofMillis(300), Duration.ofMinutes(1)));
    Socket silent = connect("127.0.0.2");
    Socket slow = connect("127.0.0.3");
    Socket fine = connect("127.0.0.4");
    ask(fine, "/");

    slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: h".getBytes(StandardCharsets.US_ASCII));

    assertThat(isEnded(silent)).isTrue();
    assertThat(isEnded(slow)).isTrue();
    assertThat(ask(fine, "/")).contains(" 200 ");
  }

  @Test
  void after_an_answer_the_next_request_is_waited_for_and_not_forever() throws Exception {
    open(new HeadDeadline.Patience(Duration.ofSeconds(5), Duration.ofMillis(300)));
    Socket client = connect("127.0.0.2");
    ask(client, "/");

    assertThat(isEnded(client)).isTrue();
  }

  @Test
  void connections_get_the_files_that_the_stores_do_not_need() {
    assertThat(new OpenFiles(400).connections()).isEqualTo(86);
    assertThat(new OpenFiles(400).tables()).isEqualTo(100);
    assertThat(new OpenFiles(65_536).connections()).isEqualTo(64_512);
    assertThatThrownBy(() -> new OpenFiles(180).connections())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("180");
  }

  private Socket connect(String address) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    open.add(socket);
    return socket;
  }

  private static String ask(Socket socket, String path) throws IOException {
    return ask(socket, path, "");
  }

  private static String ask(Socket socket, String path, String forwarded) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: here\r\n";
    String more = forwarded.isEmpty() ? "" : "X-Forwarded-For: " + forwarded + "\r\n";
    socket.getOutputStream().write((head + more + "\r\n").getBytes(StandardCharsets.US_ASCII));
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the connection ended").isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true; // reset
    }
  }

  private double refused(String full) {
    return meters.get("hearth.limit.refused").tag("full", full).counter().count();
  }
}
