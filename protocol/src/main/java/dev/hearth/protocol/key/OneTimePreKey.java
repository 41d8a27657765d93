package dev.hearth.protocol.key;

/// A key of a device that begins one conversation, and then never another.
///
/// @param id the device's own number for it, 0 to [#MOST_ID]
public record OneTimePreKey(long id, Curve25519PublicKey key) {
  /// The largest number of a key: the clients count differently, none beyond 32 bits.
  public static final long MOST_ID = (1L << 32) - 1;

  public OneTimePreKey {
    if (id < 0 || id > MOST_ID) {
      throw new IllegalArgumentException("no number of a key: " + id);
    }
  }
}
