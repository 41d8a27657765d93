package dev.hearth.edge.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.GzipFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames that cost much more to read than to send: their senders neither delay anybody else nor
/// fill the memory.
@Timeout(60)
final class HeavyFramesTest {
  private static final int FRAME_BYTES = 200_000;
  private static final long SHARE_OF_USER = TestingBlaze.SETTINGS.unfinishedBytes() / 8;
  private static final long SHARE_OF_ADDRESS = TestingBlaze.SETTINGS.unfinishedBytes() / 2;

  @Test
  void a_large_request_is_performed_elsewhere_and_in_its_turn() throws Exception {
    try (var server = new TestingBlaze();
        var client = server.connect(server.person())) {
      List<String> ids = IntStream.range(0, 60).mapToObj(Integer::toString).toList();
      for (String id : ids) {
        boolean large = Integer.parseInt(id) % 3 == 0;
        client.write(binary(listing(id, large ? 20_000 : 10)));
      }

      // A session's listings are answered as they are performed.
      for (String id : ids) {
        assertThat(client.reply().id()).isEqualTo(id);
      }

      // Too few of them for their refusals to be slow.
      List<String> again = ids.subList(1, 10);
      server.clock.breakFor(MachineClock.On.EVENT_LOOPS);
      List<String> onLoops = new ArrayList<>();
      for (String id : again) {
        boolean large = Integer.parseInt(id) % 3 == 0;
        client.write(binary(listing(id, large ? 20_000 : 10)));
        if (client.reply().error().isPresent()) {
          onLoops.add(id);
        }
      }
      assertThat(onLoops).isNotEmpty().noneMatch(id -> Integer.parseInt(id) % 3 == 0);
    }
  }

  @Test
  void a_client_whose_frames_unpack_to_much_is_read_slowly_and_nobody_else_is() throws Exception {
    byte[] frame =
        binary(
            ("{\"id\":\"heavy\",\"action\":\"PING\",\"params\":{\"x\":[1"
                    + ",1".repeat(500_000)
                    + "]},\"y\":\""
                    + noise(12_000)
                    + "\"}")
                .getBytes(StandardCharsets.US_ASCII));
    try (var server = TestingBlaze.onOneLoop(slowlyUnpacking());
        var heavy = server.connect(server.person());
        var other = server.connect(server.person())) {
      for (int i = 0; i < 100; i++) {
        heavy.write(frame);
      }
      Eventually.holds("a request is under way", () -> server.requests() >= 1);

      for (int i = 0; i < 100; i++) {
        other.send("{\"id\":\"" + i + "\",\"action\":\"PING\"}");
        assertThat(other.reply().id()).isEqualTo(Integer.toString(i));
      }

      // The first one is more than eight seconds' worth.
      assertThat(server.requests() - 100).isBetween(1, 50);
      assertThat(heavy.reply().id()).isEqualTo("heavy");
    }
  }

  @Test
  void many_frames_just_small_enough_for_an_event_loop_are_read_slowly_too() throws Exception {
    try (var server = TestingBlaze.onOneLoop(slowlyUnpacking());
        var heavy = server.connect(server.person())) {
      byte[] frame = binary(request("heavy", 16_000));
      for (int i = 0; i < 1_000; i++) {
        heavy.write(frame);
        if (server.meter("hearth.blaze.rests") > 0) {
          break;
        }
        assertThat(heavy.reply().id()).isEqualTo("heavy");
      }

      assertThat(server.meter("hearth.blaze.rests")).isPositive();
    }
  }

  @Test
  void small_requests_never_rest() throws Exception {
    try (var server = new TestingBlaze();
        var client = server.connect(server.person())) {
      for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 100; i++) {
          client.write(binary(request("1", 1_500)));
        }
        for (int i = 0; i < 100; i++) {
          client.reply();
        }
      }

