package dev.hearth.conformance.hostile;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A socket with nothing between: writes whatever it is told to, and reads HTTP answers and
/// WebSocket frames. One thread.
final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MOST_INFLATED = 1 << 20;
  private static final AtomicInteger SOURCES = new AtomicInteger();

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /// An HTTP answer.
  record HttpAnswer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  /// Something that a server may send: a frame, or the end of the connection.
  sealed interface Heard {
    record Json(JsonNode frame) implements Heard {}

    /// A close frame; 0 when it has no code.
    record Close(int code) implements Heard {}

    record Pong(String payload) implements Heard {}

    record End() implements Heard {}
  }

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Connects from an address of its own: who fails to sign in again and again from one address is
  /// answered slowly.
  static RawSocket connect(URI server) throws IOException {
    int source = SOURCES.incrementAndGet();
    var socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.bind(
        new InetSocketAddress(
            InetAddress.getByAddress(new byte[] {127, 1, (byte) (source >> 8), (byte) source}), 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    return new RawSocket(socket);
  }

  /// Connects `client` to Blaze.
  static RawSocket blaze(URI server, Client client) throws IOException {
    RawSocket raw = connect(server);
    raw.write(upgrade(server, client.token("GET", "/", "")));
    HttpAnswer answer = raw.readHttp();
    if (answer.status() != 101) {
      throw new IOException("no upgrade: " + answer);
    }
    return raw;
  }

  static String upgrade(URI server, String token) {
    return """
    GET / HTTP/1.1
    Host: %s
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Authorization: Bearer %s

    """
        .formatted(server.getAuthority(), token)
        .replace("\n", "\r\n");
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Writes as far as the server lets us: what refuses a long request early may also close.
  void write(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
      out.flush();
    } catch (SocketException _) {
      // Its answers can still be read.
    }
  }

  /// One request as a client sends it: JSON, packed, in one masked frame.
  void send(byte[] json) throws IOException {
    write(WireFrame.binary(GzipFrame.pack(json, 0)).toBytes());
  }

  HttpAnswer readHttp() throws IOException {
    String status = readLine();
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new HttpAnswer(
        Integer.parseInt(status.split(" ", 3)[1]),
        headers,
        new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// The next frame that is not a ping, or the end of the connection.
  Heard hear() throws IOException {
    try {
      while (true) {
        Optional<Heard> heard = readFrame();
        if (heard.isPresent()) {
          return heard.get();
        }
      }
    } catch (EOFException | SocketException _) {
      return new Heard.End();
    }
  }

  private Optional<Heard> readFrame() throws IOException {
    int first = in.readUnsignedByte();
    int size = in.readUnsignedByte();
    if ((first & 0xf0) != 0x80 || (size & 0x80) != 0) {
      throw new IOException("no frame of a server: %02x %02x".formatted(first, size));
    }
    long length = size < 126 ? size : size == 126 ? in.readUnsignedShort() : in.readLong();
    byte[] payload = in.readNBytes((int) length);
    return switch (first & 0xf) {
      case 2 -> Optional.of(new Heard.Json(unpacked(payload)));
      case 8 ->
          Optional.of(
              new Heard.Close(payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort()));
      case 9 -> Optional.empty();
      case 10 -> Optional.of(new Heard.Pong(new String(payload, StandardCharsets.ISO_8859_1)));
      default -> throw new IOException("a server sends no opcode " + (first & 0xf));
    };
  }

  private static JsonNode unpacked(byte[] payload) throws IOException {
    try (var gunzip = new Gunzip()) {
      return switch (gunzip.unpack(payload, 0, payload.length, MOST_INFLATED)) {
        case Gunzip.GunzipOutcome.Unpacked(var json) -> JsonMapper.shared().readTree(json);
        case Gunzip.GunzipOutcome.Refused(var reason, _) ->
            throw new IOException("not packed: " + reason);
      };
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
