package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The web messenger as browsers get it, and the API that programs get at the same address. The
/// files are a few of the tests' own, in `src/test/resources/dev/hearth/web`, so that this module
/// builds without the page.
@ExtendWith(OneHearth.class)
class WebMessengerTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
  private static final String SCRIPT = "/app/main-TESTTEST.js";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final TestingHearth hearth;

  @TempDir private Path folder;

  WebMessengerTest(TestingHearth hearth) {
    this.hearth = hearth;
  }

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  @Test
  void a_browser_gets_the_page_where_a_program_gets_the_api() throws Exception {
    var page = ask("GET", "/", "Accept", BROWSER);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body()).isEqualTo(file("/index.html"));

    for (String accept : new String[] {"*/*", "application/json", "text/*", "text/html;q=0, */*"}) {
      var answer = ask("GET", "/", "Accept", accept);
      assertThat(text(answer)).as(accept).isEqualTo("{\"data\":{\"name\":\"Hearth\"}}");
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(answer, "Content-Security-Policy")).isEmpty();
    }
    assertThat(text(ask("GET", "/"))).contains("\"name\":\"Hearth\"");
  }

  @Test
  void caches_keep_what_browsers_and_what_programs_get_apart() throws Exception {
    assertThat(header(ask("GET", "/", "Accept", BROWSER), "Vary"))
        .isEqualTo("Accept, Accept-Encoding");
    assertThat(header(ask("GET", "/"), "Vary")).isEqualTo("Accept");
    assertThat(header(ask("GET", "/me"), "Vary")).isEmpty();
  }

  @Test
  void a_browser_that_opens_a_link_to_a_group_gets_the_page() throws Exception {
    var code = "/codes/6f1d1b5c-3f6f-4a3e-9f1e-1f2d3c4b5a69";

    assertThat(ask("GET", code, "Accept", BROWSER).body()).isEqualTo(file("/index.html"));
    assertThat(text(ask("GET", code))).startsWith("{\"error\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd | br   | .br",
        "gzip                    | gzip | .gz",
        "br;q=0, gzip;q=0.5      | gzip | .gz",
        "identity                | ''   | ''",
        "br;q=0, gzip;q=0.000    | ''   | ''",
        "''                      | ''   | ''",
      })
  void a_file_is_sent_as_small_as_the_client_takes_it(String accepted, String coding, String ending)
      throws Exception {
    var answer = ask("GET", SCRIPT, "Accept-Encoding", accepted);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Encoding")).isEqualTo(coding);
    assertThat(answer.body()).isEqualTo(file(SCRIPT + ending));
    assertThat(header(answer, "Content-Length"))
        .isEqualTo(Integer.toString(file(SCRIPT + ending).length));
    assertThat(header(answer, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(answer, "Vary")).contains("Accept-Encoding");
  }

  @Test
  void a_file_whose_name_has_its_hash_is_kept_for_good_and_the_page_is_asked_for_again()
      throws Exception {
    assertThat(header(ask("GET", SCRIPT), "Cache-Control"))
        .isEqualTo("public, max-age=31536000, immutable");
    for (String path : new String[] {"/offline.js", "/manifest.webmanifest"}) {
      assertThat(header(ask("GET", path), "Cache-Control")).as(path).isEqualTo("no-cache");
    }
    assertThat(header(ask("GET", "/", "Accept", BROWSER), "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void a_client_that_has_a_file_already_is_sent_nothing() throws Exception {
    for (String coding : new String[] {"br", "gzip", "identity"}) {
      var first = ask("GET", "/", "Accept", BROWSER, "Accept-Encoding", coding);
      String tag = header(first, "ETag");

      var again =
          ask("GET", "/", "Accept", BROWSER, "Accept-Encoding", coding, "If-None-Match", tag);
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(tag);
      assertThat(header(again, "Content-Security-Policy")).isNotEmpty();

      var other =
          ask("GET", "/", "Accept", BROWSER, "Accept-Encoding", coding, "If-None-Match", "\"old\"");
      assertThat(other.statusCode()).isEqualTo(200);
    }
    assertThat(Stream.of("br", "gzip", "identity").map(this::tag).distinct()).hasSize(3);
  }

  @Test
  void head_says_what_get_would() throws Exception {
    var page = ask("HEAD", "/", "Accept", BROWSER, "Accept-Encoding", "br");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEmpty();
    assertThat(header(page, "Content-Length"))
        .isEqualTo(Integer.toString(file("/index.html.br").length));
    assertThat(header(page, "Content-Encoding")).isEqualTo("br");

    var script = ask("HEAD", SCRIPT);
    assertThat(script.body()).isEmpty();
    assertThat(header(script, "Content-Length")).isEqualTo(Integer.toString(file(SCRIPT).length));
    // As without the page.
    assertThat(ask("HEAD", "/").statusCode()).isEqualTo(202);
  }

  @Test
  void the_headers_allow_the_page_what_it_needs_and_nothing_else() throws Exception {
    String host = hearth.address().getAuthority();
    for (String path : new String[] {"/", SCRIPT, "/offline.js"}) {
      var answer = ask("GET", path, "Accept", BROWSER);

      assertThat(List.of(header(answer, "Content-Security-Policy").split("; ")))
          .as(path)
          .containsExactly(
              "default-src 'none'",
              "script-src 'self' 'sha256-dGVzdA=='",
              "style-src 'self'",
              "connect-src 'self' ws://" + host,
              "img-src 'self' blob: data:",
              "media-src 'self' blob:",
              "worker-src 'self' blob:",
              "manifest-src 'self'",
              "base-uri 'none'",
              "form-action 'none'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'",
              "trusted-types hearth");
      assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Permissions-Policy")).contains("camera=(self)", "usb=()");
      assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
      assertThat(header(answer, "X-Server-Time")).isNotEmpty();
      assertThat(header(answer, "Strict-Transport-Security")).isEmpty();
    }
  }

  @Test
  void behind_tls_the_browser_is_told_to_stay_there() throws Exception {
    var answer = ask("GET", "/", "Accept", BROWSER, "X-Forwarded-Proto", "https");

    assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
    assertThat(header(answer, "Content-Security-Policy"))
        .contains("connect-src 'self' wss://" + hearth.address().getAuthority());
  }

  @Test
  void pictures_that_are_at_the_public_address_are_shown() throws Exception {
    try (var elsewhere =
        TestingHearth.start(folder, 0, "http.public-url = https://chat.example.org/")) {
      var answer = ask(elsewhere, "GET", "/", "Accept", BROWSER);

      assertThat(header(answer, "Content-Security-Policy"))
          .contains("img-src 'self' blob: data: https://chat.example.org;")
          .containsPattern("connect-src 'self' ws://[^ ]+ https://chat.example.org;");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/bundle.txt",
        "/app/",
        "/app",
        "/app/main-OTHEROTH.js",
        "/app/main-TESTTEST.js.br",
        "/app/main-TESTTEST.js/",
        "/app//main-TESTTEST.js",
        "/app/../app/main-TESTTEST.js",
        "/app/..%2fapp%2fmain-TESTTEST.js",
        "/app/%2e%2e/%2e%2e/package-info.class",
        "/../web/bundle.txt",
        "//app/main-TESTTEST.js",
        "/APP/main-TESTTEST.js",
        "/app/main-TESTTEST.js%00",
        "/app\\main-TESTTEST.js"
      })
  void an_address_without_a_file_is_refused_as_by_the_api(String path) throws Exception {
    String answer = raw("GET " + path + " HTTP/1.1\r\nAccept: " + BROWSER);

    assertThat(answer).startsWith("HTTP/1.1 202").contains("\"code\":404");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void files_are_only_ever_fetched(String method) throws Exception {
    assertThat(text(ask(method, SCRIPT))).contains("\"error\"");
    assertThat(text(ask(method, "/", "Accept", BROWSER))).contains("\"error\"");
  }

  @Test
  void without_the_page_everything_is_as_before() throws Exception {
    try (var plain = TestingHearth.start(folder, 0, "web.enabled = no")) {
      var root = ask(plain, "GET", "/", "Accept", BROWSER);
      assertThat(text(root)).isEqualTo("{\"data\":{\"name\":\"Hearth\"}}");
      assertThat(header(root, "Vary")).isEmpty();
      assertThat(text(ask(plain, "GET", SCRIPT))).contains("\"code\":404");
      assertThat(text(ask(plain, "GET", "/offline.js"))).contains("\"code\":404");
    }
  }

  /// Sends the path as it is; a client would tidy it up.
  private String raw(String head) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), hearth.address().getPort())) {
      String request = head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String tag(String coding) {
    try {
      return header(ask("HEAD", SCRIPT, "Accept-Encoding", coding), "ETag");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<byte[]> ask(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return ask(hearth, method, path, headers);
  }

  private static HttpResponse<byte[]> ask(
      TestingHearth at, String method, String path, String... headers)
      throws IOException, InterruptedException {
    URI address = at.address().resolve(path);
    var request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
    List<String> named = new ArrayList<>(List.of(headers));
    for (int i = 0; i < named.size(); i += 2) {
      request.header(named.get(i), named.get(i + 1));
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static byte[] file(String path) throws IOException {
    try (InputStream in = WebMessengerTest.class.getResourceAsStream("/dev/hearth/web" + path)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