      assertThat(server.meter("hearth.blaze.rests")).isZero();
    }
  }

  @Test
  void a_user_has_a_share_of_what_is_not_finished() throws Exception {
    try (var server = TestingBlaze.onOneLoop()) {
      Caller mallory = server.person();
      List<TestingClient> all = new ArrayList<>();
      int count = (int) (SHARE_OF_USER / FRAME_BYTES) + 3;
      byte[] frame = binary(request("long", FRAME_BYTES));
      for (int i = 0; i < count; i++) {
        all.add(server.connect(mallory));
        all.getLast().write(Arrays.copyOf(frame, frame.length - 1));
      }
      long sent = (long) count * (frame.length - 1);
      Eventually.holds(
          "all bytes came in", () -> server.meter("hearth.blaze.bytes", "way", "in") >= sent);
      // Behind it on the only event loop, so that all earlier frames are handled.
      try (var other = server.connect(server.person())) {
        other.write(frame);
        assertThat(other.reply().error()).isEmpty();
      }
      assertThat(server.unfinished.heldBy(mallory.user())).isLessThanOrEqualTo(SHARE_OF_USER);

      List<BlazeReply> replies =
          finish(all, Arrays.copyOfRange(frame, frame.length - 1, frame.length));

      assertThat(replies).allMatch(reply -> reply.id().equals("long"));
      assertThat(replies.stream().filter(reply -> reply.error().isEmpty()).count())
          .isEqualTo(SHARE_OF_USER / FRAME_BYTES);
      assertThat(replies)
          .allMatch(
              reply -> reply.error().stream().allMatch(e -> e.is(ErrorCode.TOO_MANY_REQUESTS)));
      assertThat(server.unfinished.held()).isZero();
    }
  }

  @Test
  void an_address_has_a_share_of_the_fragments_that_are_not_finished() throws Exception {
    try (var server = new TestingBlaze()) {
      List<TestingClient> all = new ArrayList<>();
      byte[] packed = GzipFrame.pack(request("long", FRAME_BYTES), 1 << 20);
      byte[] begun = TestingClient.frame(false, TestingClient.BINARY, packed);
      for (int i = 0; i < SHARE_OF_ADDRESS / FRAME_BYTES + 3; i++) {
        all.add(server.connect(server.person()));
        all.getLast().write(begun);
        all.getLast().write(TestingClient.frame(true, TestingClient.PING, new byte[0]));
      }
      for (TestingClient each : all) {
        assertThat(each.next().opcode()).isEqualTo(TestingClient.PONG);
      }
      assertThat(server.unfinished.held()).isLessThanOrEqualTo(SHARE_OF_ADDRESS);

      List<BlazeReply> replies =
          finish(all, TestingClient.frame(true, TestingClient.CONTINUATION, new byte[0]));

      assertThat(replies).allMatch(reply -> reply.id().equals("long"));
      assertThat(replies.stream().filter(reply -> reply.error().isEmpty()).count())
          .isEqualTo(SHARE_OF_ADDRESS / FRAME_BYTES);
      assertThat(server.unfinished.held()).isZero();
    }
  }

  @Test
  void an_unfinished_message_ends_with_its_connection() throws Exception {
    byte[] frame = binary(request("long", FRAME_BYTES));
    try (var server = new TestingBlaze()) {
      for (int i = 0; i < 30; i++) {
        try (var client = server.connect(server.person())) {
          client.write(Arrays.copyOf(frame, FRAME_BYTES / 2));
          Eventually.holds("an unfinished frame is held", () -> server.unfinished.held() > 0);
        }
        Eventually.holds("no unfinished frame is held", () -> server.unfinished.held() == 0);
      }
    }
  }

  @Test
  void a_message_that_is_never_finished_ends_the_connection() throws Exception {
    var impatient =
        TestingBlaze.settings(
            1024, Duration.ofMillis(100), Duration.ofDays(1), Duration.ofMillis(500));
    byte[] begun = TestingClient.frame(false, TestingClient.BINARY, new byte[3]);
    byte[] half = Arrays.copyOf(TestingClient.frame(true, TestingClient.BINARY, new byte[30]), 20);
    try (var server = new TestingBlaze(impatient);
        var alive = server.connect(server.person())) {
      for (byte[] unfinished : List.of(begun, half)) {
        try (var client = server.connect(server.person())) {
          client.write(unfinished);

          TestingClient.Frame close = client.next();
          assertThat(close.opcode()).isEqualTo(TestingClient.CLOSE);
          assertThat(close.closeCode()).isEqualTo(1008);
          assertThat(client.isDropped()).isTrue();
        }
      }
      alive.send("{\"id\":\"alive\",\"action\":\"PING\"}");
      assertThat(alive.reply().id()).isEqualTo("alive");
    }
  }

  private static BlazeSettings slowlyUnpacking() {
    BlazeSettings usual = TestingBlaze.SETTINGS;
    return new BlazeSettings(
        usual.frameBytes(),
        usual.inflatedBytes(),
        usual.inflatedRatio(),
        64 * 1024,
        usual.unfinishedBytes(),
        usual.finishWithin(),
        usual.storedBelow(),
        usual.pingEvery(),
        usual.silence(),
        usual.farewell(),
        usual.origins());
  }

  private static List<BlazeReply> finish(List<TestingClient> all, byte[] rest) throws IOException {
    List<BlazeReply> replies = new ArrayList<>();
    for (TestingClient each : all) {
      each.write(rest);
      replies.add(each.reply());
      each.close();
    }
    return replies;
  }

  private static byte[] request(String id, int bytes) {
    return request(id, BlazeAction.PING, bytes);
  }

  private static byte[] listing(String id, int bytes) {
    return request(id, BlazeAction.LIST_PENDING_MESSAGES, bytes);
  }

  private static byte[] request(String id, String action, int bytes) {
    String head = "{\"id\":\"" + id + "\",\"action\":\"" + action + "\",\"x\":\"";
    return (head + noise(Math.max(0, bytes - head.length() - 2)) + "\"}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Stored, so that it is as long on the wire.
  private static byte[] binary(byte[] json) {
    return TestingClient.frame(
        true, TestingClient.BINARY, GzipFrame.pack(json, json.length > 300_000 ? 0 : 1 << 20));
  }

  private static String noise(int length) {
    return new Random(1)
        .ints(length, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
