package dev.hearth.fuzz;

import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes arbitrary bytes to Blaze as a signed-in client. No bytes make the server fail; it answers
/// the PING behind them, or has closed the connection.
///
/// An input that begins with `=` is the JSON of a request, which is packed and framed; any other is
/// written to the connection as it is.
public final class WebSocketFuzz {
  private static final byte REQUEST = '=';
  private static final int CLOSE = 8;
  private static final int BINARY = 2;
  private static final String PING_ID = "7a54e394-1626-4cd4-b967-543932c2a099";
  private static final byte[] PING =
      frame(
          pack(
              ("{\"id\":\"" + PING_ID + "\",\"action\":\"PING\"}")
                  .getBytes(StandardCharsets.UTF_8)));

  /// More requests of one connection would be refused late, as they come from somebody who does it
  /// on purpose.
  private static final int INPUTS_A_CONNECTION = 8;

  private static @Nullable Socket socket;
  private static @Nullable DataInputStream in;
  private static int used;

  private WebSocketFuzz() {}

  static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    for (byte[] request : Golden.requests()) {
      seeds.add(
          ("=" + new String(request, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }
    for (String request : Golden.lines("frames.txt")) {
      seeds.add(("=" + request).getBytes(StandardCharsets.UTF_8));
    }
    seeds.add(PING);
    seeds.add(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0}); // a ping
    seeds.add(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8}); // a close
    seeds.add(
        new byte[] {
          0x02, (byte) 0x81, 0, 0, 0, 0, 1, (byte) 0x80, (byte) 0x81, 0, 0, 0, 0, 2
        }); // two parts
    return seeds;
  }

  /// Jazzer calls it first: to start the server is not a part of the first input.
  public static void fuzzerInitialize() {
    FuzzedServer.start();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] named = FuzzedServer.named(input);
    boolean request = named.length > 0 && named[0] == REQUEST;
    try {
      if (request) {
        request(frame(pack(Arrays.copyOfRange(named, 1, named.length))));
      } else {
        raw(named);
      }
    } catch (EOFException | SocketException _) {
      disconnect();
    } catch (SocketTimeoutException e) {
      disconnect();
      throw new AssertionError("a request is not answered", e);
    } catch (IOException e) {
      disconnect();
      throw new UncheckedIOException(e);
    }
    FuzzedServer.check(new byte[0]);
  }

  private static void request(byte[] frame) throws IOException {
    var to = connection();
    to.getOutputStream().write(frame);
    to.getOutputStream().write(PING);
    readUntilPong();
    if (++used == INPUTS_A_CONNECTION) {
      disconnect();
    }
  }

  private static void raw(byte[] bytes) throws IOException {
    // Uses a connection that has served before, or is checked first: otherwise the server might not
    // read the input.
    var to = connection();
    to.getOutputStream().write(bytes);
    FuzzedServer.readToTheEnd(to);
    disconnect();
  }

  private static Socket connection() throws IOException {
    Socket open = socket;
    if (open != null) {
      return open;
    }
    open = FuzzedServer.connect();
    var from = new DataInputStream(new BufferedInputStream(open.getInputStream()));
    open.getOutputStream()
        .write(
            ("GET / HTTP/1.1\r\nHost: fuzz.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Authorization: Bearer "
                    + FuzzedServer.upgradeToken()
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    String head = FuzzedServer.head(from);
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new AssertionError("no upgrade: " + head);
    }
    socket = open;
    in = from;
    used = 0;
    return open;
  }

  private static void disconnect() {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // It is gone either way.
      }
    }
  }

  private static void readUntilPong() throws IOException {
    while (true) {
      DataInputStream from = in;
      if (from == null) {
        throw new EOFException();
      }
      int opcode = from.readUnsignedByte() & 0x0f;
      int length = from.readUnsignedByte();
      if (length == 126) {
        length = from.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(from.readLong());
      }
      byte[] payload = from.readNBytes(length);
      if (opcode == CLOSE) {
        throw new EOFException();
      }
      if (opcode == BINARY && isPong(payload)) {
        return;
      }
    }
  }

  private static boolean isPong(byte[] frame) {
    try (var gunzip = new Gunzip()) {
      if (!(gunzip.unpack(frame, 0, frame.length, 1 << 24)
          instanceof Gunzip.GunzipOutcome.Unpacked(var json))) {
        throw new AssertionError("the server's frame is not gzip");
      }
      FuzzedServer.refuseFaults(json);
      return new String(json, StandardCharsets.UTF_8).contains(PING_ID);
    }
  }

  private static byte[] pack(byte[] json) {
    return GzipFrame.pack(json, 1 << 20);
  }

  /// One binary frame, masked with zeros.
  private static byte[] frame(byte[] payload) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(0x82);
    if (payload.length < 126) {
      bytes.write(0x80 | payload.length);
    } else {
      bytes.write(0x80 | 126);
      bytes.write(payload.length >> 8);
      bytes.write(payload.length);
    }
    bytes.writeBytes(new byte[4]);
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }
}
