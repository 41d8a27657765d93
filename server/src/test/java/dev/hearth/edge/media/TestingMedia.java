package dev.hearth.edge.media;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.media.Attachment;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.MediaMeters;
import dev.hearth.chat.media.Tickets;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.RouteTable;
import dev.hearth.edge.RouteTable.Line;
import dev.hearth.edge.ServerHeaders;
import dev.hearth.edge.Tempo;
import dev.hearth.edge.TestingVertx;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.platform.Platform;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.UserId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The addresses of attachments on a port of their own, over a new store, under a clock of the
/// test's.
final class TestingMedia implements AutoCloseable {
  static final int MOST_BYTES = 16 << 20;
  static final int UPLOADS = 4;

  final TestingClock clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Vertx vertx = TestingVertx.open();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Platform platform;
  private final PortListener door;
  final LockableDatabase database;
  final Attachments attachments;
  final Tickets tickets;
  private final FileUrls urls;
  private final User alice;

  TestingMedia(Path folder) {
    this(folder, Tempo.USUAL);
  }

  TestingMedia(Path folder, Tempo tempo) {
    platform =
        Platform.open(
            folder, List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, Attachments.MIGRATIONS), clock);
    database = new LockableDatabase(platform.database());
    var directory = new Directory(database, new PositionClock(clock));
    var accounts = new Accounts(directory, ServerKey.generate());
    alice = accounts.registerPerson("Alice");
    var meters = new MediaMeters(platform.meters());
    attachments =
        new Attachments(
            directory,
            FileStore.open(platform.folder().attachments(), 0),
            clock,
            age -> WireTime.micros(clock.instant().minus(age)),
            new Attachments.AttachmentLimits(
                MOST_BYTES, 2L * MOST_BYTES, Duration.ofDays(30), UPLOADS),
            meters);
    tickets = Tickets.in(platform.folder(), clock);
    urls =
        new FileUrls(
            tickets, new FileUrls.FileUrlSettings(Optional.empty(), Duration.ofDays(1)), clock);
    var media =
        new Media(
            vertx,
            attachments,
            tickets,
            meters,
            tempo,
            ClientAddresses.LOCAL_PROXY,
            platform.meters(),
            workers);
    var anywhere = new PortListener.PortSettings("127.0.0.1", 0, Optional.empty());
    door =
        PortListener.open(
            vertx,
            1,
            anywhere,
            new RouteTable(new ServerHeaders(clock), List.of(Line.rest(media))));
  }

  UserId alice() {
    return alice.id();
  }

  /// A new attachment of Alice's.
  Attachment create() {
    return ((Attachments.Created.New) attachments.create(alice.id())).attachment();
  }

  /// An attachment with these bytes.
  AttachmentId filled(byte[] bytes) throws IOException {
    var attachment = create();
    try (var socket = connect()) {
      socket.write(
          "PUT "
              + uploadTarget(attachment)
              + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n");
      socket.write(bytes);
      if (socket.read().status() != 200) {
        throw new IOException("not uploaded");
      }
    }
    return attachment.id();
  }

  String uploadTarget(Attachment attachment) {
    return URI.create(urls.upload("http://x", attachment)).getRawPath();
  }

  String viewTarget(AttachmentId id) {
    return viewTarget(attachments.find(id).orElseThrow());
  }

  String viewTarget(Attachment attachment) {
    return URI.create(urls.view("http://x", attachment)).getRawPath();
  }

  HttpSocket connect() throws IOException {
    return HttpSocket.connect(door.port());
  }

  /// All files in the store, drafts too.
  List<Path> files() throws IOException {
    try (var all = Files.walk(platform.folder().attachments())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  double meter(String name, String... tags) {
    return platform.meters().get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  /// Stops listening, as a server does that stops.
  void stop(Duration patience) {
    door.close(patience).await();
  }

  @Override
  public void close() {
    door.close(Duration.ofMillis(1)).await();
    workers.close();
    vertx.close().await();
    platform.close();
  }
}
