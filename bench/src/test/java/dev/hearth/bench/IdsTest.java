package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private final Ids ids = new Ids(42);

  @Test
  void an_id_says_what_it_was_made_for() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      var kind = random.nextBoolean() ? Ids.Kind.MESSAGE : Ids.Kind.ACKNOWLEDGEMENT;
      int owner = random.nextInt(1 << 24);
      long number = random.nextLong(1L << 34);

      byte[] text = write(ids.high(kind, owner, number));

      long plain = Ids.read(text, 3);
      assertThat(Ids.kind(plain)).isEqualTo(kind);
      assertThat(Ids.owner(plain)).isEqualTo(owner);
      assertThat(Ids.number(plain)).isEqualTo(number);
    }
  }

  @Test
  void an_id_is_a_random_looking_uuid() {
    Set<String> beginnings = new HashSet<>();
    for (int number = 0; number < 1_000; number++) {
      String text = text(write(ids.high(Ids.Kind.MESSAGE, 1, number)));

      assertThat(UUID.fromString(text)).hasToString(text);
      assertThat(UUID.fromString(text).version()).isEqualTo(4);
      assertThat(UUID.fromString(text).variant()).isEqualTo(2);
      beginnings.add(text.substring(0, 8));
    }
    assertThat(beginnings).hasSizeGreaterThan(990);
  }

  @Test
  void ids_of_another_run_are_not_ours() {
    byte[] text = write(ids.high(Ids.Kind.MESSAGE, 1, 1));

    assertThat(ids.isOurs(text, 3)).isTrue();
    assertThat(new Ids(43).isOurs(text, 3)).isFalse();
  }

  private byte[] write(long high) {
    byte[] text = new byte[3 + Ids.LENGTH];
    ids.write(text, 3, high);
    return text;
  }

  private static String text(byte[] written) {
    return new String(written, 3, Ids.LENGTH, StandardCharsets.US_ASCII);
  }
}
