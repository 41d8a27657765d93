package dev.hearth.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Authentication;
import dev.hearth.chat.directory.account.Authentication.Anonymous;
import dev.hearth.chat.directory.account.Authentication.Authenticated;
import dev.hearth.chat.directory.account.Authentication.Unauthorized;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.Identification;
import dev.hearth.edge.LoggedLines;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.TestingVertx;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.runtime.Health;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.TokenScope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

final class ApiTest {
  private static final int MOST_BYTES = 1000;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");
  private static final Caller ALICE = new Caller(UserId.random(), SessionId.random(), false, 0);

  private static final AtomicReference<List<String>> targets = new AtomicReference<>(List.of());
  private static final Health health = new Health();
  private static final CountDownLatch entered = new CountDownLatch(1);
  private static final CountDownLatch leave = new CountDownLatch(1);
  private static final HttpClient client = HttpClient.newHttpClient();
  private static final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private static Vertx vertx;
  private static PortListener door;

  record Person(UserId userId, String fullName, Optional<String> phone) {}

  private static final ApiResource PEOPLE =
      routes -> {
        routes
            .get(
                "/me",
                request ->
                    ApiResponse.data(
                        new Person(request.caller().user(), "Ålice", Optional.empty())))
            .get(
                "/users/:id",
                request ->
                    ApiResponse.written(json ->
                        json.writeString(
                            request.pathParameter("id")
                                + request.findQuery("limit").orElse(" without limit"))))
            .get("/conversations/:id", _ -> ApiResponse.nothing())
            .post("/users", request -> ApiResponse.data(request.json()))
            .post(
                "/streamed",
                request ->
                    ApiResponse.data(
                        request.read(parser -> parser.nextToken() == JsonToken.START_ARRAY)))
            .post(
                "/fault",
                _ -> {
                  throw new IllegalStateException("the disk is on fire");
                })
            .post(
                "/parsed",
                request -> ApiResponse.data(Long.parseLong(request.json().stringValue())))
            .delete(
                "/full",
                _ ->
                    ApiResponse.refused(
                        Refusal.of(ErrorCode.GROUP_FULL, "A group has %d members.", 8)
                            .withField("participants")
                            .at(3)))
            .get(
                "/slow",
                _ -> {
                  entered.countDown();
                  try {
                    leave.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return ApiResponse.nothing();
                });
        routes
            .withBodiesUpTo(20 << 20)
            .post("/large", request -> ApiResponse.data(request.body().length));
        routes
            .forAnyone()
            .get("/", request -> ApiResponse.data(request.findCaller().isPresent()))
            .get("/nothing", _ -> ApiResponse.nothing());
      };

  @BeforeAll
  static void open() {
    vertx = TestingVertx.open();
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.counter("tested").increment();
    var api =
        new Shell(
            vertx,
            new Identification() {
              @Override
              public Authentication.Verdict check(
                  String token,
                  String method,
                  List<String> asked,
                  byte[] body,
                  Optional<ClientAddress> address) {
                return identify(token, asked);
              }

              @Override
              public Optional<SessionId> findClaimed(String token) {
                return token.equals("alice") ? Optional.of(ALICE.session()) : Optional.empty();
              }
            },
            new Shell.RequestLimits(
                MOST_BYTES, 16 << 10, 1, 64 << 20, 16 << 20, new Tempo(Duration.ofSeconds(10), 1)),
            ClientAddresses.LOCAL_PROXY,
            TestingCosts.none(),
            meters,
            workers,
            EncodedResponse::enveloped,
            List.of(PEOPLE));
    var settings = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    List<Line> lines = new ArrayList<>();
    lines.add(Line.webSocket("/", request -> request.response().end("blaze")));
    OperatorPage.all(health, meters, false, workers)
        .forEach(page -> lines.add(Line.page(page.path(), page::show)));
    lines.add(Line.rest(api));
    var headers = new ServerHeaders(InstantSource.fixed(NOW));
    door = PortListener.open(vertx, 2, settings, new RouteTable(headers, lines));
  }

  @AfterAll
  static void close() {
    client.close();
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
    workers.close();
  }

  @Test
  void a_caller_gets_data_in_the_envelope() throws Exception {
    HttpResponse<String> answer = send(get("/me").header("Authorization", "Bearer alice"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode person = json(answer).get("data");
    assertThat(person.get("user_id").asString()).isEqualTo(ALICE.user().toString());
    assertThat(person.get("full_name").asString()).isEqualTo("Ålice");
    assertThat(person.get("phone").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer mallory", "Bearer", "Bearer ", "Basic alice"})
  void a_caller_without_a_token_is_refused_with_an_error_and_202(String authorization)
      throws Exception {
    HttpResponse<String> answer = send(get("/me").header("Authorization", authorization));

    assertRefused(answer, 401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer mallory", "Bearer"})
  void a_route_for_anyone_takes_nobody(String authorization) throws Exception {
    HttpResponse<String> answer = send(get("/").header("Authorization", authorization));

    assertThat(answer.body()).isEqualTo("{\"data\":false}");
  }

  @Test
  void a_token_with_a_scope_does_only_what_the_scope_names() throws Exception {
    var reading = "Bearer alice-reading";

    for (var path : List.of("/me", "/users/7", "/", "/nothing")) {
      assertThat(send(get(path).header("Authorization", reading)).statusCode()).isEqualTo(200);
    }
    var lacking = send(get("/conversations/7").header("Authorization", reading));
    assertRefused(lacking, 403);
    assertThat(lacking.body()).contains("The token's scp has to name MESSAGES:READ, or be FULL.");
    var unnamed = send(get("/full").DELETE().header("Authorization", reading));
    assertRefused(unnamed, 403);
    assertThat(unnamed.body()).contains("The token's scp has to be FULL for this.");
    assertRefused(send(get("/full").DELETE().header("Authorization", "Bearer alice")), 20116);
  }

  @Test
  void a_larger_body_fits_where_a_route_says_so() throws Exception {
    var answer = post("/large", " ".repeat(3 << 20));

    assertThat(json(answer).get("data").asInt()).isEqualTo(3 << 20);
  }

  @Test
  void every_answer_carries_the_request_id_and_the_time_in_nanoseconds() throws Exception {
    for (String path : List.of("/", "/me", "/no/such/route", "/health", "/metrics")) {
      HttpResponse<String> answer = send(get(path).header("X-Request-Id", "my-own"));

      assertThat(answer.headers().firstValue("X-Request-Id")).as(path).hasValue("my-own");
      assertThat(answer.headers().firstValue("X-Server-Time")).hasValue("1767323045678901234");
      assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
          .hasValueSatisfying(exposed -> assertThat(exposed).contains("X-Request-Id"));
    }
    assertThat(send(get("/")).headers().firstValue("X-Request-Id"))
        .hasValueSatisfying(fresh -> assertThat(fresh).hasSize(36));
  }

  @Test
  void unknown_routes_and_methods_are_answered_in_json() throws Exception {
    assertRefused(send(get("/no/such/route")), 404);
    assertRefused(send(get("/me").DELETE()), 404);
  }

  @Test
  void path_and_query_reach_the_handler_decoded_and_the_signature_check_raw() throws Exception {
    String target = "/users/+86%20139?limit=10&offset=2018-05-29T16:30:24.8+08:00";

    HttpResponse<String> answer = send(get(target).header("Authorization", "Bearer alice"));

    assertThat(json(answer).get("data").asString()).isEqualTo("+86 13910");
    assertThat(targets.get())
        .startsWith(target, ":" + door.port() + target)
        .contains("/users/+86%20139");
  }

  @Test
  void a_query_with_bad_escapes_is_refused() throws Exception {
    String head = "Host: x\r\nAuthorization: Bearer alice\r\nConnection: close\r\n\r\n";

    assertThat(raw("GET /users/7?limit=%zz HTTP/1.1\r\n" + head)).contains("\"code\":400");
  }

  @Test
  void an_empty_parameter_counts_as_absent() throws Exception {
    for (String query :
        List.of("?limit", "?limit=", "?limit=null", "?limit=None", "?limit=undefined")) {
      var answer = send(get("/users/7" + query).header("Authorization", "Bearer alice"));

      assertThat(json(answer).get("data").asString()).isEqualTo("7 without limit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users/7?limit=%zz", "/users/%zz", "/users/7?%", "/%", "?x", "/users/%"})
  void a_target_that_cannot_be_decoded_is_refused(String target) throws Exception {
    String head = " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n";

    assertThat(raw("GET " + target + head)).contains("\"error\":{");
  }

  @Test
  void a_body_is_json_or_refused() throws Exception {
    assertThat(post("/users", "[{\"a\":1}]").body()).isEqualTo("{\"data\":[{\"a\":1}]}");
    assertThat(post("/users", "\"\"").body()).isEqualTo("{\"data\":\"\"}");
    assertThat(post("/streamed", "[]").body()).isEqualTo("{\"data\":true}");
    assertRefused(post("/users", "{\"a\":"), 400);
    assertRefused(post("/users", "[".repeat(100)), 10002);
    assertRefused(post("/streamed", "nonsense"), 400);
  }

  @Test
  void a_body_that_is_too_long_is_refused_and_the_server_continues() throws Exception {
    assertRefused(post("/users", "\"" + "x".repeat(MOST_BYTES) + "\""), 400);
    assertThat(post("/users", "\"" + "x".repeat(MOST_BYTES - 2) + "\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_fault_is_500_without_a_word_about_it() throws Exception {
    HttpResponse<String> answer = post("/fault", "{}");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(json(answer).at("/error/code").asInt()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("fire");
  }

  @Test
  void a_fault_is_logged_without_a_word_that_the_client_wrote() throws Exception {
    try (var log = new LoggedLines()) {
      assertThat(post("/parsed", "\"the-clients-text\"").statusCode()).isEqualTo(500);

      assertThat(log.lines())
          .filteredOn(line -> line.contains("POST /parsed failed"))
          .singleElement(STRING)
          .contains("java.lang.NumberFormatException", "Long.parseLong")
          .doesNotContain("the-clients-text");
    }
  }

  @Test
  void a_refusal_tells_code_and_extra() throws Exception {
    var answer = send(get("/full").DELETE().header("Authorization", "Bearer alice"));

    assertRefused(answer, 20116);
    assertThat(json(answer).at("/error/extra"))
        .hasToString(
            """
            {"reason":"A group has 8 members.","field":"participants","index":"3"}\
            """);
  }

  @Test
  void nothing_to_say_is_null() throws Exception {
    assertThat(send(get("/nothing")).body()).isEqualTo("{\"data\":null}");
  }

  @Test
  void more_requests_than_may_be_worked_on_are_refused() throws Exception {
    var slow =
        client.sendAsync(
            get("/slow").header("Authorization", "Bearer alice").build(), BodyHandlers.ofString());
    entered.await();

    assertRefused(send(get("/nothing")), 429);

    leave.countDown();
    assertThat(slow.get().statusCode()).isEqualTo(200);
  }

  @Test
  void browsers_may_ask_before_they_send() throws Exception {
    var answer =
        send(get("/me").method("OPTIONS", BodyPublishers.noBody()).header("Origin", "https://x"));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValueSatisfying(allowed -> assertThat(allowed).contains("Authorization"));
  }

  @Test
  void health_tells_whether_the_server_takes_work_and_why_not() throws Exception {
    var ready = send(get("/health"));
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");

    health.raise("stopping", "the server is stopping");
    try {
      var stopping = send(get("/health"));
      assertThat(stopping.statusCode()).isEqualTo(503);
      assertThat(stopping.body())
          .isEqualTo("{\"ready\":false,\"reasons\":[\"the server is stopping\"]}");
      assertThat(send(get("/health/live")).statusCode()).isEqualTo(200);
    } finally {
      health.clear("stopping");
    }
  }

  @Test
  void meters_can_be_scraped() throws Exception {
    assertThat(send(get("/metrics")).body()).contains("tested_total 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
  void meters_are_not_for_clients_of_a_proxy(String header) throws Exception {
    var answer = send(get("/metrics").header(header, "192.0.2.1"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("server.public-metrics").doesNotContain("tested_total");
  }

  @Test
  void meters_are_rendered_once_a_second() {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var counter = meters.counter("asked");
    var nanos = new AtomicLong();
    var page = new OperatorPage.Metrics(meters, true, Runnable::run, nanos::get);
    counter.increment();
    assertThat(page.scrape().toString()).contains("asked_total 1.0");
    counter.increment();

    nanos.set(999_999_999);
    assertThat(page.scrape().toString()).contains("asked_total 1.0");

    nanos.set(1_000_000_000);
    assertThat(page.scrape().toString()).contains("asked_total 2.0");
  }

  @Test
  void the_requests_and_answers_of_the_api_can_be_read_from_it() throws Exception {
    HttpResponse<String> answer = send(get("/openapi.yaml"));

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(answer.body()).contains("openapi: 3.1.0");
  }

  @Test
  void an_upgrade_at_the_root_goes_to_blaze() throws Exception {
    String head = "Host: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n";

    assertThat(raw("GET /?access_token=t HTTP/1.1\r\n" + head)).endsWith("blaze");
    assertThat(raw("GET /me HTTP/1.1\r\n" + head)).contains("\"code\":401");
  }

  @Test
  void bytes_that_are_not_http_are_refused() throws Exception {
    assertThat(raw("\u0001\u0002 nonsense\r\n\r\n"))
        .contains("400 Bad Request")
        .contains("\"code\":400");
  }

  private static Authentication.Verdict identify(String token, List<String> candidates) {
    targets.set(candidates);
    return switch (token) {
      case "alice" -> new Authenticated(ALICE, TokenScope.FULL);
      case "alice-reading" -> new Authenticated(ALICE, TokenScope.of("PROFILE:READ CONTACTS:READ"));
      case "" -> new Anonymous();
      default -> new Unauthorized(Refusal.of(ErrorCode.UNAUTHORIZED, "Nobody has this token."));
    };
  }

  private static void assertRefused(HttpResponse<String> answer, int code) {
    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode error = json(answer).get("error");
    assertThat(error.get("status").asInt()).isEqualTo(202);
    assertThat(error.get("code").asInt()).isEqualTo(code);
    assertThat(error.get("description").asString()).isNotEmpty();
    assertThat(json(answer).has("data")).isFalse();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return ApiJson.MAPPER.readTree(answer.body());
  }

  private static HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        get(path).POST(BodyPublishers.ofString(body)).header("Authorization", "Bearer alice"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// Everything the server says to these bytes, until it has said nothing for a while or hung up.
  private static String raw(String bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      var answer = new StringBuilder();
      byte[] some = new byte[4096];
      int body = -1;
      while (body < 0 || answer.length() < body) {
        int length = socket.getInputStream().read(some);
        if (length < 0) {
          break;
        }
        answer.append(new String(some, 0, length, StandardCharsets.UTF_8));
        int end = answer.indexOf("\r\n\r\n");
        var announced = Pattern.compile("content-length: (\\d+)").matcher(answer);
        body = end >= 0 && announced.find() ? end + 4 + Integer.parseInt(announced.group(1)) : -1;
      }
      return answer.toString();
    }
  }
}
