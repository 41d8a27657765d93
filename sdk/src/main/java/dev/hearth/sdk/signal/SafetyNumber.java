package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// By which two people make sure that nobody is between them: when both see the same number, each
/// has the other's identity key. It is Signal's numeric fingerprint, version 0, of 5,200 rounds,
/// with the user's id as the stable identifier.
///
/// @param digits 60
public record SafetyNumber(String digits) {
  private static final int ROUNDS = 5200;
  private static final int HALF = 30;
  private static final int GROUP = 5;
  private static final byte[] VERSION = {0, 0};

  /// @throws IllegalArgumentException when it is not 60 digits
  public SafetyNumber {
    if (digits.length() != 2 * HALF || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("a safety number has 60 digits");
    }
  }

  /// The same for both, whoever is named first.
  static SafetyNumber of(
      UserId one, Curve25519PublicKey oneKey, UserId other, Curve25519PublicKey otherKey) {
    String a = half(one, oneKey);
    String b = half(other, otherKey);
    return new SafetyNumber(a.compareTo(b) <= 0 ? a + b : b + a);
  }

  /// As people read it aloud: twelve groups of five.
  @Override
  public String toString() {
    return IntStream.range(0, digits.length() / GROUP)
        .mapToObj(i -> digits.substring(i * GROUP, (i + 1) * GROUP))
        .collect(Collectors.joining(" "));
  }

  private static String half(UserId user, Curve25519PublicKey key) {
    byte[] written = key.toBytes();
    byte[] id = user.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer first = ByteBuffer.allocate(VERSION.length + written.length + id.length);
    byte[] hash = first.put(VERSION).put(written).put(id).array();
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      for (int i = 0; i < ROUNDS; i++) {
        digest.update(hash);
        hash = digest.digest(written);
      }
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < HALF; i += GROUP) {
      long number = 0;
      for (int j = i; j < i + GROUP; j++) {
        number = number << 8 | Byte.toUnsignedLong(hash[j]);
      }
      String group = Long.toString(number % 100_000);
      digits.repeat('0', GROUP - group.length()).append(group);
    }
    return digits.toString();
  }
}
