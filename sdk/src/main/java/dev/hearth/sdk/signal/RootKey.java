package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import java.util.Arrays;

/// The key that a session's chains are derived from. Immutable.
final class RootKey {
  private static final int BYTES = 32;

  private final byte[] key;

  private RootKey(byte[] key) {
    this.key = key;
  }

  /// A root key and the first chain that grew from it.
  record Grown(RootKey root, Chain chain) {}

  /// The beginning of a session.
  ///
  /// @param master what the handshake has agreed on; is wiped
  static Grown begin(byte[] master) {
    byte[] keys = Algorithms.hkdf(master, "WhisperText", 2 * BYTES);
    Arrays.fill(master, (byte) 0);
    return split(keys);
  }

  /// One turn of the ratchet.
  Grown turn(Curve25519KeyPair own, Curve25519PublicKey peer) {
    byte[] shared = own.agree(peer);
    byte[] keys = Algorithms.hkdf(shared, key, "WhisperRatchet", 2 * BYTES);
    Arrays.fill(shared, (byte) 0);
    return split(keys);
  }

  byte[] toBytes() {
    return key.clone();
  }

  /// @throws IllegalArgumentException when it is not 32 bytes
  static RootKey of(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a root key has 32 bytes");
    }
    return new RootKey(key.clone());
  }

  private static Grown split(byte[] keys) {
    byte[] chain = Arrays.copyOfRange(keys, BYTES, 2 * BYTES);
    var grown = new Grown(new RootKey(Arrays.copyOf(keys, BYTES)), Chain.of(chain, 0));
    Arrays.fill(chain, (byte) 0);
    Arrays.fill(keys, (byte) 0);
    return grown;
  }
}
