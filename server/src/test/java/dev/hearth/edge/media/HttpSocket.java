package dev.hearth.edge.media;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A connection that sends exactly the given bytes. One thread.
final class HttpSocket implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  /// An answer; its head only if it was read by `readHead`.
  record Answer(
      int status,
      Map<String, String> headers,
      @SuppressWarnings("ArrayRecordComponent") byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private HttpSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  static HttpSocket connect(int port) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(30_000);
    // So that the server soon notices a client that doesn't read.
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new HttpSocket(socket);
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// A request without a body, its lines divided by `&`.
  Answer ask(String request) throws IOException {
    write(request.replace(" & ", "\r\n") + "\r\nHost: x\r\n\r\n");
    return request.startsWith("HEAD") ? readHead() : read();
  }

  Answer read() throws IOException {
    var head = readHead();
    int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    return new Answer(head.status(), head.headers(), in.readNBytes(length));
  }

  Answer readHead() throws IOException {
    String status = line();
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, new byte[0]);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Whether the server has ended the connection. Waits for it.
  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  /// Reads until the connection ends; returns how much that was.
  long readRest() throws IOException {
    try {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException _) {
      return 0; // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
