package dev.hearth.conformance.hostile;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// WebSocket frames and gzip members that are wrong, or right in an unusual way. The request in
/// them is a good PING.
@ExtendWith(Stage.Setting.class)
class FramesTest {
  private static final byte[] JSON =
      "{\"id\":\"%s\",\"action\":\"PING\"}".formatted(Expected.ID).getBytes(StandardCharsets.UTF_8);
  private static final byte[] PACKED = GzipFrame.pack(JSON, 0);

  private final Stage stage;

  FramesTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void everybodyElseIsFine() throws Exception {
    stage.assertThatNothingChangedBut(0);
    stage.assertThatNothingFailed();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void a_frame_is_answered(String what, byte[] bytes, String answer) throws Exception {
    try (RawSocket raw = RawSocket.blaze(stage.api(), stage.mallory)) {
      raw.write(bytes);

      new Expected(answer).assertHeardBy(raw, "PING");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void a_gzip_member_is_answered(String what, byte[] packed, String answer) throws Exception {
    try (RawSocket raw = RawSocket.blaze(stage.api(), stage.mallory)) {
      raw.write(WireFrame.binary(packed).toBytes());

      new Expected(answer).assertHeardBy(raw, "PING");
    }
  }

  private static Stream<Arguments> frames() {
    WireFrame good = WireFrame.binary(PACKED);
    byte[] first = Arrays.copyOf(PACKED, 7);
    byte[] rest = Arrays.copyOfRange(PACKED, 7, PACKED.length);
    WireFrame begin = WireFrame.binary(first).unfinished();
    WireFrame end = WireFrame.of(WireFrame.CONTINUATION, rest);
    WireFrame nothing = WireFrame.of(WireFrame.CONTINUATION, "");
    return Stream.of(
        frames("a good one", "done", good),
        frames("in two fragments", "done", begin, end),
        frames("with an empty fragment in the middle", "done", begin, nothing.unfinished(), end),
        frames("a pong nobody asked for", "nothing", WireFrame.of(WireFrame.PONG, "hello")),
        frames("a ping", "pong", WireFrame.of(WireFrame.PING, "are you there?")),
        frames("a ping of 125 bytes", "pong", WireFrame.of(WireFrame.PING, "x".repeat(125))),
        // The bits.
        frames("not masked", "close 1002", good.unmasked()),
        frames("a ping, not masked", "close 1002", WireFrame.of(WireFrame.PING, "x").unmasked()),
        frames("RSV1: as if compressed", "close 1002", good.withBits(0x40)),
        frames("RSV2", "close 1002", good.withBits(0x20)),
        frames("RSV3", "close 1002", good.withBits(0x10)),
        frames("opcode 3", "close 1002", WireFrame.of(0x3, PACKED)),
        frames("opcode 7", "close 1002", WireFrame.of(0x7, PACKED)),
        frames("opcode 11", "close 1002", WireFrame.of(0xb, "")),
        frames("opcode 15", "close 1002", WireFrame.of(0xf, "")),
        // The order.
        frames("a continuation of nothing", "close 1002", end),
        frames("another message inside a fragmented one", "close 1002", begin, good),
        frames(
            "a text inside a fragmented message",
            "close 1002",
            begin,
            WireFrame.of(WireFrame.TEXT, "x")),
        frames(
            "a continuation after the end",
            "close 1002",
            WireFrame.of(WireFrame.PONG, ""),
            nothing),
        // Control frames.
        frames("a ping of 126 bytes", "close 1002", WireFrame.of(WireFrame.PING, "x".repeat(126))),
        frames("a ping in fragments", "close 1002", WireFrame.of(WireFrame.PING, "").unfinished()),
        frames(
            "a close in fragments", "close 1002", WireFrame.of(WireFrame.CLOSE, "").unfinished()),
        frames(
            "a close of 126 bytes", "close 1002", WireFrame.of(WireFrame.CLOSE, "x".repeat(126))),
        frames("a close of one byte", "close 1002", WireFrame.of(WireFrame.CLOSE, "x")),
        frames("a close with 1005", "close 1002", WireFrame.of(WireFrame.CLOSE, "\003\355")),
        frames("a close with code 0", "close 1002", WireFrame.of(WireFrame.CLOSE, "\0\0")),
        frames("a close with 65535", "close 1002", WireFrame.of(WireFrame.CLOSE, "\u00ff\u00ff")),
        frames(
            "a close without UTF-8", "close 1007", WireFrame.of(WireFrame.CLOSE, "\003\350\u00ff")),
        frames("a close that is fine", "close 3001", WireFrame.of(WireFrame.CLOSE, "\013\271bye")),
        frames("a close without a word", "close 0", WireFrame.of(WireFrame.CLOSE, "")),
        // The length.
        frames("a byte more than is allowed", "ERROR 400", big(256 * 1024 + 1)),
        frames(
            "8 MiB more than is allowed",
            "close 1009",
            good.announcing((8 << 20) + (256 << 10) + 1)),
        frames("it says it has 16 MB", "close 1009", good.announcing(16 << 20)),
        frames("it says it has 9 exabytes", "close 1009", good.announcing(Long.MAX_VALUE)),
        frames("it says it has -1 bytes", "close 1009", good.announcing(-1)),
        frames(
            "fragments that add up to too much",
            "ERROR 400",
            big(200 * 1024).unfinished(),
            new WireFrame(WireFrame.FIN, true, 100 * 1024, new byte[100 * 1024])),
        frames("as much as is allowed, but nonsense", "ERROR 400", big(256 * 1024)),
        // The contents of frames.
        frames("text", "ERROR 400", WireFrame.of(WireFrame.TEXT, "{\"action\":\"PING\"}")),
        frames("text that is no UTF-8", "close 1007", WireFrame.of(WireFrame.TEXT, "\u00c3(")),
        frames("an empty text", "ERROR 400", WireFrame.of(WireFrame.TEXT, "")),
        frames("an empty message", "ERROR 400", WireFrame.of(WireFrame.BINARY, "")),
        frames(
            "an empty message in fragments",
            "ERROR 400",
            WireFrame.of(WireFrame.BINARY, "").unfinished(),
            nothing));
  }

  private static Stream<Arguments> members() {
    byte[] two = joined(PACKED, PACKED);
    return Stream.of(
        arguments("a good one", PACKED, "done"),
        arguments("with a name in the header", named(), "done"),
        arguments("JSON, not packed", JSON, "ERROR 400"),
        arguments("one byte", new byte[] {0x1f}, "ERROR 400"),
        arguments("zlib, not gzip", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1}, "ERROR 400"),
        arguments("a header and nothing else", Arrays.copyOf(PACKED, 10), "ERROR 400"),
        arguments("cut in the middle", Arrays.copyOf(PACKED, PACKED.length / 2), "ERROR 400"),
        arguments("without its last byte", Arrays.copyOf(PACKED, PACKED.length - 1), "403 params"),
        arguments("a wrong checksum", changed(packed -> flip(packed, -8)), "403 params"),
        arguments("a wrong length", changed(packed -> flip(packed, -1)), "403 params"),
        arguments("a method that doesn't exist", changed(packed -> flip(packed, 2)), "ERROR 400"),
        arguments("reserved flags", changed(packed -> set(packed, 3, 0xe0)), "ERROR 400"),
        arguments("a name without an end", changed(packed -> set(packed, 3, 8)), "ERROR 400"),
        arguments("a bad block", changed(packed -> set(packed, 10, 0xff)), "ERROR 400"),
        arguments("two members", two, "403 params"),
        arguments("a byte behind it", Arrays.copyOf(PACKED, PACKED.length + 1), "403 params"),
        arguments("an empty member", GzipFrame.pack(new byte[0], 100), "ERROR 400"),
        arguments("a bomb: 32 MB of zeros", GzipFrame.pack(new byte[32 << 20], 0), "ERROR 400"),
        arguments("a bomb of spaces, then JSON", GzipFrame.pack(spaced(32 << 20), 0), "ERROR 400"),
        arguments("a spark: 512 KB of zeros", GzipFrame.pack(new byte[512 << 10], 0), "ERROR 400"),
        arguments("a byte more than is allowed", GzipFrame.pack(spaced(1 << 20), 0), "ERROR 400"),
        arguments(
            "as much as is allowed", GzipFrame.pack(spaced((1 << 20) - JSON.length), 0), "done"));
  }

  private static Arguments frames(String what, String answer, WireFrame... frames) {
    var bytes = new ByteArrayOutputStream();
    for (WireFrame frame : frames) {
      bytes.writeBytes(frame.toBytes());
    }
    return arguments(what, bytes.toByteArray(), answer);
  }

  private static WireFrame big(int bytes) {
    return WireFrame.binary(new byte[bytes]);
  }

  /// Spaces and line breaks in no order, which can't be packed as if they were one.
  private static byte[] spaced(int spaces) {
    var random = new Random(1);
    byte[] padding = new byte[spaces];
    for (int i = 0; i < spaces; i++) {
      padding[i] = (byte) (random.nextInt(8) == 0 ? '\n' : ' ');
    }
    return joined(padding, JSON);
  }

  private static byte[] named() {
    byte[] header = Arrays.copyOf(PACKED, 10);
    header[3] = 8;
    byte[] name = "request.json\0".getBytes(StandardCharsets.US_ASCII);
    return joined(joined(header, name), Arrays.copyOfRange(PACKED, 10, PACKED.length));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] changed(UnaryOperator<byte[]> change) {
    return change.apply(PACKED.clone());
  }

  private static byte[] flip(byte[] bytes, int at) {
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    return bytes;
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }
}
