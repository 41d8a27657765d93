package dev.hearth.sdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The secret that a new device is handed.
class LinkSecretTest {
  // Made and checked by the apps' own classes.
  private static final String QR_PRIVATE = "00" + "03".repeat(30) + "43";
  private static final String SECRET =
      "eyJwdWJsaWNfa2V5IjoiQmF3QnNpQ2VoalZQdUZNamUxM2c5UHF4UEgvTDlET21IQUdUYVdGLzdQRUwiLCJib2R5I"
          + "joiQVhCeGNuTjBkWFozZUhsNmUzeDlmbjhJWC9KL2Z4UHJBd2xVU2gxZ3dMaDhWSUlhWVk5NytTVytobkFwaT"
          + "NVSWYzYnV1clRhTHBCZ2VaRlhxME1GbTJ4a1g3eGZFSGlTcFVMK21rcFFLWkUxIn0=";

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
