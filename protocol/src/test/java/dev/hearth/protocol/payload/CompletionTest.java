package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletionTest {
  private static final UserId BOT = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final long UPDATED = WireTime.parse("2026-01-02T03:04:05.678901Z").orElseThrow();
  private static final String APP_ID = "\"app_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\"";
  private static final String UPDATED_AT = "\"updated_at\":\"2026-01-02T03:04:05.678901Z\"";

  @Test
  void the_newer_spelling_is_added_and_every_other_byte_stays() {
    for (String[] each :
        new String[][] {
          {"{\"mine_type\":\"a/b\"}", "{\"mine_type\":\"a/b\",\"mime_type\":\"a/b\"}"},
          {
            " {\t\"x\" : {\"mime_type\":\"no\"}, \"mine_type\" : \"ü\\u00fc🙂\\\"\" \r\n} ",
            " {\t\"x\" : {\"mime_type\":\"no\"}, \"mine_type\" : \"ü\\u00fc🙂\\\"\" \r\n"
                + ",\"mime_type\":\"ü\\u00fc🙂\\\"\"} "
          },
          {
            "{\"mime_type\": null ,\"mine_type\":\"a/b\",\"size\":1.50e1}",
            "{\"mime_type\": \"a/b\" ,\"mine_type\":\"a/b\",\"size\":1.50e1}"
          },
          {
            "{\"mime_type\":-12.5e3,\"mine_type\":\"a/b\"}",
            "{\"mime_type\":\"a/b\",\"mine_type\":\"a/b\"}"
          },
          {
            "{\"mime_type\":\"\",\"mine_type\":\"a/b\"}",
            "{\"mime_type\":\"a/b\",\"mine_type\":\"a/b\"}"
          },
          {
            "{\"mime_type\":{\"a\":[1,{}]},\"mine_type\":\"a/b\"}",
            "{\"mime_type\":\"a/b\",\"mine_type\":\"a/b\"}"
          },
          {
            "{\"mime_type\":[ ] , \"mine_type\":\"x\",\"mine_type\":\"a/b\"}",
            "{\"mime_type\":\"a/b\" , \"mine_type\":\"x\",\"mine_type\":\"a/b\"}"
          },
          {
            "{\"mine_type\":\"a/b\",\"mime_type\":true}",
            "{\"mine_type\":\"a/b\",\"mime_type\":\"a/b\"}"
          },
        }) {
      assertThat(text(Attachment.completed(bytes(each[0])))).isEqualTo(each[1]);
    }
  }

  @Test
  void where_there_is_nothing_to_add_the_payload_is_the_same() {
    for (String each :
        new String[] {
          "",
          " ",
          "null",
          "7",
          "\"mine_type\"",
          "[{\"mine_type\":\"a/b\"}]",
          "{",
          "{}",
          "{}{}",
          "{\"mine_type\":\"a/b\"",
          "{\"mine_type\":\"a/b\"}x",
          "{\"mine_type\":null}",
          "{\"mine_type\":\"\"}",
          "{\"mine_type\":5}",
          "{\"mine_type\":[\"a/b\"]}",
          "{\"a\":{\"mine_type\":\"a/b\"}}",
          "{\"mime_type\":\"c/d\",\"mine_type\":\"a/b\"}",
          "{\"mime_type\":null,\"mime_type\":\"c/d\",\"mine_type\":\"a/b\"}",
          "{mine_type:'a/b'}",
          "{\"mine_type\":\"a/b\",\"deep\":" + "[".repeat(40) + "]".repeat(40) + "}",
        }) {
      byte[] payload = bytes(each);

      assertThat(Attachment.completed(payload)).as(each).isSameAs(payload);
    }
  }

  @Test
  void a_card_gets_its_app_and_the_time_of_its_profile() {
    assertThat(card("{}")).isEqualTo("{" + APP_ID + "," + UPDATED_AT + "}");
    assertThat(card("{ \"title\":\"é\" }"))
        .isEqualTo("{ \"title\":\"é\" ," + APP_ID + "," + UPDATED_AT + "}");
    assertThat(card("{\"updated_at\":null,\"app_id\":\"\",\"title\":\"t\"}"))
        .isEqualTo("{" + UPDATED_AT + "," + APP_ID + ",\"title\":\"t\"}");
    assertThat(card("{\"app_id\":\"other\",\"updated_at\":\"2020\"}"))
        .isEqualTo("{\"app_id\":\"other\",\"updated_at\":\"2020\"}");
    assertThat(card("[]")).isEqualTo("[]");
  }

  @Test
  void an_added_field_is_there_and_nothing_is_added_twice() {
    byte[] good =
        bytes(
            "{\"mine_type\" : \"a/ü\", \"mime_type\":null,\"x\":[1,\"y\",{\"z\":null}],\"n\":-7}");
    Randomly.each(
        20_000,
        random -> {
          byte[] payload = mutated(good, random);

          byte[] completed = Attachment.completed(payload);

          assertThat(Attachment.completed(completed)).isSameAs(completed);
          byte[] card = Card.completed(payload, BOT, UPDATED);
          assertThat(Card.completed(card, BOT, UPDATED)).isSameAs(card);
          if (!Arrays.equals(card, payload)) {
            assertThat(text(card)).contains(BOT.toString(), "2026-01-02T03:04:05.678901Z");
          }
        });
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] payload = good.clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) "{}[]\",: x\\0n".charAt(random.nextInt(12));
    }
    return payload;
  }

  private static String card(String payload) {
    return text(Card.completed(bytes(payload), BOT, UPDATED));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
