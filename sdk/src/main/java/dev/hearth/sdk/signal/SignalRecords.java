package dev.hearth.sdk.signal;

import java.util.Optional;

/// What a device keeps, while one transaction works on it. Values are opaque, private keys among
/// them: whoever writes them to a disk encrypts them.
public interface SignalRecords {

  /// What is kept.
  enum Kind {
    /// The device's own identity and counters; one.
    OWN,
    /// The identity keys of others, each by its user.
    IDENTITY,
    /// The private halves of one-time pre-keys, each by its id.
    ONE_TIME_PRE_KEY,
    /// The private halves of signed pre-keys, each by its id.
    SIGNED_PRE_KEY,
    /// The sessions with another device, by its address.
    SESSION,
    /// The sender keys of a device in a conversation, by both.
    SENDER_KEY
  }

  Optional<byte[]> find(Kind kind, String name);

  /// @param name up to 150 characters of ASCII
  void put(Kind kind, String name, byte[] value);

  void remove(Kind kind, String name);
}
