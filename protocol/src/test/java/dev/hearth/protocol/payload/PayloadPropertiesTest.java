package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PayloadPropertiesTest {
  private static final List<String> CATEGORIES =
      Stream.concat(
              GoldenPayload.all().stream().map(GoldenPayload::category), Stream.of("SIGNAL_TEXT"))
          .distinct()
          .toList();

  @Test
  void a_payload_is_read_as_it_was_written() {
    Randomly.each(
        600,
        random -> {
          Payload payload = new RandomPayload(random).next();

          Payload again = Payload.of(payload.category(), payload.toBytes());

          assertThat(again).usingRecursiveComparison().isEqualTo(payload);
          assertThat(again.toBytes()).isEqualTo(payload.toBytes());
        });
  }

  @Test
  void all_bytes_are_read_or_not_and_what_is_read_can_be_written() {
    List<GoldenPayload> golden = GoldenPayload.all();
    Randomly.each(
        10_000,
        random -> {
          GoldenPayload item = golden.get(random.nextInt(golden.size()));
          byte[] payload = mutated(item.payload(), random);
          String category =
              random.nextInt(4) == 0
                  ? CATEGORIES.get(random.nextInt(CATEGORIES.size()))
                  : item.category();

          Payload read = Payload.of(category, payload);

          assertThat(Payload.of(read.category(), read.toBytes()).toBytes())
              .as(category)
              .isEqualTo(read.toBytes());
        });
  }

  @Test
  void fields_of_other_types_are_read_or_not() {
    String[] values = {
      "null",
      "true",
      "-1",
      "1e400",
      "1E-400",
      "99999999999999999999",
      "9223372036854775807",
      "-9223372036854775808",
      "\"\"",
      "\"-1\"",
      "\"NaN\"",
      "\"\\ud83d\"",
      "[]",
      "{}",
      "[null]",
      "[[]]",
      "[256]",
      "[1.5]",
      "\"+999999999-01-01T00:00:00Z\"",
      "\"-999999999-01-01T00:00:00Z\"",
      "\"9999-12-31T23:59:59-18:00\"",
      "{\"url\":{}}",
      "[{}]",
      "[7]",
      "\"#12345\"",
      "\"" + "x".repeat(70_000) + "\"",
    };
    for (GoldenPayload item : GoldenPayload.all()) {
      String text = new String(item.payload(), UTF_8);
      for (String name : names(text)) {
        for (String value : values) {
          String other =
              Pattern.compile("\"" + name + "\":(\"[^\"]*\"|[^\"{}\\[\\],]+)")
                  .matcher(text)
                  .replaceAll(Matcher.quoteReplacement("\"" + name + "\":" + value));

          assertThat(Payload.of(item.category(), other.getBytes(UTF_8)).toBytes()).isNotNull();
        }
      }
    }
  }

  @Test
  void a_long_or_deep_payload_takes_memory_in_proportion() {
    byte[][] hostile = {
      repeat("[", "", 400_000),
      repeat("{\"a\":", "", 100_000),
      repeat("[{}", ",{}", 300_000),
      repeat("{\"message_ids\":[[]", ",[]", 300_000),
      repeat("{\"a\":1", ",\"a\":1", 150_000),
      repeat("{\"attachment_id\":\"", "x", 900_000),
      repeat("{\"size\":1", "0", 900_000),
      repeat("{\"size\":0.", "1", 900_000),
    };
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (byte[] payload : hostile) {
      for (String category : CATEGORIES) {
        if (category.startsWith("PLAIN_TEXT") || category.startsWith("PLAIN_POST")) {
          continue;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        Payload read = Payload.of(category, payload);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(read).as(category).isNotNull();
        assertThat(taken).as(category).isLessThan(24L << 20);
      }
    }
  }

  private static List<String> names(String json) {
    return Pattern.compile("\"(\\w+)\":")
        .matcher(json)
        .results()
        .map(name -> name.group(1))
        .distinct()
        .toList();
  }

  private static byte[] repeat(String first, String more, int times) {
    return (first + (more.isEmpty() ? first : more).repeat(times)).getBytes(UTF_8);
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] payload = Arrays.copyOf(good, good.length - (good.length > 0 ? random.nextInt(2) : 0));
    for (int i = random.nextInt(4); i > 0 && payload.length > 0; i--) {
      payload[random.nextInt(payload.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "{}[]\",: x\\0n-.eu".charAt(random.nextInt(16));
    }
    return payload;
  }
}
