package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.edge.RouteTable.Line;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each part answers with its own name.
class RouteTableTest {
  private final Vertx vertx = TestingVertx.open();
  private PortListener door;

  @BeforeEach
  void open() {
    var table =
        new RouteTable(
            new ServerHeaders(InstantSource.system()),
            List.of(
                Line.webSocket("/", named("blaze")),
                Line.below("/files/", named("files")),
                Line.page("/health", named("health")),
                Line.page("/metrics", named("metrics")),
                Line.rest(named("api"))));
    var settings = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    door = PortListener.open(vertx, 1, settings, table);
  }

  @AfterEach
  void close() {
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
  }

  @Test
  void the_first_line_that_fits_takes_the_request() throws IOException {
    assertThat(ask("GET", "/files/7/ticket", "")).endsWith("files");
    assertThat(ask("PUT", "/files/", "")).endsWith("files");
    assertThat(ask("GET", "/files", "")).endsWith("api");
    assertThat(ask("GET", "/me?a=/files/", "")).endsWith("api");
    assertThat(ask("GET", "/", "")).endsWith("api");
  }

  @Test
  void a_page_takes_get_of_its_path_alone() throws IOException {
    assertThat(ask("GET", "/health", "")).endsWith("health");
    assertThat(ask("GET", "/health/", "")).endsWith("health");
    assertThat(ask("GET", "/health?x=1", "")).endsWith("health");
    assertThat(ask("POST", "/health", "")).endsWith("api");
    assertThat(ask("GET", "/health/more", "")).endsWith("api");
    assertThat(ask("GET", "/metrics", "")).endsWith("metrics");
  }

  @Test
  void a_web_socket_is_asked_for_at_its_path_alone() throws IOException {
    String upgrade = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n";

    assertThat(ask("GET", "/?access_token=t", upgrade)).endsWith("blaze");
    assertThat(ask("POST", "/", upgrade)).endsWith("api");
    assertThat(ask("GET", "/me", upgrade)).endsWith("api");
  }

  @Test
  void every_answer_has_the_servers_headers_and_pages_may_read_all_but_blaze() throws IOException {
    String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

    for (String path : List.of("/me", "/files/7", "/health")) {
      assertThat(ask("GET", path, ""))
          .contains("X-Server-Time: ", "Access-Control-Allow-Origin: *");
      assertThat(ask("OPTIONS", path, "")).contains("204 No Content");
    }
    assertThat(ask("GET", "/", upgrade))
        .contains("X-Server-Time: ")
        .doesNotContain("Access-Control-Allow-Origin");
  }

  @Test
  void bytes_that_are_not_http_go_to_the_last_line() throws IOException {
    assertThat(send("\u0001\u0002 nonsense\r\n\r\n")).endsWith("api");
  }

  @Test
  void a_table_without_a_line_for_the_rest_is_refused() {
    var headers = new ServerHeaders(InstantSource.system());

    assertThatThrownBy(() -> new RouteTable(headers, List.of(Line.below("/files/", named("x")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Handler<HttpServerRequest> named(String name) {
    return request -> request.response().putHeader("Connection", "close").end(name);
  }

  private String ask(String method, String target, String more) throws IOException {
    String connection = more.isEmpty() ? "Connection: close\r\n" : more;
    return send(method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + connection + "\r\n");
  }

  private String send(String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      var answer = new StringBuilder();
      // A connection that asked for a WebSocket stays open.
      while (!answer.toString().matches("(?s).*\r\n\r\n(blaze|api)")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        answer.append((char) next);
      }
      return answer.toString();
    }
  }
}
