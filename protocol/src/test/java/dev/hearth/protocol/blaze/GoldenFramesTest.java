package dev.hearth.protocol.blaze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest.Request;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GoldenFramesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UserId ALICE = UserId.of("773e5e77-4107-45c2-b648-8fc722ed77f5");
  private static final UserId BOT = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final UserId CAROL = UserId.of("06aed1e3-bd77-4a59-991a-5bb5ae6fbb09");
  private static final SessionId PHONE = SessionId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e");
  private static final MessageId TEXT = MessageId.of("0b1c6a3e-93cb-4f53-a50e-0a2d1c1f7701");
  private static final long SENT = micros("2026-01-02T03:04:05.678901Z");

  @TestFactory
  Stream<DynamicTest> requests_mean_what_their_clients_mean() {
    return read("requests.json")
        .valueStream()
        .map(item ->
            DynamicTest.dynamicTest(
                item.get("name").stringValue(),
                () -> {
                  BlazeRequest request = parse(item.get("frame"));

                  assertThat(JSON.readTree(request.toJson())).isEqualTo(item.get("means"));
                  assertThat(request.params().message().invalidField()).isEmpty();
                  assertThat(request.params().invalidField()).isEmpty();
                  assertThat(parse(item.get("means")))
                      .usingRecursiveComparison()
                      .isEqualTo(request);
                }));
  }

  @TestFactory
  Stream<DynamicTest> a_server_says_every_frame_to_the_key_and_in_ascii() {
    Map<String, JsonNode> golden = new LinkedHashMap<>();
    read("server-frames.json")
        .forEach(item -> golden.put(item.get("name").stringValue(), item.get("frame")));
    assertThat(said().keySet()).isEqualTo(golden.keySet());

    return golden.entrySet().stream()
        .map(item ->
            DynamicTest.dynamicTest(
                item.getKey(),
                () -> {
                  byte[] frame = said(item.getKey());

                  assertThat(JSON.readTree(frame)).isEqualTo(item.getValue());
                  assertThat(new String(frame, UTF_8)).matches("\\p{ASCII}*");
                }));
  }

  @Test
  void a_client_reads_back_what_a_server_says() {
    said()
        .forEach((name, frame) -> {
          BlazeReply reply = BlazeReply.parse(frame).orElseThrow();

          byte[] again =
              reply
                  .data()
                  .map(data -> BlazeFrames.push(reply.id(), reply.action(), data))
                  .orElseGet(() -> BlazeFrames.reply(reply.id(), reply.action()));
          assertThat(reply.error().isPresent() || new String(again, UTF_8).equals(text(frame)))
              .as(name)
              .isTrue();
        });
    assertThat(reply("a field is wrong").error())
        .hasValueSatisfying(error -> {
          assertThat(error.is(ErrorCode.INVALID_FIELD)).isTrue();
          assertThat(error.field()).isEqualTo("conversation_id");
        });
    assertThat(reply("the session is dead").error())
        .hasValueSatisfying(error -> assertThat(error.is(ErrorCode.UNAUTHORIZED)).isTrue());
  }

  @Test
  void a_client_reads_on_whatever_a_server_says() {
    byte[] good = said("a live text");
    Randomly.each(
        4_000,
        random -> {
          byte[] frame = good.clone();
          for (int i = random.nextInt(4); i >= 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
          }
          assertThat(BlazeReply.parse(frame)).isNotNull();
        });
    for (String frame :
        new String[] {
          "{\"id\":5,\"action\":null,\"data\":[1,{\"a\":2}],\"error\":\"x\"}",
          "{\"data\":{\"user_id\":7},\"error\":{\"code\":\"x\",\"extra\":[]}}"
        }) {
      assertThat(BlazeReply.parse(frame.getBytes(UTF_8)))
          .hasValueSatisfying(reply -> assertThat(reply.data()).isEmpty());
    }
    assertThat(BlazeReply.parse("[]".getBytes(UTF_8))).isEmpty();
    assertThat(BlazeReply.parse("{}{}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void half_a_surrogate_is_echoed_and_not_stumbled_over() {
    byte[] frame = "{\"id\":\"\\ud83d\",\"action\":\"\\udc00x\"}".getBytes(UTF_8);
    BlazeRequest request = ((Request) BlazeRequest.parse(frame)).request();

    assertThat(text(BlazeFrames.reply(request.id(), request.action())))
        .isEqualToIgnoringCase("{\"id\":\"\\ud83d\",\"action\":\"\\udc00x\"}");
  }

  @Test
  void a_push_longer_than_any_buffer_is_whole() {
    byte[] payload = new byte[200_000];
    var view = live(payload);

    BlazeReply reply =
        BlazeReply.parse(BlazeFrames.push("i", "CREATE_MESSAGE", view)).orElseThrow();

    assertThat(reply.data().orElseThrow().payload()).isEqualTo(payload);
  }

  /// Every frame of `server-frames.json`, as the server makes it.
  private static Map<String, byte[]> said() {
    Map<String, byte[]> said = new LinkedHashMap<>();
    said.put(
        "done, and nothing to tell",
        BlazeFrames.reply("f6a1bd4c-4b1f-4c5e-8d55-0e8c2d3b7a04", "LIST_PENDING_MESSAGES"));
    said.put(
        "a message is sent: what a person's session is answered",
        BlazeFrames.reply(
            "f6a1bd4c-4b1f-4c5e-8d55-0e8c2d3b7a17",
            "CREATE_MESSAGE",
            MessageView.sent(ALICE, PHONE, "0B1C6A3E-93cb-4f53-a50e-0a2d1c1f7717", SENT)));
    said.put(
        "a live text",
        BlazeFrames.push(
            "9d1d5c1e-54a5-4a31-9f0c-7a1fd54a0001",
            "CREATE_MESSAGE",
            live("hi>??".getBytes(UTF_8))));
    said.put(
        "a card from the backlog, said for somebody, quoting, silent, that disappears",
        BlazeFrames.push("9d1d5c1e-54a5-4a31-9f0c-7a1fd54a0002", "CREATE_MESSAGE", card()));
    said.put(
        "a call from the backlog",
        BlazeFrames.push("9d1d5c1e-54a5-4a31-9f0c-7a1fd54a0005", "CREATE_CALL", call()));
    said.put(
        "a receipt: somebody read the message",
        BlazeFrames.push(
            "9d1d5c1e-54a5-4a31-9f0c-7a1fd54a0003",
            "ACKNOWLEDGE_MESSAGE_RECEIPT",
            MessageView.receipt(
                BOT, TEXT, MessageStatus.READ, SENT, micros("2026-01-02T03:04:06Z"))));
    said.put("forbidden", refused("a05", ErrorCode.FORBIDDEN, Map.of()));
    said.put(
        "a field is wrong",
        refused("a05", ErrorCode.INVALID_FIELD, Map.of("field", "conversation_id")));
    said.put(
        "the sender knows other sessions", refused("a17", ErrorCode.CHECKSUM_INVALID, Map.of()));
    said.put(
        "an action in other letters that nobody knows",
        BlazeFrames.error("ü🙂", "消息", ErrorCode.NOT_FOUND));
    said.put("something broke here", refused("a05", ErrorCode.BLAZE_SERVER, Map.of()));
    said.put(
        "the session is dead",
        BlazeFrames.error(
            "9d1d5c1e-54a5-4a31-9f0c-7a1fd54a0004", BlazeAction.ERROR, ErrorCode.UNAUTHORIZED));
    return said;
  }

  private static byte[] refused(String id, ErrorCode code, Map<String, String> extra) {
    return BlazeFrames.error(
        "f6a1bd4c-4b1f-4c5e-8d55-0e8c2d3b7" + id, "CREATE_MESSAGE", code, extra);
  }

  private static MessageView live(byte[] payload) {
    return new MessageView(
        Optional.of(ConversationId.ofContact(ALICE, BOT)),
        ALICE,
        Optional.of(PHONE),
        TEXT.toString(),
        "PLAIN_TEXT",
        payload,
        MessageStatus.SENT,
        MessageSource.CREATE_MESSAGE,
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        SENT,
        SENT);
  }

  private static MessageView card() {
    long sent = micros("2026-01-02T03:04:05.000001Z");
    return new MessageView(
        Optional.of(ConversationId.ofContact(ALICE, BOT)),
        BOT,
        Optional.empty(),
        "0b1c6a3e-93cb-4f53-a50e-0a2d1c1f7706",
        "APP_CARD",
        "{}".getBytes(UTF_8),
        MessageStatus.SENT,
        MessageSource.LIST_PENDING_MESSAGES,
        Optional.of(CAROL),
        Optional.of(TEXT),
        true,
        3600,
        sent,
        sent);
  }

  private static MessageView call() {
    return new MessageView(
        Optional.of(ConversationId.ofContact(ALICE, BOT)),
        ALICE,
        Optional.of(PHONE),
        "0b1c6a3e-93cb-4f53-a50e-0a2d1c1f7723",
        "WEBRTC_AUDIO_OFFER",
        "{\"sdp\":\"v=0\",\"type\":\"offer\"}".getBytes(UTF_8),
        MessageStatus.SENT,
        MessageSource.LIST_PENDING_MESSAGES,
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        SENT,
        SENT);
  }

  private static byte[] said(String name) {
    return Objects.requireNonNull(said().get(name), name);
  }

  private static BlazeReply reply(String name) {
    return BlazeReply.parse(said(name)).orElseThrow();
  }

  private static BlazeRequest parse(JsonNode frame) {
    return ((Request) BlazeRequest.parse(JSON.writeValueAsBytes(frame))).request();
  }

  private static JsonNode read(String file) {
    try (InputStream in = GoldenFramesTest.class.getResourceAsStream("/golden/" + file)) {
      return JSON.readTree(in);
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  private static long micros(String time) {
    return WireTime.micros(Instant.parse(time));
  }

  private static String text(byte[] frame) {
    return new String(frame, UTF_8);
  }
}
