package dev.hearth.fuzz;

import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.SessionToken;
import dev.hearth.testkit.HearthServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// One server in this JVM for all inputs, and a person on it.
final class FuzzedServer {
  private static final Duration LIFE = Duration.ofDays(30);

  /// How long to wait for an answer that need not come.
  static final int A_MOMENT_MILLIS = 30;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final HearthServer SERVER = HearthServer.start();
  static final Keystore ALICE = SERVER.person("Alice");
  static final Keystore BOB = SERVER.person("Bob");

  private FuzzedServer() {}

  static String token(String method, String target, byte[] body) {
    return SessionToken.sign(
        ALICE.keyPair(),
        ALICE.userId(),
        ALICE.sessionId(),
        Instant.now(),
        LIFE,
        method,
        target,
        body);
  }

  static Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.api().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// The head of an answer, up to and with the empty line.
  ///
  /// @throws java.io.EOFException when the connection ends before
  static String head(DataInputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  static byte[] body(String head, DataInputStream in) throws IOException {
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at < 0) {
      return new byte[0];
    }
    String length = head.substring(at + 16, head.indexOf('\r', at));
    return in.readNBytes(Integer.parseInt(length));
  }

  /// Our own faults are answered with these codes; no input may cause one.
  static void refuseFaults(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);
    if (text.contains("\"code\":500,") || text.contains("\"code\":7000,")) {
      throw new AssertionError("the server failed: " + text);
    }
  }
}
