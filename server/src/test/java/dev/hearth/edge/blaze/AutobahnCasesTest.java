package dev.hearth.edge.blaze;

import static dev.hearth.edge.blaze.TestingClient.BINARY;
import static dev.hearth.edge.blaze.TestingClient.CLOSE;
import static dev.hearth.edge.blaze.TestingClient.CONTINUATION;
import static dev.hearth.edge.blaze.TestingClient.PING;
import static dev.hearth.edge.blaze.TestingClient.PONG;
import static dev.hearth.edge.blaze.TestingClient.TEXT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Eventually;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.edge.blaze.TestingClient.Frame;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.id.MessageId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The case groups of the Autobahn test suite for WebSocket servers, by its numbers: what RFC 6455
/// asks of a server, whatever is said over it. The suite wants its messages echoed. Here a binary
/// message is a request, which is answered under its id; a text is valid and no request, and so is
/// answered with an error, while the connection stays.
///
/// The cases run at the same time, each over a connection of its own.
final class AutobahnCasesTest {
  private static final int ALL_AT_ONCE = 0;

  /// Chopped so, nothing arrives as it was sent.
  private static final int CHOP = 997;

  private static TestingBlaze server;
  private static ExecutorService threads;

  /// The frames that one case sends and expects.
  private interface Script {
    void play(Peer peer) throws Exception;
  }

  private record Case(String number, Script script) {}

  @BeforeAll
  static void open() {
    // All cases come from one address, and a slow machine holds many of their frames at once.
    server = new TestingBlaze(TestingBlaze.holding(64 << 20));
    threads = Executors.newFixedThreadPool(64, Thread.ofVirtual().factory());
  }

  @AfterAll
  static void close() {
    threads.shutdownNow();
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    List<Case> cases = new ArrayList<>();
    addFraming(cases);
    addPings(cases);
    addReservedBits(cases);
    addOpcodes(cases);
    addFragmentation(cases);
    addUtf8(cases);
    addCloseHandling(cases);
    addSizes(cases);
    addCompression(cases);
    return played(cases).stream();
  }

