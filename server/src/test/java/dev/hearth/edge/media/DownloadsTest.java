package dev.hearth.edge.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.edge.LoggedLines;
import dev.hearth.edge.Tempo;
import dev.hearth.protocol.id.AttachmentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How bytes go out, over real connections.
class DownloadsTest {
  private static final String TEXT = "0123456789";
  private static final String TAG =
      "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"";

  @TempDir private Path folder;
  private TestingMedia media;

  @BeforeEach
  void open() {
    media = new TestingMedia(folder);
  }

  @AfterEach
  void close() {
    media.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " & Content-Type: application/octet-stream & Connection: close",
        " & Accept-Encoding: gzip, deflate, br",
        " & Authorization: Bearer nobody"
      })
  void all_of_it_comes_as_it_is_with_its_length_whoever_asks(String headers) throws IOException {
    var answer = get(media.filled(bytes(TEXT)), headers);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(answer.header("Content-Length")).isEqualTo("10");
    assertThat(answer.headers()).doesNotContainKeys("content-encoding", "transfer-encoding");
    assertThat(answer.header("ETag")).isEqualTo(TAG);
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, max-age=86400, immutable");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><script>alert(document.domain)</script>",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "%PDF-1.7 ",
        "GIF89a<script>alert(1)</script>",
        "export default 1"
      })
  void an_upload_that_could_run_as_a_page_of_ours_is_a_file_to_save(String page)
      throws IOException {
    var answer = get(media.filled(bytes(page)), "");

    assertThat(answer.text()).isEqualTo(page);
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-3      | 206 | 0123       | bytes 0-3/10",
        "bytes=4-       | 206 | 456789     | bytes 4-9/10",
        "bytes=-3       | 206 | 789        | bytes 7-9/10",
        "bytes=-99      | 206 | 0123456789 | bytes 0-9/10",
        "bytes=9-999999 | 206 | 9          | bytes 9-9/10",
        "bytes=0-0      | 206 | 0          | bytes 0-0/10",
        "bytes=10-      | 416 |            | bytes */10",
        "bytes=-0       | 416 |            | bytes */10",
        "bytes=999999999999999999-  | 416 | | bytes */10",
        "bytes=3-1      | 200 | 0123456789 |",
        "bytes=-        | 200 | 0123456789 |",
        "bytes=0-1,4-5  | 200 | 0123456789 |",
        "bytes=9999999999999999999- | 200 | 0123456789 |",
        "bytes=x-y      | 200 | 0123456789 |",
        "lines=1-2      | 200 | 0123456789 |",
      })
  void a_range_of_it_can_be_had(String range, int status, String text, String contentRange)
      throws IOException {
    var answer = get(media.filled(bytes(TEXT)), " & Range: " + range);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange == null ? "" : contentRange);
    if (status != 416) {
      assertThat(answer.text()).isEqualTo(text);
    }
  }

  @Test
  void while_another_program_locks_the_directory_a_client_is_asked_to_come_again()
      throws IOException {
    var target = media.viewTarget(media.filled(bytes(TEXT)));
    media.database.lock();

    try (var log = new LoggedLines();
        var socket = media.connect()) {
      var answer = socket.ask("GET " + target + " HTTP/1.1");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
      assertThat(log.lines()).isEmpty();
      assertThat(media.meter("hearth.refusals", "at", "GET of a file", "code", "503")).isEqualTo(1);
    }
  }

  @Test
  void a_range_of_something_else_is_all_of_it() throws IOException {
    var id = media.filled(bytes(TEXT));

    assertThat(get(id, " & Range: bytes=5- & If-Range: " + TAG).text()).isEqualTo("56789");
    assertThat(get(id, " & Range: bytes=5- & If-Range: \"other\"").text()).isEqualTo(TEXT);
  }

  @Test
  void a_client_that_has_it_already_gets_nothing() throws IOException {
    var id = media.filled(bytes(TEXT));

    var answer = get(id, " & If-None-Match: \"x\", W/" + TAG);

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.header("ETag")).isEqualTo(TAG);
    assertThat(get(id, " & If-None-Match: \"x\"").text()).isEqualTo(TEXT);
  }

  @Test
  void the_head_alone_can_be_had() throws IOException {
    var id = media.filled(bytes(TEXT));
    try (var socket = media.connect()) {
      var head = socket.ask("HEAD " + media.viewTarget(id) + " HTTP/1.1");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("10");

      // And on the same connection, what follows is not mistaken for its body.
      assertThat(socket.ask("GET " + media.viewTarget(id) + " HTTP/1.1").text()).isEqualTo(TEXT);
    }
  }

  @Test
  void an_attachment_that_is_not_uploaded_yet_is_not_found() throws IOException {
    assertThat(get(media.create().id(), "").status()).isEqualTo(404);
  }

  @Test
  void an_address_ends_before_the_attachment_does_and_then_another_leads_to_it()
      throws IOException {
    var id = media.filled(bytes(TEXT));
    String target = media.viewTarget(id);

    media.clock.turn(Duration.ofDays(1));

    assertThat(ask("GET", target).status()).isEqualTo(403);
    assertThat(get(id, "").status()).isEqualTo(200);
  }

  @Test
  void an_attachment_goes_when_its_time_is_over_and_its_bytes_with_it() throws IOException {
    var id = media.filled(bytes(TEXT));
    media.clock.turn(Duration.ofDays(20));
    media.filled(bytes(TEXT));
    media.clock.turn(Duration.ofDays(10).minusSeconds(1));
    String target = media.viewTarget(id);
    assertThat(ask("GET", target).status()).isEqualTo(200);

    media.clock.turn(Duration.ofSeconds(1));

    assertThat(ask("GET", target).status()).isEqualTo(403);
    assertThat(media.attachments.sweep()).isFalse();
    assertThat(media.files()).as("another attachment has the same bytes").hasSize(1);
    media.clock.turn(Duration.ofDays(20));
    media.attachments.sweep();
    assertThat(media.files()).isEmpty();
  }

  @Test
  void an_address_for_uploading_does_not_serve_for_fetching() throws IOException {
    var attachment = media.create();

    assertThat(ask("GET", media.uploadTarget(attachment)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "PATCH", "FROBNICATE"})
  void nothing_else_can_be_done_there(String method) throws IOException {
    var id = media.filled(bytes(TEXT));

    var answer = ask(method, media.viewTarget(id));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("\"code\":404");
  }

  @Test
  void a_page_of_any_origin_may_upload_with_what_clients_send() throws IOException {
    var answer = ask("OPTIONS", media.uploadTarget(media.create()));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("PUT", "HEAD");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("x-amz-acl", "Content-Type");
  }

  @Test
  void bytes_that_were_lost_are_an_error_of_ours_and_not_an_empty_file() throws IOException {
    var id = media.filled(bytes(TEXT));
    Files.delete(media.files().getFirst());

    assertThat(get(id, "").status()).isEqualTo(500);
  }

  @Test
  void a_client_that_does_not_read_is_cut_off_and_holds_up_nobody() throws Exception {
    media.close();
    media = new TestingMedia(folder.resolve("slow"), new Tempo(Duration.ofSeconds(1), 1 << 10));
    var id = media.filled(new byte[TestingMedia.MOST_BYTES]);

    try (var socket = media.connect()) {
      socket.write("GET " + media.viewTarget(id) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(socket.readHead().status()).isEqualTo(200);
      assertThat(get(id, "").body()).hasSize(TestingMedia.MOST_BYTES);

      Eventually.holds(
          "no download is under way", () -> media.meter("hearth.attachments.downloading") == 0);
      assertThat(socket.readRest()).isLessThan(TestingMedia.MOST_BYTES);
    }
  }

  @Test
  void slow_readers_at_one_address_leave_room_for_those_at_others() throws Exception {
    var id = media.filled(new byte[TestingMedia.MOST_BYTES]);
    List<HttpSocket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        var socket = media.connect();
        slow.add(socket);
        socket.write(from("192.0.2.1", id));
        assertThat(socket.readHead().status()).isEqualTo(200);
      }

      assertThat(get(id, " & X-Forwarded-For: 192.0.2.1").status()).isEqualTo(503);
      assertThat(get(id, " & X-Forwarded-For: 192.0.2.2").body()).hasSize(TestingMedia.MOST_BYTES);
    } finally {
      for (HttpSocket socket : slow) {
        socket.close();
      }
    }
  }

  private String from(String address, AttachmentId id) {
    return "GET "
        + media.viewTarget(id)
        + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: "
        + address
        + "\r\n\r\n";
  }

  private HttpSocket.Answer get(AttachmentId id, String headers) throws IOException {
    try (var socket = media.connect()) {
      var attachment = media.attachments.find(id).orElseThrow();
      return socket.ask("GET " + media.viewTarget(attachment) + " HTTP/1.1" + headers);
    }
  }

  private HttpSocket.Answer ask(String method, String target) throws IOException {
    try (var socket = media.connect()) {
      return socket.ask(method + " " + target + " HTTP/1.1");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
