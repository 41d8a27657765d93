package dev.hearth.conformance.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.PackedServer.Bounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packed server, where few files may be open.
class FewFilesTest {
  private static final int FILES = 400;

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

  private static Socket connect(PackedServer server, String from) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.api().getPort()));
    return socket;
  }
}
