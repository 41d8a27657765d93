package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sdk.signal.Curve25519KeyPair;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The address that a new device shows.
class LinkAddressTest {
  private final LinkAddress address =
      new LinkAddress(UUID.randomUUID(), Curve25519KeyPair.generate().publicKey());

  @Test
  void it_is_read_as_it_is_written() {
    assertThat(LinkAddress.find(address.toString())).contains(address);
    assertThat(address.toString())
        .matches("mixin://device/auth\\?id=" + address.device() + "&pub_key=B[A-Za-z0-9%]{42,}");
  }

  @Test
  void a_key_whose_plus_was_not_escaped_is_read_too() {
    String plain = "mixin://device/auth?id=" + address.device() + "&pub_key=" + address.key();

    assertThat(LinkAddress.find(plain)).contains(address);
  }

  @Test
  void text_that_is_not_an_address_is_not_read() {
    String good = address.toString();
    for (String text :
        List.of(
            "",
            good + "&x=1",
            good.replace("device", "apps"),
            good.replace("mixin", "https"),
            good.replace("id=", "id=x"),
            good.substring(0, good.length() - 4),
            good.replaceAll("pub_key=.*", "pub_key=%zz"),
            good.replaceAll("pub_key=.*", "pub_key=" + "A".repeat(44)),
            good + " ".repeat(1_000))) {
      assertThat(LinkAddress.find(text)).as(text).isEmpty();
    }
  }
}
