package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.edge.blaze.TestingClient.Frame;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Good and bad frames over the wire.
final class FramesTest {
  private static final String PING = "{\"id\":\"%s\",\"action\":\"PING\"}";
  private static final int MOST = TestingBlaze.SETTINGS.frameBytes();
  private static TestingBlaze server;

  @BeforeAll
  static void open() {
    server = new TestingBlaze();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void pings_are_answered_with_their_payload() throws Exception {
    try (var client = connect()) {
      client.write(TestingClient.frame(true, TestingClient.PING, bytes("hello")));

      Frame pong = client.next();

      assertThat(pong.opcode()).isEqualTo(TestingClient.PONG);
      assertThat(pong.payload()).isEqualTo(bytes("hello"));
    }
  }

  @Test
  void a_message_may_come_in_fragments_with_a_ping_between() throws Exception {
    byte[] whole = TestingClient.gzip(PING.formatted("1"));
    try (var client = connect()) {
      client.write(TestingClient.frame(false, TestingClient.BINARY, Arrays.copyOf(whole, 3)));
      client.write(TestingClient.frame(false, TestingClient.CONTINUATION, new byte[0]));
      client.write(TestingClient.frame(true, TestingClient.PING, new byte[0]));
      client.write(
          TestingClient.frame(
              true, TestingClient.CONTINUATION, Arrays.copyOfRange(whole, 3, whole.length)));

      assertThat(client.next().opcode()).isEqualTo(TestingClient.PONG);
      assertThat(client.reply().id()).isEqualTo("1");
      answers(client);
    }
  }

  @Test
  void a_frame_may_come_byte_by_byte_and_many_at_once() throws Exception {
    var many = new ByteArrayOutputStream();
    try (var client = connect()) {
      for (byte one : TestingClient.binary(PING.formatted("slow"))) {
        client.write(new byte[] {one});
      }
      for (int i = 0; i < 1000; i++) {
        many.writeBytes(TestingClient.binary(PING.formatted(i)));
      }
      client.write(many.toByteArray());

      assertThat(client.reply().id()).isEqualTo("slow");
      for (int i = 0; i < 1000; i++) {
        assertThat(client.reply().id()).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void the_longest_message_is_taken_and_a_longer_one_is_refused() throws Exception {
    byte[] longest = new byte[MOST];
    Arrays.fill(longest, (byte) 'x');
    try (var client = connect()) {
      client.write(binary(longest));
      assertMalformed(client.reply());
      client.write(TestingClient.frame(false, TestingClient.BINARY, longest));
      client.write(TestingClient.frame(true, TestingClient.CONTINUATION, new byte[1]));
      assertMalformed(client.reply());

      answers(client);
    }
  }

  static Stream<Arguments> refused() {
    String ping = "{\"id\":\"1\",\"action\":\"PING\"";
    byte[] good = TestingClient.gzip(ping + "}");
    byte[] stored = GzipFrame.pack(bytes(ping + ",\"x\":\"" + "x".repeat(2 * MOST)), 1 << 20);
    byte[] begun = Arrays.copyOf(stored, MOST - 1);
    byte[] rest = Arrays.copyOfRange(stored, MOST - 1, stored.length);
    return Stream.of(
        Arguments.of("params of another type", TestingClient.binary(ping + ",\"params\":[]}")),
        Arguments.of(
            "an action of another type", TestingClient.binary("{\"id\":\"1\",\"action\":7}")),
        Arguments.of("JSON that is cut", TestingClient.binary(ping + ",\"params\":{\"messag")),
        Arguments.of("too deep", TestingClient.binary(ping + ",\"params\":" + "[".repeat(10_000))),
        Arguments.of("something behind it", TestingClient.binary(ping + "}}")),
        Arguments.of("gzip that is cut", binary(Arrays.copyOf(good, good.length - 1))),
        Arguments.of("bad checksum", binary(with(good, good.length - 5, ~good[good.length - 5]))),
        Arguments.of("two members", binary(join(good, good))),
        Arguments.of(
            "a bomb", binary(deflated(ping + ",\"x\":\"" + "x".repeat(2_000_000) + "\"}"))),
        Arguments.of("a spark", binary(deflated(ping + ",\"x\":\"" + "x".repeat(200_000) + "\"}"))),
        Arguments.of("too long", binary(stored)),
        Arguments.of("a byte too long", binary(Arrays.copyOf(stored, MOST + 1))),
        Arguments.of(
            "too long in fragments",
            join(
                TestingClient.frame(false, TestingClient.BINARY, begun),
                TestingClient.frame(true, TestingClient.CONTINUATION, rest))),
        Arguments.of(
            "too long in many fragments, with a pong",
            join(
                join(
                    TestingClient.frame(false, TestingClient.BINARY, begun),
                    TestingClient.frame(false, TestingClient.CONTINUATION, rest)),
                join(
                    TestingClient.frame(true, TestingClient.PONG, new byte[3]),
                    TestingClient.frame(true, TestingClient.CONTINUATION, new byte[0])))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void a_request_that_cannot_be_performed_is_refused_under_its_id(String what, byte[] frame)
      throws Exception {
    try (var client = connect();
        var bot = server.connect(server.bot())) {
      for (TestingClient each : List.of(client, bot)) {
        each.write(frame);

        BlazeReply reply = each.reply();
        assertThat(reply.id()).isEqualTo("1");
        assertThat(reply.action()).isIn("PING", "ERROR");
        assertThat(reply.error())
            .hasValueSatisfying(e -> assertThat(e.is(ErrorCode.FORBIDDEN)).isTrue());
        answers(each);
      }
    }
  }

  @Test
  void a_message_that_an_app_sends_is_refused_so_that_the_app_drops_it() throws Exception {
    String message = "{\"id\":\"1\",\"action\":\"CREATE_MESSAGE\",\"params\":\"x\"}";
    try (var client = connect();
        var bot = server.connect(server.bot())) {
      client.send(message);
      bot.send(message);

      assertThat(new String(client.json(), StandardCharsets.US_ASCII))
          .contains("\"code\":10002", "\"field\":\"params\"", "params is not an object");
      assertThat(bot.reply().error())
          .hasValueSatisfying(e -> assertThat(e.is(ErrorCode.FORBIDDEN)).isTrue());
    }
  }

  @Test
  void a_message_that_is_too_long_may_come_byte_by_byte() throws Exception {
    byte[] stored = GzipFrame.pack(bytes("{\"id\":\"1\",\"x\":\"" + "x".repeat(3_000)), 1 << 20);
    try (var small =
            new TestingBlaze(
                TestingBlaze.settings(
                    1024, Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(1)));
        var client = small.connect(small.person())) {
      for (byte each : binary(stored)) {
        client.write(new byte[] {each});
      }

      assertThat(client.reply().id()).isEqualTo("1");
      answers(client);
    }
  }

  static Stream<Arguments> violations() {
    byte[] good = TestingClient.binary(PING.formatted("1"));
    return Stream.of(
        Arguments.of("not masked", 1002, with(good, 1, good[1] & 0x7f)),
        Arguments.of("reserved bit 1", 1002, with(good, 0, good[0] | 0x40)),
        Arguments.of("reserved bit 2", 1002, with(good, 0, good[0] | 0x20)),
        Arguments.of("reserved bit 3", 1002, with(good, 0, good[0] | 0x10)),
        Arguments.of("unknown opcode 3", 1002, with(good, 0, 0x83)),
        Arguments.of("unknown opcode 7", 1002, with(good, 0, 0x87)),
        Arguments.of("unknown opcode 11", 1002, with(good, 0, 0x8b)),
        Arguments.of("unknown opcode 15", 1002, with(good, 0, 0x8f)),
        Arguments.of("text that is no UTF-8", 1007, TestingClient.frame(true, 1, good)),
        Arguments.of("nothing to continue", 1002, TestingClient.frame(true, 0, new byte[1])),
        Arguments.of("ping in fragments", 1002, TestingClient.frame(false, 9, new byte[1])),
        Arguments.of("ping of 126 bytes", 1002, TestingClient.frame(true, 9, new byte[126])),
        Arguments.of("close of 126 bytes", 1002, TestingClient.frame(true, 8, new byte[126])),
        Arguments.of("close of 1 byte", 1002, TestingClient.frame(true, 8, new byte[1])),
        Arguments.of("close with 999", 1002, TestingClient.frame(true, 8, new byte[] {3, -25})),
        Arguments.of("close with 1005", 1002, TestingClient.frame(true, 8, new byte[] {3, -19})),
        Arguments.of(
            "a message within a message",
            1002,
            join(
                TestingClient.frame(false, TestingClient.BINARY, new byte[3]),
                TestingClient.frame(true, TestingClient.BINARY, new byte[3]))),
        Arguments.of("much too long", 1009, announced(MOST + FrameReader.MOST_SKIPPED + 1L)),
        Arguments.of("2 GiB", 1009, announced(1L << 31)),
        Arguments.of("all the bytes there are", 1009, announced(Long.MAX_VALUE)),
        Arguments.of("less than nothing", 1009, announced(Long.MIN_VALUE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void a_client_that_breaks_the_rules_is_told_how_and_dropped(String what, int code, byte[] frame)
      throws Exception {
    try (var client = connect()) {
      answers(client);

      client.write(frame);

      assertClosed(client, code);
    }
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("text", TestingClient.frame(true, TestingClient.TEXT, bytes("{}"))),
        Arguments.of("empty", binary(new byte[0])),
        Arguments.of("not gzip", binary(bytes(PING))),
        Arguments.of("no JSON", TestingClient.binary("hello")),
        Arguments.of("half an id", TestingClient.binary("{\"id\":\"1")),
        Arguments.of("an array", TestingClient.binary("[]")),
        Arguments.of("a number", TestingClient.binary("1")),
        Arguments.of("too deep", TestingClient.binary("{\"params\":" + "[".repeat(10_000))),
        Arguments.of(
            "a bomb", binary(deflated("{\"x\":\"" + "x".repeat(2_000_000) + "\",\"id\":\"1\"}"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void nonsense_is_answered_and_the_connection_continues(String what, byte[] frame)
      throws Exception {
    try (var client = connect()) {
      client.write(frame);

      assertMalformed(client.reply());
      answers(client);
    }
  }

  @Test
  void a_client_that_sends_nothing_but_nonsense_is_dropped() throws Exception {
    try (var client = connect()) {
      for (int i = 0; i < 11; i++) {
        client.write(TestingClient.frame(true, TestingClient.TEXT, bytes("hello")));
      }

      int answered = 0;
      try {
        while (true) {
          assertMalformed(client.reply());
          answered++;
        }
      } catch (IOException _) {
        assertThat(answered).isLessThanOrEqualTo(10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3001, 4999})
  void a_good_bye_is_returned_and_then_the_line_is_dropped(int code) throws Exception {
    byte[] payload = {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'};
    try (var client = connect()) {
      client.send(PING.formatted("1"));
      client.write(TestingClient.frame(true, TestingClient.CLOSE, payload));

      assertThat(client.reply().id()).isEqualTo("1");
      Frame close = client.next();
      assertThat(close.opcode()).isEqualTo(TestingClient.CLOSE);
      assertThat(close.payload()).isEqualTo(payload);
      assertThat(client.isDropped()).isTrue();
    }
  }

  private static TestingClient connect() throws IOException {
    return server.connect(server.person());
  }

  private static void answers(TestingClient client) throws IOException {
    client.send(PING.formatted("alive"));
    assertThat(client.reply().id()).isEqualTo("alive");
  }

  private static void assertMalformed(BlazeReply reply) {
    assertThat(reply.action()).isEqualTo("ERROR");
    assertThat(reply.id()).hasSize(36);
    assertThat(reply.error())
        .hasValueSatisfying(e -> assertThat(e.is(ErrorCode.BAD_REQUEST)).isTrue());
  }

  private static void assertClosed(TestingClient client, int code) throws IOException {
    Frame close = client.next();
    assertThat(close.opcode()).isEqualTo(TestingClient.CLOSE);
    assertThat(close.closeCode()).isEqualTo(code);
    assertThat(client.isDropped()).isTrue();
  }

  private static byte[] binary(byte[] payload) {
    return TestingClient.frame(true, TestingClient.BINARY, payload);
  }

  private static byte[] deflated(String json) {
    return GzipFrame.pack(bytes(json), 0);
  }

  /// A frame that says how long it is, and then is not.
  private static byte[] announced(long length) {
    var frame = new ByteArrayOutputStream();
    frame.write(0x82);
    frame.write(0xff);
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame.write((int) (length >> shift));
    }
    frame.writeBytes(new byte[4]);
    return frame.toByteArray();
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
