package dev.hearth.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HiddenPinTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 123_456_789);
  private static final Keystore KEYSTORE =
      Keystore.of(UserId.random(), SessionId.random(), pair("15"), pair("21").key());

  @Test
  void a_pin_is_hidden_as_other_clients_hide_it() {
    byte[] iv = HexFormat.of().parseHex("505152535455565758595a5b5c5d5e5f");

    assertThat(HiddenPin.of("123456", KEYSTORE, NOW, HiddenPin.number(NOW), iv))
        .isEqualTo("UFFSU1RVVldYWVpbXF1eX6nMJl17GiI16Isss9lUy5BGVliwoE4UuA2xmbxP2xY-");
  }

  @Test
  void a_pin_is_hidden_in_another_way_each_time() {
    assertThat(HiddenPin.of("123456", KEYSTORE, NOW))
        .isNotEqualTo(HiddenPin.of("123456", KEYSTORE, NOW));
  }

  @Test
  void text_that_is_not_a_pin_is_refused_without_being_repeated() {
    Stream.of("", "12345", "1234567", "12345a", "١٢٣٤٥٦")
        .forEach(text ->
            assertThatThrownBy(() -> HiddenPin.of(text, KEYSTORE, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a PIN has six digits"));
  }

  @Test
  void a_keystore_without_the_servers_key_hides_none() {
    var without = new Keystore(KEYSTORE.userId(), KEYSTORE.sessionId(), KEYSTORE.keyPair(), "", "");

    assertThatThrownBy(() -> HiddenPin.of("123456", without, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Ed25519KeyPair pair(String repeated) {
    return Ed25519KeyPair.ofSeed(HexFormat.of().parseHex(repeated.repeat(32)));
  }
}
