package dev.hearth.edge.blaze;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A WebSocket client that can do everything wrong. Reads time out after some seconds.
final class TestingClient implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MASK = 0x12345678;

  record Frame(int opcode, @SuppressWarnings("ArrayRecordComponent") byte[] payload) {
    int closeCode() {
      return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final String head;

  /// Says `request` and the bytes after it in one packet.
  TestingClient(Socket socket, String request, byte[] early) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    var first = new ByteArrayOutputStream();
    first.writeBytes(request.getBytes(StandardCharsets.ISO_8859_1));
    first.writeBytes(early);
    socket.getOutputStream().write(first.toByteArray());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    head = readHead();
  }

  /// Says these bytes, right after the handshake and in the same packet.
  static TestingClient handshake(int port, String request, byte[] early) throws IOException {
    return new TestingClient(new Socket(InetAddress.getLoopbackAddress(), port), request, early);
  }

  static TestingClient connect(int port, String token) throws IOException {
    return handshake(port, request("/", "Authorization: Bearer " + token), new byte[0]);
  }

  static String request(String target, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return "GET "
        + target
        + " HTTP/1.1\r\nHost: hearth.test:8480\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + more
        + "\r\n";
  }

  private String readHead() throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.readUnsignedByte());
    }
    return text.toString();
  }

  String head() {
    return head;
  }

  Optional<String> header(String name) {
    return head.lines()
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  /// All that comes until the connection ends.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  void send(String json) throws IOException {
    write(binary(json));
  }

  void send(BlazeRequest request) throws IOException {
    write(binary(request.toJson()));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  static byte[] binary(String json) {
    return frame(true, BINARY, gzip(json));
  }

  static byte[] binary(byte[] json) {
    return frame(true, BINARY, GzipFrame.pack(json, 1024));
  }

  static byte[] gzip(String json) {
    return GzipFrame.pack(json.getBytes(StandardCharsets.UTF_8), 1024);
  }

  static byte[] frame(boolean last, int opcode, byte[] payload) {
    byte[] masked = payload.clone();
    Masking.apply(masked, masked.length, MASK);
    var bytes = new ByteArrayOutputStream();
    bytes.write((last ? 0x80 : 0) | opcode);
    writeLength(bytes, 0x80, payload.length);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.write(MASK >> shift);
    }
    bytes.writeBytes(masked);
    return bytes.toByteArray();
  }

  static void writeLength(ByteArrayOutputStream bytes, int flag, long length) {
    if (length < 126) {
      bytes.write(flag | (int) length);
    } else if (length < 65_536) {
      bytes.write(flag | 126);
      bytes.write((int) length >> 8);
      bytes.write((int) length);
    } else {
      bytes.write(flag | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.write((int) (length >> shift));
      }
    }
  }

  /// The next frame, pings of the server among them.
  Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((first & 0xf0) != 0x80 || (second & 0x80) != 0) {
      throw new IOException("a server's frame is whole, plain and not masked");
    }
    int length = second;
    if (second == 126) {
      length = in.readUnsignedShort();
    } else if (second == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return new Frame(first & 0x0f, in.readNBytes(length));
  }

  /// The next frame that is not a ping.
  Frame next() throws IOException {
    Frame frame = frame();
    return frame.opcode() == PING ? next() : frame;
  }

  /// The next reply or push.
  BlazeReply reply() throws IOException {
    return BlazeReply.parse(json()).orElseThrow();
  }

  byte[] json() throws IOException {
    Frame frame = next();
    if (frame.opcode() != BINARY) {
      throw new IOException("opcode " + frame.opcode() + " instead of a binary frame");
    }
    try (var gunzip = new Gunzip()) {
      return switch (gunzip.unpack(frame.payload(), 0, frame.payload().length, 1 << 24)) {
        case Gunzip.GunzipOutcome.Unpacked(var json) -> json;
        case Gunzip.GunzipOutcome.Refused(var reason, _) ->
            throw new IOException("not gzip: " + reason);
      };
    }
  }

  /// Reads to the end. Fails when another frame comes before it, except pings.
  boolean isDropped() throws IOException {
    try {
      Frame more = next();
      throw new IOException("not dropped, but told opcode " + more.opcode());
    } catch (EOFException | SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
