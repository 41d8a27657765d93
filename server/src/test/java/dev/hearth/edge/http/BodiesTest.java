package dev.hearth.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Identification;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.TestingVertx;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.TokenScope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The server's bounds on the bodies and answers that it holds: how much, and for how long. A proxy
/// on this machine writes each client's address into `X-Forwarded-For`.
class BodiesTest {
  private static final int BODY = 200_000;
  private static final int ANSWER = 16 << 20;
  private static final Tempo PATIENT = new Tempo(Duration.ofMinutes(1), 1);
  private static final Map<String, Caller> CALLERS =
      Map.of(
          "alice", new Caller(UserId.random(), SessionId.random(), false, 0),
          "bob", new Caller(UserId.random(), SessionId.random(), false, 0));

  private static final ApiResource RESOURCE =
      routes -> {
        routes
            .post("/for-callers", request -> ApiResponse.data(request.body().length))
            .get("/large", _ -> ApiResponse.data("x".repeat(ANSWER)));
        routes.forAnyone().post("/for-anyone", request -> ApiResponse.data(request.body().length));
      };

  private final Vertx vertx = TestingVertx.open();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<Socket> sockets = new ArrayList<>();
  private final List<PortListener> doors = new ArrayList<>();

  private void open(long held, long each, Tempo tempo) {
    var identification =
        new Identification() {
          @Override
          public Authentication.Verdict check(
              String token,
              String method,
              List<String> targets,
              byte[] body,
              Optional<ClientAddress> address) {
            var caller = Optional.ofNullable(CALLERS.get(token));
            return caller
                .<Authentication.Verdict>map(
                    known -> new Authentication.Authenticated(known, TokenScope.FULL))
                .orElseGet(() ->
                    new Authentication.Unauthorized(
                        Refusal.of(ErrorCode.UNAUTHORIZED, "Nobody has this token.")));
          }

          @Override
          public Optional<SessionId> findClaimed(String token) {
            return Optional.ofNullable(CALLERS.get(token)).map(Caller::session);
          }
        };
    var api =
        new Shell(
            vertx,
            identification,
            new Shell.RequestLimits(1 << 20, 16 << 10, 100, held, each, tempo),
            ClientAddresses.LOCAL_PROXY,
            TestingCosts.none(),
            meters,
            workers,
            EncodedResponse::enveloped,
            List.of(RESOURCE));
    var settings = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    doors.add(
        PortListener.open(
            vertx,
            1,
            settings,
            new RouteTable(new ServerHeaders(InstantSource.system()), List.of(Line.rest(api)))));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    doors.forEach(door -> door.close(Duration.ofMillis(1)).await());
    workers.close();
    vertx.close().await();
  }

  @Test
  void nothing_is_held_of_a_body_that_comes_without_a_token() throws Exception {
    open(64 << 20, 16 << 20, PATIENT);
    Socket stranger = announce("/for-callers", "", "192.0.2.1", BODY);
    send(stranger, BODY - 1);

    // The body is taken off the network, so that this one's answer says that it was looked at.
    assertThat(ask(announce("/for-callers", "alice", "192.0.2.2", BODY), BODY)).contains("data");
    assertThat(held("bodies")).isZero();

    assertThat(ask(stranger, 1)).contains("\"code\":401");
  }

  @Test
  void a_stranger_sends_a_small_body_to_a_route_for_anyone_and_no_large_one() throws Exception {
    open(64 << 20, 16 << 20, PATIENT);

    assertThat(ask(announce("/for-anyone", "", "192.0.2.1", 10_000), 10_000))
        .contains("{\"data\":10000}");
    assertThat(ask(announce("/for-anyone", "", "192.0.2.1", BODY), BODY)).contains("\"code\":400");
  }

  @Test
  void an_announced_body_takes_no_room_until_it_comes() throws Exception {
    open(2 * BODY * 4, BODY * 4, PATIENT);
    for (int i = 0; i < 20; i++) {
      send(announce("/for-callers", "alice", "192.0.2.1", BODY), 1);
    }

    assertThat(ask(announce("/for-callers", "bob", "192.0.2.2", BODY), BODY)).contains("data");
    Eventually.holds("a body is held", () -> held("bodies") > 0);
    assertThat(held("bodies")).isLessThan(20 * 1024);
  }