  private static List<DynamicTest> played(List<Case> cases) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Case each : cases) {
      Future<?> played =
          threads.submit(() -> {
            try (var client = server.connect(server.person())) {
              each.script().play(new Peer(client));
            }
            return each;
          });
      tests.add(DynamicTest.dynamicTest(each.number(), () -> played.get(60, TimeUnit.SECONDS)));
    }
    return tests;
  }

  private static void add(List<Case> cases, String number, Script script) {
    cases.add(new Case(number, script));
  }

  // 1: framing

  private static void addFraming(List<Case> cases) {
    int[] sizes = {0, 125, 126, 127, 128, 65_535, 65_536, 65_536};
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      int chop = i == 7 ? CHOP : ALL_AT_ONCE;
      add(
          cases,
          "1.1." + (i + 1),
          peer -> {
            peer.say(chop, text("*".repeat(size)));
            peer.hearsItIsNoRequest();
          });
      add(
          cases,
          "1.2." + (i + 1),
          peer -> {
            peer.say(chop, TestingClient.frame(true, BINARY, requestOf(size)));
            if (size == 0) {
              peer.hearsItIsNoRequest();
            } else {
              peer.hearsAnswer();
            }
          });
    }
  }

  // 2: pings and pongs

  private static void addPings(List<Case> cases) {
    byte[] binary = HexFormat.of().parseHex("00fffefdfcfb00ff");
    byte[] longest = new byte[125];
    Arrays.fill(longest, (byte) 0xfe);
    List<byte[]> payloads = List.of(new byte[0], "Hello, world!".getBytes(UTF_8), binary, longest);
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      add(
          cases,
          "2." + (i + 1),
          peer -> {
            peer.say(TestingClient.frame(true, PING, payload));
            peer.hearsPong(payload);
          });
    }
    add(
        cases,
        "2.5",
        peer -> {
          peer.say(TestingClient.frame(true, PING, new byte[126]));
          peer.isClosed(1002);
        });
    add(
        cases,
        "2.6",
        peer -> {
          peer.say(1, TestingClient.frame(true, PING, longest));
          peer.hearsPong(longest);
        });
    add(cases, "2.7", peer -> peer.staysOpenAfter(TestingClient.frame(true, PONG, new byte[0])));
    add(cases, "2.8", peer -> peer.staysOpenAfter(TestingClient.frame(true, PONG, binary)));
    add(
        cases,
        "2.9",
        peer -> {
          peer.say(TestingClient.frame(true, PONG, binary));
          peer.say(TestingClient.frame(true, PING, longest));
          peer.hearsPong(longest);
        });
    add(cases, "2.10", peer -> peer.pingsTenTimes(ALL_AT_ONCE));
    add(cases, "2.11", peer -> peer.pingsTenTimes(1));
  }

  // 3: reserved bits

  private static void addReservedBits(List<Case> cases) {
    int[] chops = {ALL_AT_ONCE, ALL_AT_ONCE, CHOP, 1};
    for (int i = 0; i < chops.length; i++) {
      int bits = i + 1;
      int chop = chops[i];
      add(
          cases,
          "3." + bits,
          peer -> {
            if (bits > 1) {
              peer.say(chop, request());
            }
            peer.say(chop, withBits(bits, text("Hello")));
            peer.say(chop, TestingClient.frame(true, PING, new byte[0]));
            if (bits > 1) {
              peer.hearsAnswer();
            }
            peer.isClosed(1002);
          });
    }
    add(cases, "3.5", peer -> peer.isClosedAfter(1002, withBits(5, request())));
    add(
        cases,
        "3.6",
        peer ->
            peer.isClosedAfter(1002, withBits(6, TestingClient.frame(true, PING, new byte[4]))));
    add(
        cases,
        "3.7",
        peer ->
            peer.isClosedAfter(1002, withBits(7, TestingClient.frame(true, CLOSE, code(1000)))));
  }

  // 4: opcodes

  private static void addOpcodes(List<Case> cases) {
    for (int i = 0; i < 5; i++) {
      byte[] payload = new byte[i % 2 == 0 ? 0 : 5];
      byte[] plain = TestingClient.frame(true, 3 + i, payload);
      byte[] control = TestingClient.frame(true, 11 + i, payload);
      int chop = i == 4 ? 1 : ALL_AT_ONCE;
      var both = List.of(plain, control);
      for (int kind = 0; kind < both.size(); kind++) {
        byte[] reserved = both.get(kind);
        add(
            cases,
            "4." + (kind + 1) + "." + (i + 1),
            peer -> {
              peer.say(chop, request());
              peer.say(chop, reserved);
              peer.say(chop, TestingClient.frame(true, PING, new byte[0]));
              peer.hearsAnswer();
              peer.isClosed(1002);
            });
      }
    }
  }

  // 5: fragmentation

  private static void addFragmentation(List<Case> cases) {
    byte[] ping = TestingClient.frame(true, PING, "pongme".getBytes(UTF_8));
    byte[] whole = requestOf(125);
    byte[] begin = TestingClient.frame(false, BINARY, Arrays.copyOf(whole, 40));
    byte[] more = TestingClient.frame(false, CONTINUATION, Arrays.copyOfRange(whole, 40, 80));
    byte[] end = TestingClient.frame(true, CONTINUATION, Arrays.copyOfRange(whole, 80, 125));
    byte[] rest = TestingClient.frame(true, CONTINUATION, Arrays.copyOfRange(whole, 40, 125));
    byte[] nothing = TestingClient.frame(false, CONTINUATION, new byte[0]);
    add(
        cases,
        "5.1",
        peer -> {
          peer.say(TestingClient.frame(false, PING, new byte[4]));
          peer.isClosedAfter(1002, rest);
        });
    add(
        cases,
        "5.2",
        peer -> {
          peer.say(TestingClient.frame(false, PONG, new byte[4]));
          peer.isClosedAfter(1002, rest);
        });
    int[] chops = {ALL_AT_ONCE, CHOP, 1};
    for (int i = 0; i < chops.length; i++) {
      int chop = chops[i];
      add(
          cases,
          "5." + (3 + i),
          peer -> {
            peer.say(chop, begin);
            peer.say(chop, rest);
            peer.hearsAnswer();
          });
      add(
          cases,
          "5." + (6 + i),
          peer -> {
            peer.say(chop, begin);
            peer.say(chop, ping);
            peer.say(chop, rest);
            peer.hearsPong("pongme".getBytes(UTF_8));
            peer.hearsAnswer();
          });
      add(
          cases,
          "5." + (9 + i),
          peer -> {
            peer.say(chop, end);
            peer.say(chop, request());
            peer.isClosed(1002);
          });
      add(
          cases,
          "5." + (12 + i),
          peer -> {
            peer.say(chop, more);
            peer.say(chop, request());
            peer.isClosed(1002);
          });
    }
    add(
        cases,
        "5.15",
        peer -> {
          peer.say(begin);
          peer.say(rest);
          peer.say(more);
          peer.say(request());
          peer.hearsAnswer();
          peer.isClosed(1002);
        });
    var strays = List.of(more, end);
    for (int i = 0; i < strays.size(); i++) {
      byte[] stray = strays.get(i);
      add(
          cases,
          "5." + (16 + i),
          peer -> {
            peer.say(stray);
            peer.say(begin);
            peer.say(rest);
            peer.isClosed(1002);
          });
    }
    add(
        cases,
        "5.18",
        peer -> {
          peer.say(begin);
          peer.isClosedAfter(1002, TestingClient.frame(true, BINARY, new byte[3]));
        });
    for (int chop : new int[] {ALL_AT_ONCE, 1}) {
      add(
          cases,
          chop == 1 ? "5.20" : "5.19",
          peer -> {
            peer.say(chop, begin);
            peer.say(chop, nothing);
            peer.say(chop, ping);
            peer.hearsPong("pongme".getBytes(UTF_8));
            peer.say(chop, more);
            peer.say(chop, nothing);
            peer.say(chop, ping);
            peer.say(chop, end);
            peer.hearsPong("pongme".getBytes(UTF_8));
            peer.hearsAnswer();
          });
    }
  }

  // 6: UTF-8

  private static void addUtf8(List<Case> cases) {
    byte[] empty = new byte[0];
    byte[] hello = "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!".getBytes(UTF_8);
    byte[] wrong = HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5eda080656469746564");
    addText(cases, "6.1.1", empty);
    addText(cases, "6.1.2", empty, empty, empty);
    addText(cases, "6.1.3", empty, "middle frame payload".getBytes(UTF_8), empty);
    addText(cases, "6.2.1", hello);
    addText(cases, "6.2.2", Arrays.copyOf(hello, 8), Arrays.copyOfRange(hello, 8, hello.length));
    addText(cases, "6.2.3", bytewise(hello));
    addText(cases, "6.2.4", bytewise(HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5")));
    addNoText(cases, "6.3.1", wrong);
    addNoText(cases, "6.3.2", bytewise(wrong));
    byte[] before = HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5");
    addNoText(
        cases, "6.4.1", before, HexFormat.of().parseHex("f4908080"), "edited".getBytes(UTF_8));
    addNoText(
        cases, "6.4.2", before, HexFormat.of().parseHex("f490"), HexFormat.of().parseHex("8080"));
    add(
        cases,
        "6.4.3",
        peer -> {
          peer.say(
              CHOP,
              TestingClient.frame(true, TEXT, join(before, HexFormat.of().parseHex("f4908080"))));
          peer.isClosed(1007);
        });
    add(
        cases,
        "6.4.4",
        peer -> {
          peer.say(
              1, TestingClient.frame(true, TEXT, join(before, HexFormat.of().parseHex("f490"))));
          peer.isClosed(1007);
        });
    // By group: plain ones, boundaries of each length, what was possible before RFC 3629, ends
    // without a beginning, beginnings without an end, characters that are longer than they need be,
    // surrogates, and code points that aren't characters.
    for (String valid :
        List.of(
            "6.5 48656c6c6f",
            "6.5 cebae1bdb9cf83cebcceb5",
            "6.5 48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121",
            "6.6 cebae1bdb9",
            "6.6 cebae1bdb9cf83cebc",
            "6.7 00",
            "6.7 c280",
            "6.7 e0a080",
            "6.7 f0908080",
            "6.9 7f",
            "6.9 dfbf",
            "6.9 efbfbf",
            "6.9 f48fbfbf",
            "6.11 ed9fbf",
            "6.11 ee8080",
            "6.11 efbfbd",
            "6.11 f48fbfbf",
            "6.22 efbfbe",
            "6.22 efbfbf",
            "6.22 f09fbfbe",
            "6.22 f0afbfbf",
            "6.22 f48fbfbe",
            "6.23 efbfb9",
            "6.23 efbfbc")) {
      String[] words = valid.split(" ", 2);
      addText(cases, words[0] + ".valid " + words[1], HexFormat.of().parseHex(words[1]));
    }
    for (String invalid :
        List.of(
            "6.6 ce",
            "6.6 cebae1",
            "6.6 cebae1bd",
            "6.8 f888808080",
            "6.8 fc8480808080",
            "6.10 f7bfbfbf",
            "6.10 fbbfbfbfbf",
            "6.10 fdbfbfbfbfbf",
            "6.11 f4908080",
            "6.12 80",
            "6.12 bf",
            "6.12 80bf80bf80bf",
            "6.13 c020",
            "6.13 e020",
            "6.13 f020",
            "6.13 f820",
            "6.14 c0",
            "6.14 e080",
            "6.14 f08080",
            "6.14 df",
            "6.14 efbf",
            "6.14 f7bfbf",
            "6.15 c0e080f08080f8808080",
            "6.16 fe",
            "6.16 ff",
            "6.16 fefeffff",
            "6.17 c0af",
            "6.17 e080af",
            "6.17 f08080af",
            "6.18 c1bf",
            "6.18 e09fbf",
            "6.18 f08fbfbf",
            "6.19 c080",
            "6.19 e08080",
            "6.19 f0808080",
            "6.20 eda080",
            "6.20 edadbf",
            "6.20 edbfbf",
            "6.21 eda080edb080",
            "6.21 edafbfedbfbf")) {
      String[] words = invalid.split(" ", 2);
      addNoText(cases, words[0] + ".invalid " + words[1], HexFormat.of().parseHex(words[1]));
    }
  }

  private static void addText(List<Case> cases, String number, byte[]... fragments) {
    add(
        cases,
        number,
        peer -> {
          peer.sayText(fragments);
          peer.hearsItIsNoRequest();
        });
  }

  private static void addNoText(List<Case> cases, String number, byte[]... fragments) {
    add(
        cases,
        number,
        peer -> {
          peer.sayText(fragments);
          peer.isClosed(1007);
        });
  }

  // 7: closing

  private static void addCloseHandling(List<Case> cases) {
    byte[] bye = TestingClient.frame(true, CLOSE, code(1000));
    byte[] ping = TestingClient.frame(true, PING, new byte[0]);
    byte[] begin = TestingClient.frame(false, BINARY, new byte[9]);
    byte[] end = TestingClient.frame(true, CONTINUATION, new byte[9]);
    add(
        cases,
        "7.1.1",
        peer -> {
          peer.say(request());
          peer.say(bye);
          peer.hearsAnswer();
          peer.isClosedLike(code(1000));
        });
    var lates = List.of(bye, ping, request());
    for (int i = 0; i < lates.size(); i++) {
      byte[] late = lates.get(i);
      add(
          cases,
          "7.1." + (2 + i),
          peer -> {
            peer.say(join(bye, late));
            peer.isClosedLike(code(1000));
          });
    }
    add(
        cases,
        "7.1.5",
        peer -> {
          peer.say(join(begin, join(bye, end)));
          peer.isClosedLike(code(1000));
        });
    add(
        cases,
        "7.1.6",
        _ -> {
          Caller alice = server.person();
          var message = TestingBlaze.text(server.contact(alice, server.person()));
          try (var client = server.connect(alice)) {
            String json = new String(BlazeRequest.create("1", message).toJson(), UTF_8);
            byte[] large = padded(json.replaceFirst("}$", ",\"x\":\"\"}"), 250_000);
            var peer = new Peer(client);
            peer.say(join(TestingClient.frame(true, BINARY, large), join(bye, ping)));
            // Whether it is answered before the good-bye is returned is up to the server.
            Frame first = client.next();
            Frame close = first.opcode() == BINARY ? client.next() : first;
            assertThat(close.payload()).isEqualTo(code(1000));
            assertThat(client.isDropped()).isTrue();
            MessageId id = message.messageId().orElseThrow();
            Eventually.holds("the log has it", () -> server.chat.store().find(id).isPresent());
          }
        });
    add(cases, "7.3.1", peer -> peer.closesWith(new byte[0]));
    add(
        cases,
        "7.3.2",
        peer -> peer.isClosedAfter(1002, TestingClient.frame(true, CLOSE, new byte[1])));
    add(cases, "7.3.3", peer -> peer.closesWith(code(1000)));
    add(cases, "7.3.4", peer -> peer.closesWith(code(1000, "Hello World!")));
    add(cases, "7.3.5", peer -> peer.closesWith(code(1000, "*".repeat(123))));
    add(
        cases,
        "7.3.6",
        peer ->
            peer.isClosedAfter(
                1002, TestingClient.frame(true, CLOSE, code(1000, "*".repeat(124)))));
    add(
        cases,
        "7.5.1",
        peer ->
            peer.isClosedAfter(
                1007,
                TestingClient.frame(
                    true,
                    CLOSE,
                    join(
                        code(1000),
                        HexFormat.of().parseHex("cebae1bdb9cf83cebcceb5eda080656469746564")))));
    int[] good = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};
    for (int i = 0; i < good.length; i++) {
      int code = good[i];
      add(cases, "7.7." + (i + 1), peer -> peer.closesWith(code(code)));
    }
    int[] bad = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535};
    for (int i = 0; i < bad.length; i++) {
      int code = bad[i];
      add(
          cases,
          i < 9 ? "7.9." + (i + 1) : "7.13." + (i - 8),
          peer -> peer.isClosedAfter(1002, TestingClient.frame(true, CLOSE, code(code))));
    }
  }

  // 9 and 10: sizes, within the bounds of a frame

  private static void addSizes(List<Case> cases) {
    int most = TestingBlaze.SETTINGS.frameBytes();
    int[] sizes = {64 << 10, most};
    for (int i = 0; i < sizes.length; i++) {
      int size = sizes[i];
      add(
          cases,
          "9.1." + (i + 1),
          peer -> {
            peer.say(text("*".repeat(size)));
            peer.hearsItIsNoRequest();
          });
      add(
          cases,
          "9.2." + (i + 1),
          peer -> {
            peer.say(TestingClient.frame(true, BINARY, requestOf(size)));
            peer.hearsAnswer();
          });
    }
    int[] fragments = {64, 256, 1024, 4096, 16_384, 65_536};
    for (int i = 0; i < fragments.length; i++) {
      int size = fragments[i];
      add(
          cases,
          "9.4." + (i + 1),
          peer -> {
            peer.sayFragmented(size, requestOf(most));
            peer.hearsAnswer();
          });
    }
    int[] chops = {64, 128, 256, 512, 1024, 2048};
    for (int i = 0; i < chops.length; i++) {
      int chop = chops[i];
      add(
          cases,
          "9.6." + (i + 1),
          peer -> {
            peer.say(chop, TestingClient.frame(true, BINARY, requestOf(64 << 10)));
            peer.hearsAnswer();
          });
    }
    int[] many = {64, 256, 1024, 4096};
    for (int i = 0; i < many.length; i++) {
      int size = many[i];
      add(
          cases,
          "9.8." + (i + 1),
          peer -> {
            for (int round = 0; round < 100; round++) {
              peer.say(TestingClient.frame(true, BINARY, requestOf(size)));
              peer.hearsAnswer();
            }
          });
    }
    add(
        cases,
        "10.1.1",
        peer -> {
          peer.sayFragmented(1300, requestOf(65_536));
          peer.hearsAnswer();
        });
  }

  // 12 and 13: compression, which is not negotiated

  private static void addCompression(List<Case> cases) {
    String[] offers = {
      "permessage-deflate",
      "permessage-deflate; client_max_window_bits",
      "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
      "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9, permessage-deflate"
    };
    for (int i = 0; i < offers.length; i++) {
      String offer = offers[i];
      add(
          cases,
          (i == 0 ? "12." : "13.") + (i + 1),
          _ -> {
            String request =
                TestingClient.request(
                    "/",
                    "Authorization: Bearer " + server.token(server.person()),
                    "Sec-WebSocket-Extensions: " + offer);
            try (var client = TestingClient.handshake(server.port, request, new byte[0])) {
              assertThat(client.head()).startsWith("HTTP/1.1 101 ");
              assertThat(client.header("Sec-WebSocket-Extensions")).isEmpty();
              var peer = new Peer(client);
              peer.say(request());
              peer.hearsAnswer();
              peer.isClosedAfter(1002, withBits(4, request()));
            }
          });
    }
  }

  // Frames to send

  private static byte[] request() {
    return TestingClient.frame(true, BINARY, requestOf(125));
  }

  /// A request whose frame has a payload of exactly this size, or nothing.
  private static byte[] requestOf(int size) {
    return size == 0 ? new byte[0] : padded("{\"id\":\"1\",\"action\":\"PING\",\"x\":\"\"}", size);
  }

  /// @param json with an `x` that is empty, and gets as long as is needed
  private static byte[] padded(String json, int size) {
    // A stored block, of which there is one for each 64 KiB, has five bytes of its own.
    for (int padding = Math.max(0, size - 23 - 5 * (size >> 16) - json.length()); ; padding--) {
      byte[] padded = json.replace("x\":\"", "x\":\"" + "x".repeat(padding)).getBytes(UTF_8);
      byte[] frame = GzipFrame.pack(padded, Integer.MAX_VALUE);
      if (frame.length == size) {
        return frame;
      }
      if (frame.length < size) {
        return withName(frame, size - frame.length);
      }
    }
  }

  /// The gzip member with a name in its header that is `bytes` long, with its terminator.
  private static byte[] withName(byte[] frame, int bytes) {
    byte[] named = new byte[frame.length + bytes];
    System.arraycopy(frame, 0, named, 0, 10);
    named[3] = 8;
    Arrays.fill(named, 10, 10 + bytes - 1, (byte) 'n');
    System.arraycopy(frame, 10, named, 10 + bytes, frame.length - 10);
    return named;
  }

  private static byte[] text(String text) {
    return TestingClient.frame(true, TEXT, text.getBytes(UTF_8));
  }

  private static byte[] withBits(int bits, byte[] frame) {
    byte[] changed = frame.clone();
    changed[0] |= (byte) (bits << 4);
    return changed;
  }

  private static byte[][] bytewise(byte[] bytes) {
    byte[][] each = new byte[bytes.length][];
    for (int i = 0; i < bytes.length; i++) {
      each[i] = new byte[] {bytes[i]};
    }
    return each;
  }

  private static byte[] code(int code) {
    return new byte[] {(byte) (code >> 8), (byte) code};
  }

  private static byte[] code(int code, String reason) {
    return join(code(code), reason.getBytes(ISO_8859_1));
  }

  private static byte[] join(byte[] one, byte[] other) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(other);
    return both.toByteArray();
  }

  /// The client of one case.
  private record Peer(TestingClient client) {
    void say(byte[] bytes) throws IOException {
      say(ALL_AT_ONCE, bytes);
    }

    void say(int chop, byte[] bytes) throws IOException {
      try {
        for (int from = 0; from < bytes.length; ) {
          int to = chop == ALL_AT_ONCE ? bytes.length : Math.min(bytes.length, from + chop);
          client.write(Arrays.copyOfRange(bytes, from, to));
          from = to;
        }
      } catch (IOException closed) {
        // The case is about what the server said before it closed.
      }
    }

    void sayText(byte[]... fragments) throws IOException {
      for (int i = 0; i < fragments.length; i++) {
        boolean last = i == fragments.length - 1;
        say(TestingClient.frame(last, i == 0 ? TEXT : CONTINUATION, fragments[i]));
      }
    }

    void sayFragmented(int size, byte[] message) throws IOException {
      var frames = new ByteArrayOutputStream();
      for (int from = 0; from < message.length; from += size) {
        int to = Math.min(message.length, from + size);
        frames.writeBytes(
            TestingClient.frame(
                to == message.length,
                from == 0 ? BINARY : CONTINUATION,
                Arrays.copyOfRange(message, from, to)));
      }
      say(frames.toByteArray());
    }

    void pingsTenTimes(int chop) throws IOException {
      for (int i = 0; i < 10; i++) {
        say(chop, TestingClient.frame(true, PING, ("payload-" + i).getBytes(UTF_8)));
      }
      for (int i = 0; i < 10; i++) {
        hearsPong(("payload-" + i).getBytes(UTF_8));
      }
    }

    void closesWith(byte[] payload) throws IOException {
      say(TestingClient.frame(true, CLOSE, payload));
      isClosedLike(payload);
    }

    void hearsAnswer() throws IOException {
      BlazeReply reply = client.reply();
      assertThat(reply.id()).isEqualTo("1");
      assertThat(reply.error()).isEmpty();
    }

    void hearsItIsNoRequest() throws IOException {
      BlazeReply reply = client.reply();
      assertThat(reply.action()).isEqualTo("ERROR");
      assertThat(reply.error())
          .hasValueSatisfying(error -> assertThat(error.is(ErrorCode.BAD_REQUEST)).isTrue());
      staysOpenAfter(new byte[0]);
    }

    void hearsPong(byte[] payload) throws IOException {
      Frame pong = client.next();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.payload()).isEqualTo(payload);
    }

    void staysOpenAfter(byte[] bytes) throws IOException {
      say(bytes);
      say(request());
      hearsAnswer();
    }

    void isClosedAfter(int code, byte[] bytes) throws IOException {
      say(bytes);
      isClosed(code);
    }

    void isClosed(int code) throws IOException {
      isClosedLike(code(code));
    }

    void isClosedLike(byte[] payload) throws IOException {
      Frame close = client.next();
      assertThat(close.opcode()).isEqualTo(CLOSE);
      assertThat(close.payload()).isEqualTo(payload);
      assertThat(client.isDropped()).isTrue();
    }
  }
}
