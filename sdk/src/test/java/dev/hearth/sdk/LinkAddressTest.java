package dev.hearth.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The address that a new device shows, and the secret that it is handed.
class LinkAddressTest {
  // Made and checked by the apps' own classes.
  private static final String QR_PRIVATE = "00" + "03".repeat(30) + "43";
  private static final String SECRET =
      "eyJwdWJsaWNfa2V5IjoiQmF3QnNpQ2VoalZQdUZNamUxM2c5UHF4UEgvTDlET21IQUdUYVdGLzdQRUwiLCJib2R5I"
          + "joiQVhCeGNuTjBkWFozZUhsNmUzeDlmbjhJWC9KL2Z4UHJBd2xVU2gxZ3dMaDhWSUlhWVk5NytTVytobkFwaT"
          + "NVSWYzYnV1clRhTHBCZ2VaRlhxME1GbTJ4a1g3eGZFSGlTcFVMK21rcFFLWkUxIn0=";

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
  void what_is_no_address_is_none() {
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

  @Test
  void a_secret_that_an_app_has_sealed_is_opened() {
    var device = Curve25519KeyPair.ofPrivate(HexFormat.of().parseHex(QR_PRIVATE));

    assertThat(LinkSecret.unsealed(SECRET, device))
        .contains("{\"provisioning_code\":\"1234\"}".getBytes(UTF_8));
    assertThat(LinkSecret.open(SECRET, device)).isEmpty();
  }

  @Test
  void a_secret_is_opened_by_the_device_it_is_for() {
    var device = Curve25519KeyPair.generate();
    var secret =
        new LinkSecret(Curve25519KeyPair.generate(), UserId.random(), SessionId.random(), "code");

    String sealed = secret.seal(device.publicKey());

    assertThat(sealed).hasSizeLessThan(4_096);
    assertThat(LinkSecret.open(sealed, device)).contains(secret);
    assertThat(LinkSecret.open(sealed, Curve25519KeyPair.generate())).isEmpty();
    assertThat(LinkSecret.open("{}", device)).isEmpty();
    assertThat(LinkSecret.open("e30=", device)).isEmpty();
    assertThat(LinkSecret.open("", device)).isEmpty();
    assertThat(secret.toString()).doesNotContain("code");
  }
}
