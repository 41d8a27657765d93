package dev.hearth.fuzz;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.testkit.HearthServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// One server in this JVM for all inputs, a person on it who sends them, and somebody they know.
final class FuzzedServer {
  private static final Duration LIFE = Duration.ofDays(30);
  private static final int PATIENCE_MILLIS = 20_000;

  /// After this many inputs another person sends them: the data that a person piles up makes
  /// everything slower, and an input should do the same alone as behind others.
  private static final int INPUTS_A_PERSON = 1_000;

  private static final Pattern CIRCLE = Pattern.compile("\"circle_id\":\"([^\"]+)");
  private static final LoggedFaults FAULTS = LoggedFaults.listen();
  private static final HearthServer SERVER = HearthServer.start();
  private static Person person = Person.make();
  private static int used;

  /// The sender of the inputs, and the names that inputs may use.
  ///
  /// @param upgrade the token that every connection to Blaze begins with
  private record Person(Keystore keystore, String upgrade, Map<String, String> names) {
    /// Somebody new, in a group with somebody else who has said something there.
    static Person make() {
      Keystore me = SERVER.person("Alice");
      Keystore friend = SERVER.person("Bob");
      String group = UUID.randomUUID().toString();
      String message = UUID.randomUUID().toString();
      make(
          me,
          "/conversations",
          """
          {"conversation_id": "%s", "category": "GROUP", "name": "Fuzz",
            "participants": [{"user_id": "%s"}]}\
          """
              .formatted(group, friend.userId()));
      make(
          friend,
          "/messages",
          """
          {"conversation_id": "%s", "message_id": "%s", "category": "PLAIN_TEXT", "data": "aGk"}\
          """
              .formatted(group, message));
      var circle = CIRCLE.matcher(make(me, "/circles", "{\"name\": \"Fuzz\"}"));
      if (!circle.find()) {
        throw new AssertionError("no circle");
      }
      var names =
          Map.of(
              "{me}", me.userId().toString(),
              "{session}", me.sessionId().toString(),
              "{friend}", friend.userId().toString(),
              "{group}", group,
              "{message}", message,
              "{circle}", circle.group(1));
      return new Person(me, token(me, "GET", "/", new byte[0]), names);
    }

    private static String make(Keystore who, String target, String body) {
      String answer = text(ask(who, "POST", target, body.getBytes(StandardCharsets.UTF_8)));
      if (!answer.contains("{\"data\":")) {
        throw new AssertionError("POST " + target + " is not answered as it should: " + answer);
      }
      return answer;
    }
  }

  private FuzzedServer() {}

  /// Starts it, unless it runs.
  static void start() {
    // The call initializes the class, and the server is one of its fields.
  }

  /// An input with names such as `{friend}` replaced by the ids of this server's people and things.
  /// The ids differ in each run, and a kept input should keep its meaning.
  static byte[] named(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    String named = text;
    for (var name : person.names().entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named.equals(text) ? input : named.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String upgradeToken() {
    return person.upgrade();
  }

  private static String token(Keystore keystore, String method, String target, byte[] body) {
    return SessionToken.sign(
        keystore.keyPair(),
        keystore.userId(),
        keystore.sessionId(),
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

  /// Ends the output, and reads until the server closes the connection. The server has no reason to
  /// wait for more.
  static byte[] readToTheEnd(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.shutdownOutput();
    try {
      return socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server keeps a connection on which nothing can come", e);
    }
  }

  /// Sends one request that the person signed, and reads until the server closes the connection.
  static byte[] ask(String method, String target, byte[] body) {
    return ask(person.keystore(), method, target, body);
  }

  private static byte[] ask(Keystore who, String method, String target, byte[] body) {
    String head =
        """
        %s %s HTTP/1.1
        Host: fuzz.test
        Connection: close
        Authorization: Bearer %s
        Content-Length: %d

        """
            .formatted(method, target, token(who, method, target, body), body.length)
            .replace("\n", "\r\n");
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    try (var socket = connect()) {
      socket.getOutputStream().write(request.toByteArray());
      return socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("a request is not answered", e);
    } catch (SocketException _) {
      // A refusal before all of the request was sent may end in a reset.
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// After each input: the server must not have failed. Now and then another person takes over, and
  /// has to be served: otherwise the server might refuse all inputs at once, and the run would test
  /// nothing.
  static void check(byte[] answer) {
    refuseFaults(answer);
    FAULTS.refuse();
    if (++used >= INPUTS_A_PERSON) {
      anotherPerson();
    }
  }

  /// Has another person take over when an input has signed this one out.
  static void staySignedIn() {
    if (!isServed()) {
      anotherPerson();
    }
  }

  private static void anotherPerson() {
    person = Person.make();
    used = 0;
    if (!isServed()) {
      throw new AssertionError("the server does not serve a new person");
    }
  }

  private static boolean isServed() {
    return text(ask("GET", "/me", new byte[0])).contains(person.keystore().userId().toString());
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.UTF_8);
  }

  /// Our own faults are answered with these codes; no input may cause one.
  static void refuseFaults(byte[] answer) {
    String text = text(answer);
    if (text.contains("\"code\":500,") || text.contains("\"code\":7000,")) {
      FAULTS.refuse();
      throw new AssertionError("the server failed: " + text);
    }
  }
}
