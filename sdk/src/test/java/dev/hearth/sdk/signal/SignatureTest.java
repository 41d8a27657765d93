package dev.hearth.sdk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Ed25519KeyPair;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  @Test
  void the_base_point_is_multiplied_as_the_jdk_does() {
    Randomly.each(
        50,
        random -> {
          byte[] seed = bytes(random, 32);

          byte[] point = EdwardsPoint.baseTimes(clamped(seed)).toBytes();

          assertThat(point).isEqualTo(Ed25519KeyPair.ofSeed(seed).key().raw());
        });
  }

  @Test
  void numbers_are_reduced_modulo_the_order_of_the_base_point() {
    Randomly.each(
        200,
        random -> {
          byte[] a = bytes(random, 32);
          byte[] b = bytes(random, 32);
          byte[] c = bytes(random, 32);
          byte[] wide = bytes(random, 64);
          if (random.nextInt(4) == 0) {
            Arrays.fill(a, (byte) 0xff);
            Arrays.fill(b, (byte) 0xff);
            Arrays.fill(wide, (byte) 0xff);
          }

          assertThat(number(Scalar.reduce(wide))).isEqualTo(number(wide).mod(L));
          assertThat(number(Scalar.multiplyAndAdd(a, b, c)))
              .isEqualTo(number(a).multiply(number(b)).add(number(c)).mod(L));
        });
  }

  @Test
  void a_signature_holds_for_its_message_and_its_key_alone() {
    Randomly.each(
        60,
        random -> {
          var pair = Curve25519KeyPair.generate(random);
          byte[] message = bytes(random, random.nextInt(200));
          byte[] signature = pair.sign(message, random);

          assertThat(pair.publicKey().verifies(message, signature)).isTrue();
          assertThat(Curve25519KeyPair.generate(random).publicKey().verifies(message, signature))
              .isFalse();
          assertThat(pair.publicKey().verifies(Arrays.copyOf(message, 201), signature)).isFalse();
          byte[] damaged = signature.clone();
          damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
          assertThat(pair.publicKey().verifies(message, damaged)).isFalse();
          assertThat(pair.publicKey().verifies(message, Arrays.copyOf(signature, 63))).isFalse();
        });
  }

  @Test
  void both_sides_agree_on_a_secret_and_nobody_is_told_the_private_half() {
    var alice = Curve25519KeyPair.generate();
    var bob = Curve25519KeyPair.generate();

    assertThat(alice.agree(bob.publicKey())).isEqualTo(bob.agree(alice.publicKey()));
    assertThat(Curve25519KeyPair.ofPrivate(alice.privateBytes())).isEqualTo(alice);
    assertThat(alice).hasToString("the pair of " + alice.publicKey());
  }

  static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] clamped(byte[] seed) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(seed);
      hash[0] &= (byte) 0xf8;
      hash[31] = (byte) ((hash[31] & 0x7f) | 0x40);
      return Arrays.copyOf(hash, 32);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
