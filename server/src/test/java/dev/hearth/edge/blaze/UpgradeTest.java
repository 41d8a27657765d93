package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.hearth.edge.LoggedLines;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpgradeTest {
  private static final byte[] NOTHING = new byte[0];
  private static TestingBlaze server;

  @BeforeAll
  static void open() {
    // Hundreds of tokens here are bad; how those are slowed down has its own test.
    server =
        new TestingBlaze(
            TestingBlaze.SETTINGS,
            TestingBlaze.failures(
                Integer.MAX_VALUE, new FailedHandshakes.HandshakeLimits(Duration.ZERO, 1)),
            Optional.empty());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_good_token_is_answered_with_101_and_our_headers() throws Exception {
    String token = server.token(server.person());
    String request =
        TestingClient.request(
            "/",
            "Authorization: Bearer " + token,
            "X-Request-Id: my-own",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertThat(client.head()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
      assertThat(client.header("Sec-WebSocket-Accept")).hasValue("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(client.header("Upgrade")).hasValue("websocket");
      assertThat(client.header("Connection")).hasValue("Upgrade");
      assertThat(client.header("X-Server-Time")).hasValue("1767323045678901234");
      assertThat(client.header("X-Request-Id")).hasValue("my-own");
      assertThat(client.header("Sec-WebSocket-Extensions")).isEmpty();
      assertThat(client.header("Sec-WebSocket-Protocol")).isEmpty();
      assertThat(client.header("Content-Length")).isEmpty();
      assertThat(client.header("Transfer-Encoding")).isEmpty();
      answers(client);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Mixin-Blaze-1, Mixin-Blaze-1",
    "MixinBot-Blaze-1, MixinBot-Blaze-1",
    "Mixin-Notification-Extension-1, Mixin-Notification-Extension-1",
    "'chat, Mixin-Blaze-1', Mixin-Blaze-1",
    "'MixinBot-Blaze-1,Mixin-Blaze-1', MixinBot-Blaze-1",
    "chat, ",
    "mixin-blaze-1, ",
  })
  void the_first_subprotocol_of_ours_is_echoed(String offered, String chosen) throws Exception {
    String request =
        TestingClient.request(
            "/",
            "Authorization: Bearer " + server.token(server.person()),
            "Sec-WebSocket-Protocol: " + offered);

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo(Optional.ofNullable(chosen));
      answers(client);
    }
  }

  @Test
  void the_token_may_be_in_the_query_but_the_header_wins() throws Exception {
    String good = server.token(server.person());
    String asked = TestingClient.request("/?access_token=" + good);
    String overruled =
        TestingClient.request("/?access_token=" + good, "Authorization: Bearer wrong");

    try (var client = TestingClient.handshake(server.port, asked, NOTHING)) {
      answers(client);
    }
    try (var client = TestingClient.handshake(server.port, overruled, NOTHING)) {
      assertThat(client.reply().error()).isPresent();
    }
  }

  @Test
  void the_signature_may_be_over_every_spelling_of_the_target() throws Exception {
    server.targets.clear();
    String token = server.token(server.person());

    String request = TestingClient.request("/?access_token=" + token);
    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      answers(client);
    }

    assertThat(server.targets)
        .startsWith("/")
        .contains("/?access_token=" + token, ":8480/", ":8480/?access_token=" + token, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer wrong", "Bearer", "Basic abc", "\u00ff\u00fe"})
  void a_bad_token_is_told_in_band_and_dropped_without_a_close_frame(String authorization)
      throws Exception {
    String request = TestingClient.request("/", "Authorization: " + authorization);

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      assertUnauthorized(client);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?access_token=%zz", "/?%", "/?access_token", "/?a=%ff&access_token="})
  void a_query_without_a_token_in_it_is_told_so(String target) throws Exception {
    String request = TestingClient.request(target);

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertUnauthorized(client);
    }
  }

  @Test
  void a_page_that_wants_a_code_of_oauth_is_told_that_there_are_none() throws Exception {
    String request = TestingClient.request("/", "Sec-WebSocket-Protocol: Mixin-OAuth-1");

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertThat(new String(client.json(), StandardCharsets.US_ASCII))
          .contains("\"code\":404", "\"reason\":\"Hearth does not serve OAuth.\"");
      assertThat(client.isDropped()).isTrue();
    }
  }

  @Test
  void a_server_that_stops_refuses_an_upgrade_and_ends_it() throws Exception {
    try (var stopping = new TestingBlaze()) {
      stopping.blaze.stop(Duration.ofSeconds(1));

      try (var client =
          TestingClient.handshake(stopping.port, TestingClient.request("/"), NOTHING)) {
        assertThat(client.head()).startsWith("HTTP/1.1 503");
        assertThat(client.header("Connection")).hasValue("close");
        assertThat(client.rest()).contains("The server is stopping.");
      }
    }
  }

  @Test
  void a_token_connects_when_its_scope_names_messages() throws Exception {
    var caller = server.person();
    for (var enough : List.of("FULL", "", "MESSAGES:WRITE MESSAGES:READ")) {
      try (var client = TestingClient.connect(server.port, server.token(caller, enough))) {
        answers(client);
      }
    }
    try (var client =
        TestingClient.connect(server.port, server.token(caller, "PROFILE:READ MESSAGES:READ"))) {
      assertThat(client.reply().error()).hasValueSatisfying(e -> e.is(ErrorCode.FORBIDDEN));
      assertThat(client.isDropped()).isTrue();
    }
  }

  @Test
  void a_fault_while_identifying_is_not_called_unauthorized() throws Exception {
    String token = server.token(server.person());
    server.clock.breakFor(MachineClock.On.WORKERS);
    try (var client = TestingClient.connect(server.port, token)) {
      assertThat(client.next().closeCode()).isEqualTo(1011);
      assertThat(client.isDropped()).isTrue();
    } finally {
      server.clock.mend();
    }
  }

  @Test
  void frames_that_come_with_the_handshake_are_not_lost() throws Exception {
    String request =
        TestingClient.request("/", "Authorization: Bearer " + server.token(server.person()));
    byte[] early = TestingClient.binary("{\"id\":\"early\",\"action\":\"PING\"}");

    try (var client = TestingClient.handshake(server.port, request, early)) {
      client.send("{\"id\":\"late\",\"action\":\"PING\"}");

      assertThat(client.reply().id()).isEqualTo("early");
      assertThat(client.reply().id()).isEqualTo("late");
    }
  }

  @Test
  void a_page_may_connect_if_its_origin_is_allowed_or_the_servers_own() throws Exception {
    String target = "/?access_token=" + server.token(server.person());

    for (String ours :
        List.of(
            "https://chat.example.org", "http://hearth.test:8480", "https://hearth.test:8480")) {
      String request = TestingClient.request(target, "Origin: " + ours);
      try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
        answers(client);
      }
    }
    for (String theirs :
        List.of("https://evil.example.org", "null", "http://hearth.test", "a\tb")) {
      String request = TestingClient.request(target, "Origin: " + theirs);
      try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
        assertThat(client.head()).startsWith("HTTP/1.1 403");
        assertThat(client.header("X-Server-Time")).isPresent();
        assertThat(client.rest()).contains("socket.origins");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example.org:8443, evil.example.org",
    "http://[2001:db8::1], [2001:db8::1]",
    "https://xn--bcher-kva.example, xn--bcher-kva.example",
    "https://evil.example.org/path, an unreadable origin",
    "https://user:secret@evil.example.org, an unreadable origin",
    "https://evil.example.org%0aERROR, an unreadable origin",
    "'a sentence of the client', an unreadable origin",
    "null, an unreadable origin",
  })
  void of_a_foreign_origin_only_the_host_is_logged(String origin, String told) throws Exception {
    assertThat(linesFor(origin))
        .containsExactly("A page of " + told + " may not connect: socket.origins doesn't name it");
  }

  @Test
  void a_long_origin_is_not_logged() throws Exception {
    assertThat(linesFor("https://" + "a".repeat(101)))
        .singleElement(STRING)
        .contains("an unreadable origin");
    assertThat(linesFor("https://" + "a".repeat(100)))
        .singleElement(STRING)
        .contains("a".repeat(100));
  }

  private static List<String> linesFor(String origin) throws IOException {
    try (var log = new LoggedLines()) {
      assertStatus(403, TestingClient.request("/", "Origin: " + origin));
      return log.lines().stream().filter(line -> line.startsWith("A page of")).toList();
    }
  }

  @Test
  void a_client_with_its_token_in_a_header_does_not_count_as_a_page_whatever_origin_it_sends()
      throws Exception {
    String request =
        TestingClient.request(
            "/",
            "Authorization: Bearer " + server.token(server.person()),
            "Origin: http://127.0.0.1:8480");

    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      answers(client);
    }
  }

  @Test
  void a_request_that_is_not_a_websocket_handshake_is_refused() throws Exception {
    String good = TestingClient.request("/");

    assertStatus(400, good.replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""));
    assertStatus(400, good.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"));
    assertStatus(400, good.replace("Connection: Upgrade", "Connection: keep-alive"));
    assertStatus(400, good.replace("HTTP/1.1", "HTTP/1.0"));
    assertStatus(426, good.replace("Version: 13", "Version: 8"));
  }

  @Test
  void an_address_that_keeps_failing_is_answered_late_and_others_are_not() throws Exception {
    var failures =
        TestingBlaze.failures(2, new FailedHandshakes.HandshakeLimits(Duration.ofMillis(200), 1));
    try (var slow = new TestingBlaze(TestingBlaze.SETTINGS, failures, Optional.empty())) {
      List<TestingClient> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        clients.add(TestingClient.connect(slow.port, "wrong"));
        assertThat(clients.getLast().reply().error()).isPresent();
      }

      long asked = System.nanoTime();
      try (var late = TestingClient.connect(slow.port, "wrong");
          var good = slow.connect(slow.person())) {
        answers(good);
        assertThat(late.reply().error()).isPresent();
        assertThat(System.nanoTime() - asked).isGreaterThan(200_000_000);
      }
      for (TestingClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void blaze_is_spoken_over_tls_too() throws Exception {
    var failures = TestingBlaze.failures(5, FailedHandshakes.HandshakeLimits.USUAL);
    var tls = Optional.of(TestingTls.tls());
    try (var secure = new TestingBlaze(TestingBlaze.SETTINGS, failures, tls)) {
      String good = "Authorization: Bearer " + secure.token(secure.person());
      try (var client =
              new TestingClient(
                  TestingTls.connect(secure.port), TestingClient.request("/", good), NOTHING);
          var stranger =
              new TestingClient(
                  TestingTls.connect(secure.port), TestingClient.request("/"), NOTHING)) {
        answers(client);
        assertUnauthorized(stranger);
      }
    }
  }

  private static void answers(TestingClient client) throws IOException {
    client.send("{\"id\":\"1\",\"action\":\"PING\"}");
    assertThat(client.reply().id()).isEqualTo("1");
  }

  private static void assertUnauthorized(TestingClient client) throws IOException {
    BlazeReply told = client.reply();
    assertThat(told.action()).isEqualTo("ERROR");
    assertThat(told.id()).hasSize(36);
    assertThat(told.error()).hasValueSatisfying(e -> e.is(ErrorCode.UNAUTHORIZED));
    assertThat(client.isDropped()).isTrue();
  }

  private static void assertStatus(int status, String request) throws IOException {
    try (var client = TestingClient.handshake(server.port, request, NOTHING)) {
      assertThat(client.head()).contains(" " + status + " ");
    }
  }
}
