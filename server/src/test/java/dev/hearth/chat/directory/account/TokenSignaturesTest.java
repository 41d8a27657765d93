package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import dev.hearth.protocol.key.TokenCheck;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The check of Ed25519 says what Java's own says.
class TokenSignaturesTest {
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// How many damaged tokens are compared.
  private static final int TOKENS = Integer.getInteger("hearth.tokens", 500);

  private static final List<String> ALGORITHMS =
      List.of("EdDSA", "eddsa", "none", "RS512", "HS256", "Ed25519", "ES256", "");

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

  @Test
  void whole_tokens_and_their_damages_are_judged_as_by_java() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("TokenSignaturesTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    var pair = SessionKeyPair.generate();
    Ed25519Key key = pair.key();
    int read = 0;
    int good = 0;
    for (int i = 0; i < TOKENS; i++) {
      String token = damaged(token(pair, i), random);
      var check = TokenCheck.parse(token);
      if (check.isPresent()) {
        boolean ours = signatures.isSigned(check.get(), key);
        assertThat(ours).as(token).isEqualTo(check.get().isSignedBy(key));
        read++;
        good += ours ? 1 : 0;
      }
    }

    System.out.println(
        "TokenSignaturesTest: " + read + " of " + TOKENS + " were tokens, " + good + " good");
    assertThat(read).isGreaterThan(TOKENS / 4);
    assertThat(good).isPositive().isLessThan(read);
  }

  private static String token(SessionKeyPair pair, int number) {
    return SessionToken.sign(
        pair,
        UserId.random(),
        SessionId.random(),
        Instant.ofEpochSecond(1_700_000_000 + number),
        Duration.ofHours(1),
        "GET",
        "/me",
        new byte[0]);
  }

  private static String damaged(String token, Random random) {
    String[] parts = token.split("\\.", -1);
    int at = random.nextInt(token.length());
    char other = "AZaz09-_=+/. \u00e9\n".charAt(random.nextInt(15));
    return switch (random.nextInt(12)) {
      case 0 -> token.substring(0, at) + other + token.substring(at + 1);
      case 1 -> token.substring(0, at) + token.substring(at + 1);
      case 2 -> token.substring(0, at) + other + token.substring(at);
      case 3 -> flipped(token, token.length() - 1 - random.nextInt(88));
      case 4 -> token + "=".repeat(random.nextInt(3));
      case 5 -> token.replace('-', '+').replace('_', '/');
      case 6 -> parts[0] + "." + parts[1] + "." + parts[2].repeat(2);
      case 7 -> parts[0] + "." + parts[1] + "." + parts[1];
      case 8 ->
          header("{\"alg\":\"EdDSA\",\"b64\":" + random.nextBoolean() + "}")
              + token.substring(parts[0].length());
      case 9 ->
          header("{\"alg\":\"" + ALGORITHMS.get(random.nextInt(ALGORITHMS.size())) + "\"}")
              + token.substring(parts[0].length());
      // The last character of 64 bytes has bits to spare.
      case 10 -> flipped(token, token.length() - 1);
      default -> token;
    };
  }

  private static String flipped(String token, int at) {
    char was = token.charAt(at);
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char now = letters.charAt((letters.indexOf(was) ^ 1) & 63);
    return token.substring(0, at) + now + token.substring(at + 1);
  }

  private static String header(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Our verdict, after a check that Java's is the same.
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
