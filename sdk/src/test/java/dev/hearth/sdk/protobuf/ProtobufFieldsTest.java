package dev.hearth.sdk.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProtobufFieldsTest {
  @Test
  void somebody_else_may_write_a_hundred_fields_and_no_more() {
    byte[] hundred = fields(100);
    byte[] more = fields(101);

    assertThat(ProtobufFields.parse(hundred, 0, hundred.length)).isPresent();
    assertThat(ProtobufFields.parse(more, 0, more.length)).isEmpty();
    assertThat(ProtobufFields.parse(more).orElseThrow().texts(1)).hasSize(101);
  }

  private static byte[] fields(int count) {
    var out = new ProtobufWriter();
    IntStream.range(0, count).forEach(i -> out.text(1, "field " + i));
    return out.toBytes();
  }
}
