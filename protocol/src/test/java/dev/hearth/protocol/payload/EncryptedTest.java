package dev.hearth.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.id.SessionId;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EncryptedTest {
  // A 14-byte text for two sessions, as three implementations write and read it.
  private static final byte[] GOLDEN =
      GoldenPayload.all().stream()
          .filter(item -> item.category().equals("ENCRYPTED_TEXT"))
          .findFirst()
          .orElseThrow()
          .payload();

  @Test
  void the_header_says_who_sent_it_and_who_can_read_it() {
    Encrypted message = Encrypted.parse("ENCRYPTED_TEXT", GOLDEN).understood().orElseThrow();

    assertThat(message.sessions())
        .containsExactly(
            SessionId.of("11111111-2222-4333-8444-555555555555"),
            SessionId.of("66666666-7777-4888-8999-aaaaaaaaaaaa"));
    assertThat(message.sender())
        .asHexString()
        .isEqualToIgnoringCase("761d88ec830413919dfe9d4d1d56f17e653c8c994082df5b137b90a0ae6edf74");
    assertThat(message.nonce()).asHexString().isEqualToIgnoringCase("a0a1a2a3a4a5a6a7a8a9aaab");
    assertThat(message.toBytes()).isEqualTo(GOLDEN);
  }

  @Test
  void a_header_that_does_not_fit_its_payload_is_refused_with_a_reason() {
    assertThat(refused(new byte[0])).isEqualTo("too short");
    assertThat(refused(with(0, 2))).isEqualTo("not of version 1");
    assertThat(refused(with(1, 0))).isEqualTo("the list of sessions is empty");
    assertThat(refused(with(1, 3))).isEqualTo("too short");
    assertThat(refused(with(1, 0xff))).isEqualTo("too short");
    assertThat(refused(with(2, 0xff))).contains("more than 510");
    assertThat(refused(Arrays.copyOf(GOLDEN, 63 + 2 * 64 - 1))).isEqualTo("too short");
    byte[] twice = GOLDEN.clone();
    System.arraycopy(GOLDEN, 35, twice, 35 + 64, 16);
    assertThat(refused(twice)).isEqualTo("a session is named twice");
    assertThat(Encrypted.parse("ENCRYPTED_TEXT", Arrays.copyOf(GOLDEN, 63 + 2 * 64)).understood())
        .isPresent();
  }

  @Test
  void all_bytes_are_read_or_refused_and_written_as_they_were() {
    Randomly.each(
        5_000,
        random -> {
          byte[] payload = Arrays.copyOf(GOLDEN, random.nextInt(GOLDEN.length + 50));
          for (int i = random.nextInt(4); i > 0 && payload.length > 0; i--) {
            payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
          }
          Encrypted.parse("ENCRYPTED_X", payload)
              .understood()
              .ifPresent(message ->
                  assertThat(HexFormat.of().formatHex(message.toBytes()))
                      .isEqualTo(HexFormat.of().formatHex(payload)));
        });
  }

  private static byte[] with(int at, int value) {
    byte[] payload = GOLDEN.clone();
    payload[at] = (byte) value;
    return payload;
  }

  private static String refused(byte[] payload) {
    return switch (Encrypted.parse("ENCRYPTED_TEXT", payload)) {
      case Reading.NotUnderstood<Encrypted>(String why) -> why;
      case Reading.Understood<Encrypted> _ -> throw new AssertionError("read");
    };
  }
}
