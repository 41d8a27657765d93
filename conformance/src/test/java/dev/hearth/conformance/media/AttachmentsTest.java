package dev.hearth.conformance.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.PackedServer.Bounds;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Attachments on the packed server: its memory stays small, whatever their size. After any failure
/// it has the uploads that it answered, and nothing else.
class AttachmentsTest {
  private static final long LARGE = 320L << 20;
  private static final Bounds SMALL_HEAP = new Bounds(List.of("-Xmx64m"), 0);

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @Tag("long")
  void attachments_larger_than_the_heap_go_in_and_out_several_at_once() throws Exception {
    try (var server = PackedServer.start(folder, SMALL_HEAP);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Client alice = server.door().person("Alice");
      List<Future<Boolean>> all = new ArrayList<>();
      for (long size : new long[] {LARGE, LARGE / 5, LARGE / 5}) {
        all.add(threads.submit(() -> upAndDown(attach(server, alice), size)));
      }

      for (var one : all) {
        assertThat(one.get()).isTrue();
      }
      assertThat(server.output()).doesNotContain("ERROR", "OutOfMemory");
      assertThat(files(server)).hasSize(2);
    }
  }

  @Test
  @Tag("long")
  void a_server_that_is_killed_keeps_what_it_answered_and_nothing_of_the_rest() throws Exception {
    Client alice;
    JsonNode whole;
    JsonNode half;
    try (var server = PackedServer.start(folder)) {
      alice = server.door().person("Alice");
      whole = attach(server, alice);
      assertThat(put(whole, BodyPublishers.ofString("answered")).statusCode()).isEqualTo(200);
      half = attach(server, alice);
      try (var socket = beginUpload(half, 10_000_000)) {
        socket.getOutputStream().write(new byte[5_000_000]);
        Eventually.holds(
            "most of the half is on the disk",
            () -> files(server).stream().mapToLong(AttachmentsTest::size).sum() > 4_000_000);
        server.kill();
      }
      assertThat(files(server)).hasSize(2);
    }

    try (var server = PackedServer.start(folder)) {
      assertThat(files(server)).hasSize(1);
      JsonNode again = alice.get(server.api(), path(whole));
      assertThat(get(again).body()).isEqualTo("answered");
      // The address that was given out before is still good.
      URI upload = server.api().resolve(URI.create(text(half, "upload_url")).getPath());
      assertThat(put(upload, BodyPublishers.ofString("at last")).statusCode()).isEqualTo(200);
      JsonNode filled = alice.get(server.api(), path(half));
      assertThat(get(filled).body()).isEqualTo("at last");
    }
  }

  @Test
  void a_disk_that_refuses_is_told_to_the_uploader_and_keeps_nothing_and_messages_continue()
      throws Exception {
    var bounds = new Bounds(List.of(), 64 << 10);
    try (var server = PackedServer.start(folder, bounds)) {
      Client alice = server.door().person("Alice");
      Client bob = server.door().person("Bob");

      var attachment = attach(server, alice);
      var refused =
          put(attachment, BodyPublishers.ofInputStream(() -> new NumberedBlocks(80 << 20)));

      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(files(server)).isEmpty();
      assertThat(alice.talkTo(server.api(), bob)).isNotNull();
      assertThat(put(attachment, BodyPublishers.ofString("smaller")).statusCode()).isEqualTo(200);
    }
  }

  private static JsonNode attach(PackedServer server, Client client) {
    return client.post(server.api(), "/attachments", JsonMapper.shared().createObjectNode());
  }

  private static String path(JsonNode attachment) {
    return "/attachments/" + text(attachment, "attachment_id");
  }

  private static String text(JsonNode attachment, String field) {
    return attachment.path(field).asString();
  }

  private HttpResponse<String> put(JsonNode attachment, BodyPublisher body) throws Exception {
    return put(URI.create(text(attachment, "upload_url")), body);
  }

  private HttpResponse<String> put(URI address, BodyPublisher body) throws Exception {
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/octet-stream")
            .header("x-amz-acl", "public-read")
            .PUT(body)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static Socket beginUpload(JsonNode attachment, long length) throws IOException {
    URI address = URI.create(text(attachment, "upload_url"));
    var socket = new Socket(address.getHost(), address.getPort());
    String head =
        "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(address.getPath(), address.getAuthority(), length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> get(JsonNode attachment) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(text(attachment, "view_url"))).build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  /// Uploads bytes, and returns whether the download is the same.
  private boolean upAndDown(JsonNode attachment, long size) throws Exception {
    var body = BodyPublishers.ofInputStream(() -> new NumberedBlocks(size));
    assertThat(put(attachment, BodyPublishers.fromPublisher(body, size)).statusCode())
        .isEqualTo(200);
    var request = HttpRequest.newBuilder(URI.create(text(attachment, "view_url"))).build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(size);
    try (var came = answer.body()) {
      return NumberedBlocks.isWhole(came, size);
    }
  }

  private static List<Path> files(PackedServer server) throws IOException {
    try (Stream<Path> all = Files.walk(server.data().resolve("attachments"))) {
      return new ArrayList<>(
          all.filter(Files::isRegularFile)
              // The number of the data folder, which each store carries.
              .filter(file -> !file.endsWith("folder.id"))
              .toList());
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // gone since
    }
  }
}