  @Test
  void one_address_cannot_fill_the_room_for_all_bodies() throws Exception {
    open(20 * BODY, 2 * BODY, PATIENT);
    for (int i = 0; i < 20; i++) {
      send(announce("/for-callers", "alice", "192.0.2.1", BODY), BODY - 1);
    }
    Eventually.holds("a body is refused", () -> refused("bodies", "share") > 0);

    assertThat(ask(announce("/for-callers", "bob", "192.0.2.2", BODY), BODY)).contains("data");
    assertThat(held("bodies")).isLessThanOrEqualTo(2 * BODY);
    assertThat(ask(announce("/for-callers", "bob", "192.0.2.1", BODY), BODY))
        .contains("\"code\":429");
  }

  @Test
  void the_room_is_there_again_when_the_client_goes_away() throws Exception {
    open(20 * BODY, 2 * BODY, PATIENT);
    Socket gone = announce("/for-callers", "alice", "192.0.2.1", BODY);
    send(gone, BODY - 1);
    Eventually.holds("more than half a body is held", () -> held("bodies") > BODY / 2);

    gone.close();

    Eventually.holds("no body is held", () -> held("bodies") == 0);
  }

  @Test
  void a_body_that_comes_too_slowly_is_given_up() throws Exception {
    open(64 << 20, 16 << 20, new Tempo(Duration.ofMillis(100), 1 << 20));
    Socket slow = announce("/for-callers", "alice", "192.0.2.1", BODY);
    send(slow, 100);
    Socket stranger = announce("/for-callers", "", "192.0.2.1", BODY);
    send(stranger, 100);

    assertThat(readAll(slow)).contains("\"code\":400");
    assertThat(readAll(stranger)).contains("\"code\":400");
    assertThat(held("bodies")).isZero();
  }

  @Test
  void an_answer_that_is_not_read_is_given_up() throws Exception {
    open(64 << 20, 32 << 20, new Tempo(Duration.ofSeconds(2), 1 << 30));
    Socket slow = connect();
    write(slow, head("GET", "/large", "alice", "192.0.2.1") + "\r\n");

    Eventually.holds("an answer is held", () -> held("answers") > 0);
    Eventually.holds("no answer is held", () -> held("answers") == 0);

    assertThat(readAll(slow).length()).isLessThan(ANSWER);
  }

  @Test
  void answers_that_nobody_reads_do_not_pile_up() throws Exception {
    open(64 << 20, ANSWER + 1000, PATIENT);
    Socket greedy = connect();
    for (int i = 0; i < 20; i++) {
      write(greedy, head("GET", "/large", "alice", "192.0.2.1") + "\r\n");
    }

    Eventually.holds("an answer is refused", () -> refused("answers", "share") > 0);

    assertThat(held("answers")).isLessThanOrEqualTo(ANSWER + 1000);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), doors.getFirst().port());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private Socket announce(String path, String token, String address, int bytes) throws IOException {
    Socket socket = connect();
    write(socket, head("POST", path, token, address) + "Content-Length: " + bytes + "\r\n\r\n");
    return socket;
  }

  private static String head(String method, String path, String token, String address) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: "
        + address
        + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token)
        + "\r\n";
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void send(Socket socket, int bytes) throws IOException {
    socket.getOutputStream().write(new byte[bytes]);
  }

  /// Sends the rest of a body, and reads the answer.
  private static String ask(Socket socket, int bytes) throws IOException {
    send(socket, bytes);
    var answer = new ByteArrayOutputStream();
    while (!answer.toString(StandardCharsets.US_ASCII).endsWith("}")) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the connection ended after %s", answer).isNotNegative();
      answer.write(next);
    }
    return answer.toString(StandardCharsets.US_ASCII);
  }

  private static String readAll(Socket socket) throws IOException {
    var answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException _) {
      // A reset is an end too.
    }
    return answer.toString(StandardCharsets.US_ASCII);
  }

  private double held(String limit) {
    return meters.get("hearth.limit.held").tag("limit", limit).gauge().value();
  }

  private double refused(String limit, String full) {
    return meters
        .get("hearth.limit.refused")
        .tags("limit", limit, "full", full)
        .functionCounter()
        .count();
  }
}
