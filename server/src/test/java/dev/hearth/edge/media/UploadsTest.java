package dev.hearth.edge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import dev.hearth.chat.media.Attachment;
import dev.hearth.chat.media.Attachments.Created;
import dev.hearth.edge.Tempo;
import dev.hearth.protocol.id.AttachmentId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How bytes come in, over real connections.
class UploadsTest {
  @TempDir private Path folder;
  private final Random random = new Random(1);
  private TestingMedia media;

  @BeforeEach
  void open() {
    media = new TestingMedia(folder);
  }

  @AfterEach
  void close() {
    media.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the Go and Ruby SDKs | Content-Type: application/octet-stream & x-amz-acl: public-read",
        "the Node SDK | Content-Type: application/octet-stream & x-amz-acl: public-read & Accept: application/json, text/plain, */* & User-Agent: axios/1.7",
        "the Android app | Content-Type: application/octet-stream & x-amz-acl: public-read & Connection: close & Accept-Encoding: gzip",
        "the desktop app | content-type: application/octet-stream & x-amz-acl: public-read & connection: close & accept-encoding: gzip",
        "a client that asks first | Expect: 100-continue",
        "somebody with a token too many | Authorization: Bearer x & X-Request-Id: me",
      })
  void each_client_uploads_as_it_does_anywhere(String client, String headers) throws IOException {
    var attachment = media.create();
    byte[] bytes = random(200_000);

    try (var socket = media.connect()) {
      put(socket, attachment, headers + " & Content-Length: " + bytes.length);
      if (headers.contains("Expect")) {
        assertThat(socket.readHead().status()).isEqualTo(100);
      }
      socket.write(bytes);
      var answer = socket.read();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Length")).isEqualTo("0");
      assertThat(answer.header("X-Server-Time")).isEqualTo("1767225600000000000");
      if (headers.toLowerCase(Locale.ROOT).contains("connection: close")) {
        assertThat(socket.isEnded()).isTrue();
      }
    }
    assertThat(download(attachment.id())).isEqualTo(bytes);
  }

  @Test
  void a_body_in_chunks_is_taken_too() throws IOException {
    var attachment = media.create();

    try (var socket = media.connect()) {
      put(socket, attachment, "Transfer-Encoding: chunked");
      socket.write("5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n");
      assertThat(socket.read().status()).isEqualTo(200);
    }

    assertThat(download(attachment.id())).asString().isEqualTo("hello, world");
  }

  @Test
  void nothing_at_all_can_be_uploaded() throws IOException {
    var id = media.filled(new byte[0]);

    assertThat(download(id)).isEmpty();
  }

  @Test
  void the_same_bytes_may_come_again_and_others_may_not() throws IOException {
    var attachment = media.create();
    byte[] bytes = random(100_000);
    assertThat(upload(attachment, bytes)).isEqualTo(200);

    assertThat(upload(attachment, bytes)).isEqualTo(200);
    assertThat(upload(attachment, random(100_000))).isEqualTo(409);
    assertThat(upload(attachment, random(99))).isEqualTo(409);

    assertThat(download(attachment.id())).isEqualTo(bytes);
    assertThat(media.files()).hasSize(1);
  }

  @Test
  void the_same_bytes_of_two_are_kept_once() throws IOException {
    byte[] bytes = random(100_000);
    media.filled(bytes);
    media.filled(bytes);

    assertThat(media.files()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1000000", "Transfer-Encoding: chunked"})
  void an_upload_that_breaks_off_leaves_nothing_and_may_be_made_again(String length)
      throws Exception {
    var attachment = media.create();
    try (var socket = media.connect()) {
      put(socket, attachment, length);
      socket.write(length.startsWith("C") ? "" : "100000\r\n");
      socket.write(random(500_000));
      Eventually.holds(
          "half a million bytes came in",
          () -> media.meter("hearth.attachments.bytes", "way", "in") >= 500_000);
      assertThat(media.files()).hasSize(1);
    }

    Eventually.holds(
        "no upload is under way", () -> media.meter("hearth.attachments.uploading") == 0);
    assertThat(media.files()).isEmpty();
    assertThat(media.attachments.find(attachment.id()).orElseThrow().content()).isEmpty();
    assertThat(upload(attachment, random(1_000))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nhello\r\n", "5\r\nhelloooooo\r\n", "-5\r\nhello\r\n"})
  void malformed_chunks_leave_nothing(String chunks) throws Exception {
    var attachment = media.create();

    try (var socket = media.connect()) {
      put(socket, attachment, "Transfer-Encoding: chunked");
      socket.write("5\r\nhello\r\n" + chunks);
      Eventually.holds(
          "the upload counts as interrupted",
          () -> media.meter("hearth.attachments.refused", "why", "interrupted") == 1);
    }

    assertThat(media.files()).isEmpty();
    assertThat(upload(attachment, random(10))).isEqualTo(200);
  }

  @Test
  void an_upload_that_says_it_is_too_large_is_refused_before_it_comes() throws IOException {
    var attachment = media.create();

    try (var socket = media.connect()) {
      put(socket, attachment, "Content-Length: " + (TestingMedia.MOST_BYTES + 1));
      var answer = socket.read();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.text()).contains("\"code\":413");
    }
  }

  @Test
  void an_upload_that_turns_out_too_large_leaves_nothing_and_the_sender_can_read_why()
      throws Exception {
    var attachment = media.create();
    byte[] mebibyte = random(1 << 20);

    try (var socket = media.connect()) {
      put(socket, attachment, "Transfer-Encoding: chunked");
      for (int i = 0; i < 18; i++) {
        socket.write("100000\r\n");
        socket.write(mebibyte);
        socket.write("\r\n");
      }
      socket.write("0\r\n\r\n");

      assertThat(socket.read().status()).isEqualTo(413);
      assertThat(socket.isEnded()).isTrue();
    }
    assertThat(media.files()).isEmpty();
  }

  @Test
  void somebody_who_uploads_more_than_the_quota_is_told() throws IOException {
    media.filled(new byte[TestingMedia.MOST_BYTES]);
    media.filled(random(TestingMedia.MOST_BYTES));
    assertThat(media.files()).hasSize(2);

    assertThat(media.attachments.create(media.alice())).isInstanceOf(Created.OverQuota.class);
    media.clock.turn(Duration.ofDays(31));
    assertThat(upload(media.create(), random(10))).isEqualTo(200);
  }

  @Test
  void addresses_that_were_not_given_out_are_refused() throws IOException {
    var attachment = media.create();
    var other = media.create();
    String target = media.uploadTarget(attachment);
    String ticket = target.substring(target.lastIndexOf('/') + 1);
    String later = Long.toString(Long.parseLong(ticket.split("\\.", 2)[0]) + 1);
    List<String> forged =
        List.of(
            "/files/" + other.id() + "/" + ticket,
            "/files/" + attachment.id() + "/" + later + ticket.substring(ticket.indexOf('.')),
            target.substring(0, target.length() - 1),
            target + "A",
            target + "/",
            "/files/" + attachment.id() + "/",
            "/files/" + attachment.id() + "/.",
            "/files/" + attachment.id() + "/1767225600.",
            "/files/" + attachment.id() + "/x." + ticket,
            media.viewTarget(attachment));
    for (String target2 : forged) {
      assertThat(upload(target2, random(10))).as(target2).isEqualTo(403);
    }
    for (String path :
        List.of(
            "/files/",
            "/files/x",
            "/files/x/y",
            "/files/../../etc/passwd",
            "/files/%2e%2e/%2e%2e/x",
            "/files/" + attachment.id(),
            "/files//" + ticket)) {
      assertThat(upload(path, random(10))).as(path).isEqualTo(404);
    }
    assertThat(media.files()).isEmpty();
  }

  @Test
  void an_address_is_good_for_six_hours() throws IOException {
    var attachment = media.create();
    media.clock.turn(Duration.ofHours(6).minusSeconds(1));
    assertThat(upload(attachment, random(10))).isEqualTo(200);

    media.clock.turn(Duration.ofSeconds(1));
    assertThat(upload(attachment, random(10))).isEqualTo(403);
  }

  @Test
  void a_bounded_number_of_uploads_come_at_once_and_more_are_asked_to_wait() throws Exception {
    List<HttpSocket> sockets = new ArrayList<>();
    for (int i = 0; i < TestingMedia.UPLOADS; i++) {
      var socket = media.connect();
      put(socket, media.create(), "Content-Length: 10");
      sockets.add(socket);
    }
    Eventually.holds(
        "all uploads are under way",
        () -> media.meter("hearth.attachments.uploading") == TestingMedia.UPLOADS);

    try (var socket = media.connect()) {
      put(socket, media.create(), "Content-Length: 10");
      var answer = socket.read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
    for (var socket : sockets) {
      socket.write("0123456789");
      assertThat(socket.read().status()).isEqualTo(200);
      socket.close();
    }
    assertThat(upload(media.create(), random(10))).isEqualTo(200);
  }

  @Test
  void a_client_that_stops_sending_is_cut_off() throws Exception {
    media.close();
    media = new TestingMedia(folder.resolve("slow"), new Tempo(Duration.ofMillis(200), 1_000));
    var attachment = media.create();

    try (var socket = media.connect()) {
      put(socket, attachment, "Content-Length: 1000000");
      socket.write(random(1_000));
      assertThat(socket.read().status()).isEqualTo(408);
    }
    assertThat(media.files()).isEmpty();
  }

  @Test
  void a_client_that_trickles_is_cut_off() throws Exception {
    media.close();
    media = new TestingMedia(folder.resolve("slow"), new Tempo(Duration.ofMillis(200), 1 << 30));
    var attachment = media.create();

    try (var socket = media.connect()) {
      put(socket, attachment, "Content-Length: 100000000");
      assertThatThrownBy(
              () -> {
                while (true) {
                  socket.write(random(1_000));
                }
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
    Eventually.holds(
        "no upload is under way", () -> media.meter("hearth.attachments.uploading") == 0);
    assertThat(media.files()).isEmpty();
  }

  @Test
  void a_server_that_stops_ends_what_does_not_and_leaves_nothing() throws Exception {
    var attachment = media.create();
    try (var socket = media.connect()) {
      put(socket, attachment, "Content-Length: 1000000");
      socket.write(random(1_000));
      Eventually.holds(
          "the upload is under way", () -> media.meter("hearth.attachments.uploading") == 1);

      media.stop(Duration.ofMillis(100));

      Eventually.holds(
          "no upload is under way", () -> media.meter("hearth.attachments.uploading") == 0);
    }
    assertThat(media.files()).isEmpty();
  }

  private void put(HttpSocket socket, Attachment attachment, String headers) throws IOException {
    String head = "PUT " + media.uploadTarget(attachment) + " HTTP/1.1 & Host: x & " + headers;
    socket.write(head.replace(" & ", "\r\n") + "\r\n\r\n");
  }

  private int upload(Attachment attachment, byte[] bytes) throws IOException {
    return upload(media.uploadTarget(attachment), bytes);
  }

  private int upload(String target, byte[] bytes) throws IOException {
    try (var socket = media.connect()) {
      socket.write(
          "PUT " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes.length + "\r\n\r\n");
      socket.write(bytes);
      return socket.read().status();
    }
  }

  private byte[] download(AttachmentId id) throws IOException {
    try (var socket = media.connect()) {
      var answer = socket.ask("GET " + media.viewTarget(id) + " HTTP/1.1");
      assertThat(answer.status()).isEqualTo(200);
      return answer.body();
    }
  }

  private byte[] random(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
