package dev.hearth.conformance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.conformance.PackedServer;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class BackupDrillTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final int MOST_AT_ONCE = 100;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everything_accepted_before_a_backup_under_load_is_delivered_by_the_server_it_is_restored_to()
      throws Exception {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Path keep = folder.resolve("backups");
    Client alice;
    Client bob;
    ConversationId talk;
    var answered = ConcurrentHashMap.<MessageId>newKeySet();
    Set<MessageId> before;
    MessageId seen;
    MessageId lost;
    String newest;

    try (var server = PackedServer.start(first)) {
      alice = server.door().person("Alice");
      bob = server.door().person("Bob");
      talk = alice.talkTo(server.api(), bob);
      seen = say(server, alice, talk);
      acknowledge(server, bob, seen);
      try (var load = new Load(server, alice, talk, answered)) {
        await(() -> answered.size() >= 200);
        before = new HashSet<>(answered);
        run("backup", keep.toString(), "--data", server.data().toString());
        assertThat(load.continues()).isTrue();
      }
      run("backup", keep.toString(), "--data", server.data().toString());
      // Bob's cursor is newer than the backup.
      lost = say(server, alice, talk);
      var held = pending(server, bob, Optional.empty(), lost);
      assertThat(held).containsKey(lost);
      newest = WireTime.format(Collections.max(held.values()));
      server.kill();
    }
    Path backup = backups(keep).getFirst();

    run("verify", backup.toString());
    run("restore", backup.toString(), "--data", second.resolve("data").toString());
    run("verify", second.resolve("data").toString());

    try (var server = PackedServer.start(second)) {
      MessageId latest = say(server, alice, talk);
      assertThat(pending(server, bob, Optional.empty(), latest))
          .containsKeys(before.toArray(MessageId[]::new))
          .doesNotContainKeys(seen, lost);
      // Nothing that comes now is hidden by what Bob holds, and Alice may repeat herself.
      List<MessageId> later = List.of(say(server, alice, talk), say(server, alice, talk), lost);
      try (var connection = Connection.open(http, server.blaze(), alice, _ -> {})) {
        say(connection, talk, lost);
      }
      assertThat(pending(server, bob, Optional.of(newest), lost))
          .containsOnlyKeys(later.toArray(MessageId[]::new));
    }
  }

  @Test
  void a_second_backup_shares_what_has_not_changed_and_damage_is_told_and_not_restored()
      throws Exception {
    Path keep = folder.resolve("backups");
    try (var server = PackedServer.start(folder)) {
      Client alice = server.door().person("Alice");
      say(server, alice, alice.talkTo(server.api(), server.door().person("Bob")));
      run("backup", keep.toString(), "--data", server.data().toString());
      run("backup", keep.toString(), "--data", server.data().toString());
    }
    Path older = backups(keep).getFirst();
    Path newer = backups(keep).getLast();
    Path table = files(older, ".sst").getFirst();
    assertThat(Files.isSameFile(table, newer.resolve(older.relativize(table)))).isTrue();
    assertThat(ran("restore", newer.toString(), "--data", folder.resolve("data").toString()))
        .contains("is not empty");

    Path damaged = newer.resolve("directory.db");
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(damaged); // the older backup has a link to it
    Files.write(damaged, bytes);

    assertThat(ran("verify", keep.toString())).contains("directory.db has other bytes");
    assertThat(ran("restore", keep.toString(), "--data", folder.resolve("new").toString()))
        .contains("is damaged");
    assertThat(folder.resolve("new")).doesNotExist();
    run("verify", older.toString());
  }

  /// Alice says one thing after the other.
  private final class Load implements AutoCloseable {
    private final Thread thread;
    private final Set<MessageId> answered;
    private volatile boolean closed;

    Load(PackedServer server, Client alice, ConversationId talk, Set<MessageId> answered) {
      this.answered = answered;
      this.thread =
          Thread.ofVirtual()
              .start(() -> {
                try (var connection = Connection.open(http, server.blaze(), alice, _ -> {})) {
                  while (!closed) {
                    answered.add(say(connection, talk));
                    changed();
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
    }

    boolean continues() throws InterruptedException {
      int now = answered.size();
      await(() -> answered.size() > now);
      return thread.isAlive();
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private MessageId say(PackedServer server, Client client, ConversationId talk) throws Exception {
    try (var connection = Connection.open(http, server.blaze(), client, _ -> {})) {
      return say(connection, talk);
    }
  }

  private static MessageId say(Connection connection, ConversationId talk) throws Exception {
    return say(connection, talk, MessageId.random());
  }

  private static MessageId say(Connection connection, ConversationId talk, MessageId id)
      throws Exception {
    byte[] text = ("message " + id).getBytes(StandardCharsets.UTF_8);
    var reply =
        connection
            .ask(
                BlazeRequest.create(
                    UUID.randomUUID().toString(), MessageRequest.of(talk, id, "PLAIN_TEXT", text)))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(reply.error()).isEmpty();
    return id;
  }

  private void acknowledge(PackedServer server, Client client, MessageId id) throws Exception {
    try (var connection = Connection.open(http, server.blaze(), client, _ -> {})) {
      var read = List.of(AcknowledgementRequest.of(id, MessageStatus.READ));
      connection
          .ask(BlazeRequest.acknowledge(UUID.randomUUID().toString(), read))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /// Returns all messages that a session has not acknowledged, with their times, up to `last`;
  /// acknowledges them.
  private Map<MessageId, Long> pending(
      PackedServer server, Client client, Optional<String> offset, MessageId last)
      throws Exception {
    var received = new ConcurrentHashMap<MessageId, Long>();
    try (var connection =
        Connection.open(
            http,
            server.blaze(),
            client,
            push -> {
              push.data()
                  .ifPresent(
                      view -> received.put(MessageId.of(view.messageId()), view.createdAt()));
              changed();
            })) {
      String id = UUID.randomUUID().toString();
      connection.ask(BlazeRequest.listPending(id, offset)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      // More comes as it is acknowledged.
      var done = new HashSet<MessageId>();
      while (!done.contains(last) || !done.containsAll(received.keySet())) {
        await(() -> !done.containsAll(received.keySet()));
        var read =
            received.keySet().stream()
                .filter(done::add)
                .limit(MOST_AT_ONCE)
                .map(each -> AcknowledgementRequest.of(each, MessageStatus.READ))
                .toList();
        connection
            .ask(BlazeRequest.acknowledge(UUID.randomUUID().toString(), read))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    return received;
  }

  private interface State {
    boolean reached();
  }

  /// Something that is waited for may be there.
  private synchronized void changed() {
    notifyAll();
  }

  private synchronized void await(State state) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!state.reached()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      assertThat(left).as("waited for long enough").isPositive();
      wait(left);
    }
  }

  private static List<Path> backups(Path keep) throws Exception {
    try (Stream<Path> all = Files.list(keep)) {
      return all.sorted().toList();
    }
  }

  private static List<Path> files(Path below, String ending) throws Exception {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private void run(String... command) throws Exception {
    var process = PackedServer.command(folder.resolve("command.txt"), command);
    assertThat(process.exit()).as(process.said()).isZero();
  }

  private String ran(String... command) throws Exception {
    var process = PackedServer.command(folder.resolve("command.txt"), command);
    assertThat(process.exit()).as(process.said()).isEqualTo(1);
    return process.said();
  }
}
