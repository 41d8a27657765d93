package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.blaze.GzipFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InboundTest {
  private static final String STRANGE = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

  private final Ids ids = new Ids(42);
  private final Inbound inbound = new Inbound(ids);

  @Test
  void a_push_tells_its_message_however_it_is_packed() throws IOException {
    String push =
        """
        {"id":"%s","action":"CREATE_MESSAGE","data":{"quote_message_id":"%s","data":"aGk=",\
        "data_base64":"aGk","message_id":"%s"}}\
        """
            .formatted(STRANGE, STRANGE, ours(7));

    for (byte[] packed : new byte[][] {stored(push), deflated(push)}) {
      inbound.read(packed, 0, packed.length);

      assertThat(inbound.action()).isEqualTo(Inbound.Action.CREATE_MESSAGE);
      assertThat(inbound.isReply()).isFalse();
      assertThat(inbound.isOurMessage()).isTrue();
      assertThat(Ids.number(inbound.message())).isEqualTo(7);
      assertThat(inbound.hasData(ascii("aGk="))).isTrue();
      assertThat(inbound.hasData(ascii("aGk"))).isFalse();
    }
  }

  @Test
  void an_answer_tells_its_request() {
    byte[] packed =
        stored("{\"id\":\"" + ours(9) + "\",\"action\":\"ACKNOWLEDGE_MESSAGE_RECEIPTS\"}");

    inbound.read(packed, 0, packed.length);

    assertThat(inbound.action()).isEqualTo(Inbound.Action.ACKNOWLEDGE_MESSAGE_RECEIPTS);
    assertThat(inbound.isReply()).isTrue();
    assertThat(Ids.number(inbound.request())).isEqualTo(9);
  }

  @Test
  void a_refusal_ends_the_run() {
    byte[] packed =
        stored(
            """
            {"id":"%s","action":"CREATE_MESSAGE","error":{"status":202,"code":403}}\
            """
                .formatted(ours(1)));

    assertThatThrownBy(() -> inbound.read(packed, 0, packed.length))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("403");
  }

  @Test
  void a_damaged_frame_ends_the_run() {
    byte[] packed = stored("{\"id\":\"" + ours(1) + "\",\"action\":\"LIST_PENDING_MESSAGES\"}");
    for (int at = 0; at < packed.length; at++) {
      if (at >= 4 && at < 10) {
        continue; // time and system, which mean nothing
      }
      byte[] damaged = packed.clone();
      damaged[at] ^= 0x11;

      assertThatThrownBy(() -> inbound.read(damaged, 0, damaged.length))
          .as("byte %d", at)
          .isInstanceOf(Violation.class);
    }
  }

  @Test
  void a_frame_may_stand_anywhere_in_its_array() {
    byte[] packed = stored("{\"id\":\"" + ours(3) + "\",\"action\":\"LIST_PENDING_MESSAGES\"}");
    byte[] moved = new byte[packed.length + 20];
    Arrays.fill(moved, (byte) 0x77);
    System.arraycopy(packed, 0, moved, 9, packed.length);

    inbound.read(moved, 9, packed.length);

    assertThat(Ids.number(inbound.request())).isEqualTo(3);
  }

  private String ours(int number) {
    byte[] text = new byte[Ids.LENGTH];
    ids.write(text, 0, ids.high(Ids.Kind.MESSAGE, 5, number));
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static byte[] stored(String json) {
    return GzipFrame.pack(ascii(json), Integer.MAX_VALUE);
  }

  private static byte[] deflated(String json) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(ascii(json));
    }
    return bytes.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
