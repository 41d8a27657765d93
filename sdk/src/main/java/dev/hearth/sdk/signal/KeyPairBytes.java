package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.util.Arrays;

/// Key pairs as they are stored: the private half, 32 bytes, and the public one, 33.
final class KeyPairBytes {
  private static final int PRIVATE_BYTES = 32;

  private KeyPairBytes() {}

  static byte[] of(Curve25519KeyPair pair) {
    byte[] bytes = Arrays.copyOf(pair.privateBytes(), PRIVATE_BYTES + Curve25519PublicKey.BYTES);
    System.arraycopy(
        pair.publicKey().toBytes(), 0, bytes, PRIVATE_BYTES, Curve25519PublicKey.BYTES);
    return bytes;
  }

  /// @throws java.util.NoSuchElementException when it is something else
  static Curve25519KeyPair parse(byte[] bytes) {
    byte[] publicKey = Arrays.copyOfRange(bytes, PRIVATE_BYTES, bytes.length);
    return Curve25519KeyPair.ofHalves(
        Arrays.copyOf(bytes, PRIVATE_BYTES), Curve25519PublicKey.find(publicKey).orElseThrow());
  }
}
