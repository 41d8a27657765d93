package dev.hearth.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A request to the HTTP API: no bytes, from anybody, make the server fail.
///
/// An input that begins with `=` is a person's request: method, target and body, signed with their
/// key. Any other is sent as it is.
public final class HttpFuzz {
  private static final byte SIGNED = '=';
  private static final String END_OF_HEAD = "\r\n\r\n";

  /// How long to wait for an answer that need not come.
  private static final int A_MOMENT_MILLIS = 10;

  private static final Pattern LINE = Pattern.compile("([A-Z]{1,10}) (/[!-~]*)");

  private HttpFuzz() {}

  static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    for (String request : Golden.lines("requests.txt")) {
      seeds.add(("=" + bodyOnItsOwnLine(request)).getBytes(StandardCharsets.UTF_8));
    }
    seeds.add(
        "GET /me HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    seeds.add(
        "POST /me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    return seeds;
  }

  private static String bodyOnItsOwnLine(String request) {
    String[] parts = request.split(" ", 3);
    return parts.length < 3 ? request : parts[0] + " " + parts[1] + "\n" + parts[2];
  }

  /// Jazzer calls it first: to start the server is not a part of the first input.
  public static void fuzzerInitialize() {
    FuzzedServer.start();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] named = FuzzedServer.named(input);
    boolean signed = named.length > 0 && named[0] == SIGNED;
    try {
      FuzzedServer.check(signed ? signed(Arrays.copyOfRange(named, 1, named.length)) : raw(named));
    } catch (SocketException _) {
      // A refusal before all of the request was sent may end in a reset.
      FuzzedServer.check(new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] signed(byte[] request) {
    int end = 0;
    while (end < request.length && request[end] != '\n') {
      end++;
    }
    var line = LINE.matcher(new String(request, 0, end, StandardCharsets.ISO_8859_1));
    if (!line.matches()) {
      return new byte[0];
    }
    byte[] body = Arrays.copyOfRange(request, Math.min(end + 1, request.length), request.length);
    byte[] answer = FuzzedServer.ask(line.group(1), line.group(2), body);
    if (new String(answer, StandardCharsets.ISO_8859_1).contains("\"code\":401,")) {
      FuzzedServer.staySignedIn();
    }
    return answer;
  }

  private static byte[] raw(byte[] bytes) throws IOException {
    try (var socket = FuzzedServer.connect()) {
      socket.getOutputStream().write(bytes);
      var answer = new ByteArrayOutputStream();
      if (new String(bytes, StandardCharsets.ISO_8859_1).contains(END_OF_HEAD)) {
        // To a connection that the client has closed halfway, the server answers nothing any more.
        firstOf(socket, answer);
      }
      answer.writeBytes(FuzzedServer.readToTheEnd(socket));
      return answer.toByteArray();
    }
  }

  /// Reads the first byte of an answer, if one comes: only the server knows whether the request is
  /// complete.
  private static void firstOf(Socket socket, ByteArrayOutputStream answer) throws IOException {
    socket.setSoTimeout(A_MOMENT_MILLIS);
    try {
      int first = socket.getInputStream().read();
      if (first >= 0) {
        answer.write(first);
      }
    } catch (SocketTimeoutException _) {
      // It waits for more.
    }
  }
}
