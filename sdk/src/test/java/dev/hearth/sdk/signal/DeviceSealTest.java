package dev.hearth.sdk.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeviceSealTest {
  private final Curve25519KeyPair device = Curve25519KeyPair.generate();

  @Test
  void only_the_device_it_was_sealed_for_opens_it() {
    var sealed = DeviceSeal.seal(device.publicKey(), "an identity".getBytes(UTF_8));

    assertThat(sealed.open(device)).contains("an identity".getBytes(UTF_8));
    assertThat(sealed.open(Curve25519KeyPair.generate())).isEmpty();
  }

  @Test
  void the_same_is_never_sealed_the_same() {
    assertThat(DeviceSeal.seal(device.publicKey(), new byte[3]))
        .isNotEqualTo(DeviceSeal.seal(device.publicKey(), new byte[3]));
  }

  @Test
  void a_seal_that_was_changed_anywhere_is_not_opened() {
    var sealed = DeviceSeal.seal(device.publicKey(), "an identity".getBytes(UTF_8));

    for (int i = 0; i < sealed.body().length; i++) {
      byte[] changed = sealed.body();
      changed[i] ^= 1;
      assertThat(new DeviceSeal(sealed.key(), changed).open(device)).as("byte %s", i).isEmpty();
    }
  }

  @Test
  void a_seal_that_is_too_short_or_too_long_is_not_opened() {
    for (int length : new int[] {0, 1, 48, 64, 100_000}) {
      byte[] body = new byte[length];
      if (length > 0) {
        body[0] = 1;
      }
      assertThat(new DeviceSeal(device.publicKey(), body).open(device)).isEmpty();
    }
    assertThatThrownBy(() -> DeviceSeal.seal(device.publicKey(), new byte[4_097]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DeviceSeal.seal(device.publicKey(), new byte[4_096]).open(device))
        .contains(new byte[4_096]);
  }
}
