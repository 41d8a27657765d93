package dev.hearth.sdk.signal;

import dev.hearth.protocol.Curve25519PublicKey;

/// The public half of a one-time pre-key: with it one session can be begun.
///
/// @param id 0 to 2^32 - 1; ours are 1 to 2^24 - 2
public record PreKey(long id, Curve25519PublicKey key) {
  private static final long MOST = 0xffff_ffffL;

  /// @throws IllegalArgumentException when the id is out of its bounds
  public PreKey {
    checkId(id);
  }

  static void checkId(long id) {
    if (id < 0 || id > MOST) {
      throw new IllegalArgumentException("a pre-key's id has 32 bits");
    }
  }
}
