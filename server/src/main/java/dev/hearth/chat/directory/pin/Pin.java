package dev.hearth.chat.directory.pin;

import dev.hearth.protocol.key.Ed25519Key;

/// A user's PIN as it is stored, for checking.
public sealed interface Pin {

  /// The number of the key among those the user has had; 0 for digits.
  long counter();

  /// Six digits.
  ///
  /// @param hash as {@link DigitsHash} writes it
  record PinDigits(String hash) implements Pin {
    @Override
    public long counter() {
      return 0;
    }

    /// Says nothing of it.
    @Override
    public String toString() {
      return "a PIN of digits";
    }
  }

  /// A key whose signatures stand in the place of digits.
  ///
  /// @param counter from 1
  record Tip(Ed25519Key key, long counter) implements Pin {}
}
