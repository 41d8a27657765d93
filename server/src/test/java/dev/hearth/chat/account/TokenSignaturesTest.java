package dev.hearth.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Ed25519Key;
import dev.hearth.protocol.SessionKey;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The check of Ed25519 says what Java's own says.
class TokenSignaturesTest {
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final TokenSignatures signatures = new TokenSignatures();

  @Test
  void random_signatures_and_their_damages_are_judged_as_by_java() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("TokenSignaturesTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(message);
      byte[] good = sign(pair, message);

      assertThat(judge(pair, good, message)).isTrue();
      byte[] flipped = good.clone();
      flipped[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      assertThat(judge(pair, flipped, message)).isFalse();
      assertThat(judge(pair, good, Arrays.copyOf(message, message.length + 1))).isFalse();
      assertThat(judge(pair, Arrays.copyOf(good, random.nextInt(64)), message)).isFalse();
      byte[] noise = new byte[64];
      random.nextBytes(noise);
      assertThat(judge(pair, noise, message)).isFalse();
    }
  }

  @Test
  void the_same_signature_in_another_spelling_is_refused_as_by_java() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] message = {1, 2, 3};
    byte[] good = sign(pair, message);
    byte[] shifted = good.clone();
    byte[] scalar = littleEndian(read(good).add(ORDER));
    System.arraycopy(scalar, 0, shifted, 32, 32);
    byte[] zeroes = new byte[64];
    byte[] neutral = new byte[64];
    neutral[0] = 1;
    byte[] notAPoint = good.clone();
    Arrays.fill(notAPoint, 0, 32, (byte) 0xff);

    for (byte[] odd : new byte[][] {shifted, zeroes, neutral, notAPoint}) {
      assertThat(judge(pair, odd, message)).isFalse();
    }
  }

  /// What we say, which is what Java says.
  private boolean judge(KeyPair pair, byte[] signature, byte[] message) throws Exception {
    boolean ours = signatures.verifies(key(pair), signature, message);
    assertThat(ours)
        .as(HexFormat.of().formatHex(signature))
        .isEqualTo(java(pair, signature, message));
    return ours;
  }

  private static boolean java(KeyPair pair, byte[] signature, byte[] message) throws Exception {
    var java = Signature.getInstance("Ed25519");
    java.initVerify(pair.getPublic());
    java.update(message);
    try {
      return java.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    }
  }

  private static byte[] sign(KeyPair pair, byte[] message) throws Exception {
    var java = Signature.getInstance("Ed25519");
    java.initSign(pair.getPrivate());
    java.update(message);
    return java.sign();
  }

  private static Ed25519Key key(KeyPair pair) {
    byte[] x509 = pair.getPublic().getEncoded();
    String hex = HexFormat.of().formatHex(x509, x509.length - 32, x509.length);
    return Optional.of(hex).flatMap(SessionKey::parseHex).map(Ed25519Key.class::cast).orElseThrow();
  }

  private static BigInteger read(byte[] signature) {
    byte[] scalar = new byte[32];
    for (int i = 0; i < 32; i++) {
      scalar[i] = signature[63 - i];
    }
    return new BigInteger(1, scalar);
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] big = number.toByteArray();
    for (int i = 0; i < 32 && i < big.length; i++) {
      bytes[i] = big[big.length - 1 - i];
    }
    return bytes;
  }
}
