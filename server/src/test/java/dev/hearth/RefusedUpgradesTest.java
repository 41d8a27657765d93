package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A refused upgrade says that its connection ends, and ends it: a client that waits for the end
/// would wait forever otherwise.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedUpgradesTest {
  private static final int BOUND_MILLIS = 5_000;
  private static final int EACH = 2;

  private TestingHearth hearth;
  private String token;

  @BeforeAll
  void start(@TempDir Path folder) {
    hearth = TestingHearth.start(folder, 0, "server.most-connections-each = " + EACH);
    Keystore alice = hearth.person("Alice");
    token =
        SessionToken.sign(
            alice.keyPair(),
            alice.userId(),
            alice.sessionId(),
            Instant.now(),
            Duration.ofMinutes(1),
            "GET",
            "/",
            new byte[0]);
  }

  @AfterAll
  void stop() {
    hearth.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // a page of another origin
        "403 | GET / | Host: a | Host: a & Origin: https://evil.example",
        // not a handshake
        "400 | GET / | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: short",
        "400 | GET / | Connection: Upgrade | Connection: keep-alive",
        "400 | GET / | HTTP/1.1 | HTTP/1.0",
        "426 | GET / | Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8",
        // where no WebSocket is spoken
        "202 | GET /me | Host: a | Host: a",
        "202 | GET /blaze | Host: a | Host: a",
        "202 | GET /nothing/here | Host: a | Host: a",
        "202 | POST / | Host: a | Host: a & Content-Length: 0",
        "404 | GET /files/x | Host: a | Host: a",
        "404 | GET /images/x | Host: a | Host: a",
        "404 | GET /metrics | Host: a | Host: a & X-Forwarded-For: 192.0.2.7",
        "200 | GET /health | Host: a | Host: a",
        "200 | GET /openapi.yaml | Host: a | Host: a",
        "204 | OPTIONS /me | Host: a | Host: a",
      })
  void a_refused_upgrade_announces_the_end_and_ends(
      int status, String asked, String part, String instead) throws IOException {
    String answer = answer(upgrade(asked).replace(part, instead.replace(" & ", "\r\n")));

    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    assertThat(answer.lines().map(String::toLowerCase)).contains("connection: close");
  }

  @Test
  void an_upgrade_of_an_address_with_too_many_connections_announces_the_end_and_ends()
      throws IOException {
    String forwarded = upgrade("GET /").replace("Host: a", "Host: a\r\nX-Forwarded-For: 192.0.2.1");
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < EACH; i++) {
        Socket socket = connect();
        open.add(socket);
        socket.getOutputStream().write(bytes(withToken(forwarded)));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 101");
      }

      assertThat(answer(withToken(forwarded)).lines().map(String::toLowerCase))
          .contains("http/1.1 503 service unavailable", "connection: close");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void an_upgrade_without_a_good_token_is_told_why_over_the_connection_which_ends()
      throws IOException {
    String bad = upgrade("GET /").replace("Host: a", "Host: a\r\nAuthorization: Bearer bad");

    for (String request : List.of(upgrade("GET /"), bad)) {
      assertThat(answer(request)).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void a_plain_request_that_asks_for_the_end_is_answered_and_ended() throws IOException {
    String answer = answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer.lines().map(String::toLowerCase)).contains("connection: close");
  }

  /// All that comes until the connection ends; a connection that stays open fails the test.
  private String answer(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes(request));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), hearth.address().getPort());
    socket.setSoTimeout(BOUND_MILLIS);
    return socket;
  }

  private String withToken(String request) {
    return request.replace("Host: a", "Host: a\r\nAuthorization: Bearer " + token);
  }

  private static byte[] bytes(String request) {
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String upgrade(String asked) {
    return asked
        + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }
}
