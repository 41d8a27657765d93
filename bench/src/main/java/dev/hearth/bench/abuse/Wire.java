package dev.hearth.bench.abuse;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An attacker's connection, with as much HTTP as an attack needs. For one thread, except for
/// closing.
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MOST_LINE = 16 << 10;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]{1,9})");
  private static final Pattern CODE = Pattern.compile("\"error\":\\{.*?\"code\":([0-9]+)");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// The server's answer.
  ///
  /// @param status of HTTP
  record Answer(int status, String body) {
    boolean isRefused() {
      return status >= 400 || code() > 0;
    }

    /// The code of the error in the body; 0 when it has none.
    int code() {
      Matcher error = CODE.matcher(body);
      return error.find() ? Integer.parseInt(error.group(1)) : 0;
    }
  }

  static Wire open(Target target, InetAddress from) throws IOException {
    return open(target.server(), from, 0);
  }

  /// A connection that takes next to nothing in unless it is read.
  static Wire narrow(Target target, InetAddress from) throws IOException {
    return open(target.server(), from, 4 << 10);
  }

  @SuppressWarnings("AddressSelection") // the server's, as it is
  private static Wire open(InetSocketAddress server, InetAddress from, int receiveBuffer)
      throws IOException {
    var socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(server, PATIENCE_MILLIS);
      return new Wire(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// A request as text; for one with a body, only its head.
  static String head(String method, String target, String token, long bodyBytes) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: hearth\r\n"
        + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
        + (bodyBytes > 0
            ? "Content-Type: application/json\r\nContent-Length: " + bodyBytes + "\r\n"
            : "")
        + "\r\n";
  }

  /// Asks and waits for the answer.
  Answer ask(Rogue who, String method, String target, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    write(head(method, target, who.token(method, target, body), bytes.length));
    write(bytes, bytes.length);
    return answer();
  }

  int write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return write(bytes, bytes.length);
  }

  int write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    return length;
  }

  /// The next answer, whole.
  Answer answer() throws IOException {
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      Matcher matcher = LENGTH.matcher(header);
      if (matcher.matches()) {
        length = Integer.parseInt(matcher.group(1));
      }
    }
    if (status.length() < 12) {
      throw new IOException("not an answer: " + status);
    }
    byte[] body = exactly(length);
    return new Answer(
        Integer.parseInt(status.substring(9, 12)), new String(body, StandardCharsets.UTF_8));
  }

  /// The status of an answer that has begun, without its body.
  int answerStatus() throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    in.mark(MOST_LINE);
    String status = line();
    in.reset();
    return status.length() < 12 ? 0 : Integer.parseInt(status.substring(9, 12));
  }

  /// Reads exactly `length` bytes.
  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the server ended the connection");
    }
    return bytes;
  }

  /// One byte.
  int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the server ended the connection");
    }
    return next;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = read(); next != '\n'; next = read()) {
      if (next != '\r') {
        line.append((char) next);
      }
      if (line.length() > MOST_LINE) {
        throw new IOException("an endless line");
      }
    }
    return line.toString();
  }

  /// Whether the server has said nothing yet, and not ended the connection. Waits a millisecond.
  boolean isSilent() {
    try {
      socket.setSoTimeout(1);
      in.mark(1);
      if (in.read() >= 0) {
        in.reset();
      }
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    } catch (IOException ended) {
      return false;
    }
  }

  /// Waits for whatever comes, as long as it takes.
  void neverTimeOut() throws IOException {
    socket.setSoTimeout(0);
  }

  @Override
  public void close() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // It is closed either way.
    }
  }
}
