package dev.hearth.edge.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.media.Portraits;
import dev.hearth.chat.media.TestingPictures;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.TestingVertx;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures, as browsers and apps fetch them.
class ImagesTest {
  @TempDir private Path folder;
  private final Vertx vertx = TestingVertx.open();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private Pictures pictures;
  private Database database;
  private PortListener door;

  @BeforeEach
  void open() {
    pictures = new Pictures(FileStore.open(folder.resolve("pictures"), 0));
    database =
        TestingDatabase.in(folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Portraits.MIGRATIONS);
    var directory = new Directory(database, new PositionClock(InstantSource.system()));
    var images =
        new Images(
            vertx,
            pictures,
            new Portraits(directory, pictures, (_, _) -> false),
            Tempo.USUAL,
            ClientAddresses.LOCAL_PROXY,
            new SimpleMeterRegistry(),
            workers);
    door =
        PortListener.open(
            vertx,
            1,
            new PortListener.PortSettings("127.0.0.1", 0, Optional.empty()),
            new RouteTable(new ServerHeaders(InstantSource.system()), List.of(Line.rest(images))));
  }

  @AfterEach
  void close() {
    client.close();
    door.close(Duration.ofSeconds(1)).await();
    vertx.close().await();
    workers.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "jpeg"})
  void a_picture_is_shown_as_what_it_is_and_can_run_nothing(String format) throws Exception {
    byte[] picture = TestingPictures.picture(format, 300, 300, 1);

    var answer = fetch("GET", "/images/" + keep(picture), "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(picture);
    assertThat(header(answer, "Content-Type")).isEqualTo("image/" + format);
    assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(picture.length));
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'; sandbox");
    assertThat(header(answer, "Cache-Control")).contains("public").contains("immutable");
    assertThat(header(answer, "X-Server-Time")).isNotEmpty();
  }

  @Test
  void a_client_that_has_a_picture_already_is_sent_nothing() throws Exception {
    var path = "/images/" + keep(TestingPictures.sticker(1));
    var tag = header(fetch("GET", path, ""), "ETag");

    var again = fetch("GET", path, tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(fetch("GET", path, "\"other\"").statusCode()).isEqualTo(200);

    var head = fetch("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length"))
        .isEqualTo(Integer.toString(TestingPictures.sticker(1).length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/images/",
        "/images/..%2f..%2fserver.key",
        "/images/../server.key",
        "/images/ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789",
        "/images/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "/images/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/x"
      })
  void an_address_without_a_picture_is_not_found(String path) throws Exception {
    var answer = fetch("GET", path, "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
  }

  @Test
  void a_picture_is_only_ever_fetched() throws Exception {
    Digest digest = keep(TestingPictures.sticker(1));

    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      assertThat(fetch(method, "/images/" + digest, "").statusCode()).isEqualTo(404);
    }
    assertThat(pictures.find(digest)).isPresent();
  }

  private Digest keep(byte[] picture) {
    return pictures.whileKeeping(() -> pictures.keep(picture));
  }

  private HttpResponse<byte[]> fetch(String method, String path, String tag)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!tag.isEmpty()) {
      request.header("If-None-Match", tag);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
