package dev.hearth.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final Pattern LINE = Pattern.compile("([A-Z]{1,10}) (/[!-~]*)");

  private HttpFuzz() {}

  static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    for (String request :
        List.of(
            "GET /me",
            "POST /me\n{\"full_name\":\"Alice\",\"biography\":\"\"}",
            "POST /me/preferences\n{\"receive_message_source\":\"EVERYBODY\"}",
            "GET /users/" + FuzzedServer.BOB.userId(),
            "POST /users/fetch\n[\"" + FuzzedServer.BOB.userId() + "\"]",
            "GET /search/7000000001",
            "POST /relationships\n{\"user_id\":\""
                + FuzzedServer.BOB.userId()
                + "\",\"action\":\"ADD\"}",
            "POST /conversations\n{\"conversation_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\","
                + "\"category\":\"GROUP\",\"name\":\"G\",\"participants\":[{\"user_id\":\""
                + FuzzedServer.BOB.userId()
                + "\"}]}",
            "POST /circles\n{\"name\":\"Friends\"}",
            "GET /messages/status/0?limit=100",
            "POST /acknowledgements\n[{\"message_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\","
                + "\"status\":\"READ\"}]",
            "POST /messages\n{\"conversation_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\","
                + "\"category\":\"PLAIN_TEXT\",\"message_id\":\"0b1c6a3e-93cb-4f53-a50e-0a2d1c1f7701\","
                + "\"data\":\"aGk\"}",
            "POST /attachments",
            "POST /schemes\n{\"target\":\"mixin://users/1\"}",
            "POST /stickers/favorite/add\n{\"data_base64\":\"iVBORw0KGgo\"}",
            "POST /signal/keys\n{\"identity_key\":\"BQ\",\"signed_pre_key\":{},\"one_time_pre_keys\":[]}",
            "POST /pin/verify\n{\"pin_base64\":\"aGk\"}",
            "POST /provisionings/7a54e394\n{\"secret\":\"aGk\"}",
            "GET /codes/7a54e394-1626-4cd4-b967-543932c2a032")) {
      seeds.add(("=" + request).getBytes(StandardCharsets.UTF_8));
    }
    seeds.add(
        "GET /me HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    seeds.add(
        "POST /me HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      if (input.length > 0 && input[0] == SIGNED) {
        signed(Arrays.copyOfRange(input, 1, input.length));
      } else {
        raw(input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signed(byte[] request) throws IOException {
    int end = 0;
    while (end < request.length && request[end] != '\n') {
      end++;
    }
    var line = LINE.matcher(new String(request, 0, end, StandardCharsets.ISO_8859_1));
    // Signing out would end all that comes after it.
    if (!line.matches() || line.group(2).startsWith("/logout")) {
      return;
    }
    byte[] body = Arrays.copyOfRange(request, Math.min(end + 1, request.length), request.length);
    String head =
        line.group(1)
            + " "
            + line.group(2)
            + " HTTP/1.1\r\nHost: fuzz.test\r\nConnection: close\r\nAuthorization: Bearer "
            + FuzzedServer.token(line.group(1), line.group(2), body)
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    try (var socket = FuzzedServer.connect()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      FuzzedServer.refuseFaults(new DataInputStream(socket.getInputStream()).readAllBytes());
    } catch (SocketException _) {
      // A refusal before all of the body was sent may end in a reset.
    }
  }

  private static void raw(byte[] bytes) throws IOException {
    try (var socket = FuzzedServer.connect()) {
      // The server waits seconds for the rest of a request that is not complete; we don't.
      socket.setSoTimeout(FuzzedServer.A_MOMENT_MILLIS);
      socket.getOutputStream().write(bytes);
      var answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketTimeoutException _) {
        // What came until now is looked at.
      }
      FuzzedServer.refuseFaults(answer.toByteArray());
    } catch (SocketException | EOFException _) {
      // Refused and closed.
    }
  }
}
