package dev.hearth.sdk.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.junit.jupiter.api.Test;

/// The vectors of RFC 5869, appendix A, and the JDK's own HKDF, which runs only here.
class HkdfTest {
  @Test
  void it_derives_what_the_rfc_says() {
    assertThat(derive("0b".repeat(22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    assertThat(derive(count(0x00, 0x4f), count(0x60, 0xaf), count(0xb0, 0xff), 82))
        .isEqualTo(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    assertThat(derive("0b".repeat(22), "", "", 42))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void it_derives_what_the_jdk_does() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int length : new int[] {1, 31, 32, 33, 64, 100, 8160}) {
      byte[] secret = bytes(random, 1 + random.nextInt(100));
      byte[] salt = bytes(random, random.nextInt(200));
      byte[] info = bytes(random, random.nextInt(100));

      assertThat(Hkdf.derive(secret, salt, info, length))
          .as("seed %d", seed)
          .isEqualTo(
              KDF.getInstance("HKDF-SHA256")
                  .deriveData(
                      HKDFParameterSpec.ofExtract()
                          .addSalt(salt)
                          .addIKM(secret)
                          .thenExpand(info, length)));
    }
  }

  @Test
  void it_derives_at_most_255_hashes() {
    byte[] secret = {1};

    assertThat(Hkdf.derive(secret, new byte[0], new byte[0], 0)).isEmpty();
    assertThatThrownBy(() -> Hkdf.derive(secret, new byte[0], new byte[0], 8161))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String derive(String secret, String salt, String info, int length) {
    var hex = HexFormat.of();
    return hex.formatHex(
        Hkdf.derive(hex.parseHex(secret), hex.parseHex(salt), hex.parseHex(info), length));
  }

  private static String count(int first, int last) {
    var hex = new StringBuilder();
    for (int i = first; i <= last; i++) {
      hex.append(HexFormat.of().toHexDigits((byte) i));
    }
    return hex.toString();
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
