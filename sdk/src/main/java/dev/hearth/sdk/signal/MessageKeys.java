package dev.hearth.sdk.signal;

import java.util.Arrays;

/// The keys of one message of a session: to be wiped once it is written or read.
final class MessageKeys implements AutoCloseable {
  private static final int CIPHER_BYTES = 32;
  private static final int MAC_BYTES = 32;
  private static final int IV_BYTES = 16;

  final byte[] cipherKey;
  final byte[] macKey;
  final byte[] iv;

  private MessageKeys(byte[] cipherKey, byte[] macKey, byte[] iv) {
    this.cipherKey = cipherKey;
    this.macKey = macKey;
    this.iv = iv;
  }

  /// Also wipes the seed.
  static MessageKeys of(byte[] seed) {
    byte[] keys = Algorithms.hkdf(seed, "WhisperMessageKeys", CIPHER_BYTES + MAC_BYTES + IV_BYTES);
    Arrays.fill(seed, (byte) 0);
    try {
      return new MessageKeys(
          Arrays.copyOf(keys, CIPHER_BYTES),
          Arrays.copyOfRange(keys, CIPHER_BYTES, CIPHER_BYTES + MAC_BYTES),
          Arrays.copyOfRange(keys, CIPHER_BYTES + MAC_BYTES, keys.length));
    } finally {
      Arrays.fill(keys, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(cipherKey, (byte) 0);
    Arrays.fill(macKey, (byte) 0);
  }
}
