package dev.hearth.bench.abuse;

import dev.hearth.protocol.blaze.GzipFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An attacker's Blaze connection. Frames are written by one thread, and what comes back is read by
/// another, if at all.
final class BlazeWire implements AutoCloseable {
  static final int BINARY = 0x2;
  static final int CONTINUATION = 0x0;
  static final int FINAL = 0x80;

  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int CLOSE = 0x8;
  private static final byte[] ERROR = "\"error\":{".getBytes(StandardCharsets.US_ASCII);
  private static final int TOGETHER = 100;
  private static final Pattern MESSAGE =
      Pattern.compile("\"action\":\"CREATE_MESSAGE\".*\"message_id\":\"([0-9a-f-]{36})\"");

  private final Wire wire;

  private BlazeWire(Wire wire) {
    this.wire = wire;
  }

  static BlazeWire open(Target target, InetAddress from, String token) throws IOException {
    return upgrade(Wire.open(target, from), token);
  }

  /// Opens a connection with a very small receive buffer, which is full unless it is read.
  static BlazeWire narrow(Target target, InetAddress from, String token) throws IOException {
    return upgrade(Wire.narrow(target, from), token);
  }

  private static BlazeWire upgrade(Wire wire, String token) throws IOException {
    try {
      wire.write(upgrade(token));
      Wire.Answer answer = wire.answer();
      if (answer.status() != 101) {
        throw new IOException("no upgrade: " + answer.status());
      }
      wire.neverTimeOut();
      return new BlazeWire(wire);
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  /// The request for an upgrade.
  static String upgrade(String token) {
    return """
    GET / HTTP/1.1\r
    Host: hearth\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Protocol: Mixin-Blaze-1\r
    Authorization: Bearer %s\r
    \r
    """
        .formatted(token);
  }

  /// A request as a frame that is whole.
  static byte[] frame(String json) {
    byte[] packed = GzipFrame.pack(json.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    return frame(FINAL | BINARY, packed);
  }

  /// A frame of a client: masked, with a key that changes nothing.
  static byte[] frame(int first, byte[] payload) {
    int lengthBytes = payload.length < 126 ? 0 : payload.length < 1 << 16 ? 2 : 8;
    byte[] frame = new byte[2 + lengthBytes + 4 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | (lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127));
    for (int i = 0; i < lengthBytes; i++) {
      frame[2 + i] = (byte) ((long) payload.length >>> (8 * (lengthBytes - 1 - i)));
    }
    System.arraycopy(payload, 0, frame, 2 + lengthBytes + 4, payload.length);
    return frame;
  }

  /// Any thread: frames of several don't mix.
  synchronized int write(byte[] frames) throws IOException {
    return wire.write(frames, frames.length);
  }

  /// Reads what comes back, in a thread of its own, and counts the refusals in it.
  void readAlong(Score score) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              read(score);
            }
          } catch (IOException ended) {
            close();
          }
        });
  }

  /// Reads a frame, answers it when it is a ping, and counts it when it is a refusal. Returns what
  /// is in it, still packed.
  byte[] read(Score score) throws IOException {
    int opcode = wire.read() & 0xF;
    int length = wire.read() & 0x7F;
    if (length == 126) {
      length = wire.read() << 8 | wire.read();
    } else if (length == 127) {
      length = 0;
      for (byte each : wire.exactly(8)) {
        length = length << 8 | (each & 0xFF);
      }
    }
    byte[] payload = wire.exactly(length);
    switch (opcode) {
      case PING -> write(frame(FINAL | PONG, payload));
      case CLOSE -> throw new IOException("the server closed the connection");
      default -> {
        if (contains(payload, ERROR)) {
          score.refused();
        }
      }
    }
    return payload;
  }

  /// Reads `count` answers, of which none may be a refusal.
  void readAnswers(int count) throws IOException {
    var score = new Score();
    for (int i = 0; i < count; i++) {
      read(score);
    }
    if (score.total(0).refused() > 0) {
      throw new IOException("refused before the attack");
    }
  }

  /// Reads frames, and acknowledges the messages in them, 100 at a time.
  ///
  /// @param frames how many it reads
  void drain(int frames, Score score) throws IOException {
    var acknowledgements = new ArrayList<String>();
    for (int i = 0; i < frames; i++) {
      findMessage(read(score))
          .ifPresent(id ->
              acknowledgements.add("{\"message_id\":\"" + id + "\",\"status\":\"DELIVERED\"}"));
      if (acknowledgements.size() == TOGETHER) {
        score.tried(TOGETHER);
        score.wrote(write(frame(acknowledge(acknowledgements))));
        acknowledgements.clear();
      }
    }
  }

  private static String acknowledge(List<String> items) {
    return "{\"id\":\"%s\",\"action\":\"ACKNOWLEDGE_MESSAGE_RECEIPTS\",\"params\":{\"messages\":[%s]}}"
        .formatted(id(), String.join(",", items));
  }

  /// The id of the message that a frame pushes.
  private static Optional<String> findMessage(byte[] packed) {
    Matcher message = MESSAGE.matcher(new String(packed, StandardCharsets.ISO_8859_1));
    return message.find() ? Optional.of(message.group(1)) : Optional.empty();
  }

  // Short answers are packed without compression, so that they can be read as they are.
  private static boolean contains(byte[] in, byte[] text) {
    outer:
    for (int i = 0; i <= in.length - text.length; i++) {
      for (int k = 0; k < text.length; k++) {
        if (in[i + k] != text[k]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  /// A new id, as text; cheaper than a good one.
  static String id() {
    var random = ThreadLocalRandom.current();
    return new UUID((random.nextLong() & ~0xF000L) | 0x4000, random.nextLong() >>> 2 | 1L << 63)
        .toString();
  }

  @Override
  public void close() {
    wire.close();
  }
}
