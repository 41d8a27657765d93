package dev.hearth.conformance.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.PackedServer.Bounds;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packed server, where few files may be open.
class FewFilesTest {
  private static final int FILES = 400;

  /// The payload of a message, near the most that a frame holds.
  private static final int LARGE = 180 << 10;

  @TempDir private Path folder;

  @Test
  void more_idle_connections_than_files_keep_neither_the_stores_nor_others_from_their_work()
      throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (var server = PackedServer.start(folder, Bounds.NONE.withOpenFiles(FILES))) {
      Client alice = server.door().person("Alice");
      for (int i = 0; i < FILES + 20; i++) {
        idle.add(connect(server, "127.0.0." + (2 + i % 200)));
      }

      // Accounts are written to the directory, and their first messages to the log.
      for (int i = 0; i < 5; i++) {
        Client one = server.door().person("One of many " + i);
        assertThat(one.get(server.api(), "/me").path("full_name").asString())
            .startsWith("One of many");
      }
      assertThat(alice.get(server.api(), "/me").path("full_name").asString()).isEqualTo("Alice");
      assertThat(server.output()).doesNotContain("Too many open files", "ERROR");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /// The log begins another file after 32 MiB, and makes tables of its entries in memory.
  @Test
  @Tag("long")
  void the_log_continues_in_new_files_beside_more_idle_connections_than_files() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (var server =
            PackedServer.start(
                folder,
                Bounds.NONE.withOpenFiles(FILES),
                "socket.unpack-rate = 1 GiB",
                "allowance.sending = 1000000 then 1000000/s");
        var http = HttpClient.newHttpClient()) {
      Client alice = server.door().person("Alice");
      ConversationId talk = alice.talkTo(server.api(), server.door().person("Bob"));
      for (int i = 0; i < FILES + 20; i++) {
        idle.add(connect(server, "127.0.0." + (2 + i % 200)));
      }

      try (var connection = Connection.open(http, server.blaze(), alice, _ -> {})) {
        say(connection, talk, 48 << 20);
        assertThat(logFiles(server)).anyMatch(name -> name.endsWith(".sst"));
        say(connection, talk, LARGE);
      }
      assertThat(server.isAlive()).isTrue();
      assertThat(server.output()).doesNotContain("Too many open files", "ERROR");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static void say(Connection connection, ConversationId talk, long bytes) throws Exception {
    var random = new Random(1);
    byte[] text = new byte[LARGE];
    List<CompletableFuture<BlazeReply>> asked = new ArrayList<>();
    for (long said = 0; said < bytes; said += LARGE) {
      random.nextBytes(text);
      var message = MessageRequest.of(talk, MessageId.random(), "PLAIN_DATA", text.clone());
      asked.add(connection.ask(BlazeRequest.create(UUID.randomUUID().toString(), message)));
      if (asked.size() == 16) {
        answered(asked);
      }
    }
    answered(asked);
  }

  private static void answered(List<CompletableFuture<BlazeReply>> asked) throws Exception {
    for (var one : asked) {
      assertThat(one.get(60, TimeUnit.SECONDS).error()).isEmpty();
    }
    asked.clear();
  }

  private static List<String> logFiles(PackedServer server) throws IOException {
    try (Stream<Path> all = Files.list(server.data().resolve("log"))) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Socket connect(PackedServer server, String from) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.api().getPort()));
    return socket;
  }
}
