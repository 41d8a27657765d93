package dev.hearth.sdk;

import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The other end of a real socket, for what no decent server does: cutting frames in two, falling
/// silent, repeating itself. Each connection plays the script from its start.
final class ScriptedPeer implements AutoCloseable {
  static final UserId AUTHOR = UserId.of("773e5e77-4107-45c2-b648-8fc722ed77f5");
  static final ConversationId CONVERSATION =
      ConversationId.of("4fe7719e-a953-333f-9e6a-8f2ff61581c1");

  private final ServerSocket listening;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /// The server's part on a connection, which is cut when the script ends.
  interface Script {
    /// @param number 1 for the first connection
    void play(int number, Connection connection) throws Exception;
  }

  ScriptedPeer(Script script) throws IOException {
    this.script = script;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// How many connections were made so far.
  int connections() {
    return sockets.size();
  }

  static MessageView message(MessageId id, String text, long micros) {
    return new MessageView(
        Optional.of(CONVERSATION),
        AUTHOR,
        Optional.of(SessionId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e")),
        id.toString(),
        "PLAIN_TEXT",
        text.getBytes(StandardCharsets.UTF_8),
        MessageStatus.SENT,
        MessageSource.CREATE_MESSAGE,
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        micros,
        micros);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket each : sockets) {
      each.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        int number = sockets.size();
        Thread.ofVirtual().start(() -> play(number, socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void play(int number, Socket socket) {
    try (socket) {
      script.play(number, new Connection(socket));
    } catch (Exception gone) {
      // The client has hung up, which is its right; the test looks at what it did.
    }
  }

  /// One connection, after its handshake.
  static final class Connection {
    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean deaf;
    private int pongs;

    private Connection(Socket socket) throws IOException {
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = new DataOutputStream(socket.getOutputStream());
      handshake();
    }

    /// From now on pings get no pong.
    void fallSilent() {
      deaf = true;
    }

    /// The next request, once it comes.
    JsonNode next() throws IOException {
      Optional<JsonNode> request = readFrame();
      while (request.isEmpty()) {
        request = readFrame();
      }
      return request.get();
    }

    /// Answers this many pings, and requests in between with success.
    void answerPings(int count) throws IOException {
      for (int last = pongs + count; pongs < last; ) {
        Optional<JsonNode> request = readFrame();
        if (request.isPresent()) {
          done(request.get());
        }
      }
    }

    /// Reads a frame, and answers it when it is a ping. Empty when it is not a request.
    private Optional<JsonNode> readFrame() throws IOException {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] mask = in.readNBytes(4);
      byte[] bytes = in.readNBytes(length);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= mask[i % 4];
      }
      return switch (opcode) {
        case 2 ->
            Optional.of(
                JsonMapper.shared()
                    .readTree(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()));
        case 8 -> throw new EOFException();
        case 9 -> {
          if (!deaf) {
            frame(10, bytes);
            pongs++;
          }
          yield Optional.empty();
        }
        default -> Optional.empty();
      };
    }

    /// The next request of this kind; others in between are answered with success.
    JsonNode next(String action) throws IOException {
      while (true) {
        JsonNode request = next();
        if (request.path("action").asString().equals(action)) {
          return request;
        }
        done(request);
      }
    }

    /// The beginning of every connection.
    void list() throws IOException {
      done(next("LIST_PENDING_MESSAGES"));
    }

    void done(JsonNode request) throws IOException {
      send(BlazeFrames.reply(request.path("id").asString(), request.path("action").asString()));
    }

    void refuse(JsonNode request, ErrorCode code) throws IOException {
      send(
          BlazeFrames.error(
              request.path("id").asString(), request.path("action").asString(), code));
    }

    void push(MessageView view) throws IOException {
      send(BlazeFrames.push(UUID.randomUUID().toString(), "CREATE_MESSAGE", view));
    }

    void send(byte[] json) throws IOException {
      frame(2, GzipFrame.pack(json, 1024));
    }

    /// The frame without its second half.
    void pushHalf(MessageView view) throws IOException {
      byte[] bytes =
          GzipFrame.pack(
              BlazeFrames.push(UUID.randomUUID().toString(), "CREATE_MESSAGE", view), 1024);
      out.writeByte(0x82);
      out.writeByte(126);
      out.writeShort(bytes.length);
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
    }

    /// Ends the connection with a close frame, and reads on until the client has hung up.
    void close(int code) throws IOException {
      frame(8, new byte[] {(byte) (code >> 8), (byte) code});
      var _ = in.readAllBytes();
    }

    private void frame(int opcode, byte[] bytes) throws IOException {
      out.writeByte(0x80 | opcode);
      if (bytes.length < 126) {
        out.writeByte(bytes.length);
      } else {
        out.writeByte(126);
        out.writeShort(bytes.length);
      }
      out.write(bytes);
      out.flush();
    }

    private void handshake() throws IOException {
      String key = "";
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
          key = line.substring(line.indexOf(':') + 1).strip();
        }
      }
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Protocol: Mixin-Blaze-1\r\nSec-WebSocket-Accept: "
                  + accept(key)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    private static String accept(String key) {
      try {
        byte[] text =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }
}
