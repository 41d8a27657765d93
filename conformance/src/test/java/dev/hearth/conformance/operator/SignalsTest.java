package dev.hearth.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.PackedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTest {
  @TempDir private Path folder;

  @Test
  void a_server_that_is_told_to_stop_stops_cleanly_and_ends_with_0() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      try (var server = PackedServer.start(folder)) {
        server.signal(signal);

        assertThat(server.exitCode()).as("after SIG" + signal).isZero();
        assertThat(server.data().resolve("admin.json")).doesNotExist();
      }
    }
  }

  @Test
  void a_hang_up_reads_certificate_and_levels_again_and_ends_no_connection() throws Exception {
    var first = TestingCertificate.create(folder, "first");
    var second = TestingCertificate.create(folder, "second");
    first.write(folder);
    try (var server =
        PackedServer.start(
            folder, "server.tls-certificate = chain.pem", "server.tls-key = key.pem")) {
      int port = server.api().getPort();
      try (var open = TestingCertificate.connect(port)) {
        assertThat(TestingCertificate.shownBy(open)).isEqualTo(first.certificate());

        second.write(folder);
        set(
            "logging.level = debug",
            "server.most-connections-each = 7",
            "server.tls-certificate = chain.pem",
            "server.tls-key = key.pem");
        server.signal("HUP");
        server.awaitOutput("The certificate was read again; it is valid until");

        assertThat(isAlive(open)).as("the connection from before").isTrue();
        try (var later = TestingCertificate.connect(port)) {
          assertThat(TestingCertificate.shownBy(later)).isEqualTo(second.certificate());
          // A line that is written from the level debug on.
          ask(later, "GET /me HTTP/1.1");
          server.awaitOutput("DEBUG RefusalLog: Refused GET /me to a stranger");
        }
        assertThat(server.output())
            .contains("Log lines are written from level DEBUG on")
            .contains("used from the next start on: [server.most-connections-each]")
            .contains("audit: certificate-read by=operator/SIGHUP")
            .contains("audit: levels-read by=operator/SIGHUP level=DEBUG");
      }
    }
  }

  @Test
  void a_broken_certificate_or_setting_is_refused_in_a_sentence_and_changes_nothing()
      throws Exception {
    var good = TestingCertificate.create(folder, "good");
    var other = TestingCertificate.create(folder, "other");
    good.write(folder);
    String[] settings = {"server.tls-certificate = chain.pem", "server.tls-key = key.pem"};
    try (var server = PackedServer.start(folder, settings)) {
      Path chain = folder.resolve("chain.pem");
      Path key = folder.resolve("key.pem");

      Files.writeString(chain, "nothing");
      assertKept(server, good, chain + " does not hold a certificate in PEM");
      Files.writeString(chain, other.chain());
      assertKept(server, good, "the key in " + key + " is not that of the certificate in " + chain);
      Files.writeString(key, "nothing");
      assertKept(server, good, key + " does not hold a private key in PEM that goes with " + chain);
      Files.delete(chain);
      assertKept(server, good, "the certificate is not there: " + chain);

      set("logging.level = loud");
      server.signal("HUP");
      server.awaitOutput(
          "The settings were not read again: logging.level wants one of error, warn, info, debug,"
              + " trace, not 'loud'");
      assertThat(server.output()).doesNotContain("\tat ");
    }
  }

  private void set(String... lines) throws IOException {
    Path file = folder.resolve("hearth.conf");
    Files.write(file, List.of(lines));
    Files.writeString(file, Files.readString(file) + "server.port = 0\ndata.folder = data\n");
  }

  private void assertKept(PackedServer server, TestingCertificate kept, String why)
      throws Exception {
    server.signal("HUP");
    server.awaitOutput("The certificate was not read again, the one before stays: " + why);
    try (var connection = TestingCertificate.connect(server.api().getPort())) {
      assertThat(TestingCertificate.shownBy(connection)).isEqualTo(kept.certificate());
    }
  }

  private static boolean isAlive(SSLSocket socket) throws IOException {
    ask(socket, "GET /health/live HTTP/1.1");
    var answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    return String.valueOf(answer.readLine()).contains("200");
  }

  private static void ask(SSLSocket socket, String line) throws IOException {
    String request = line + "\r\nHost: a\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }
}
