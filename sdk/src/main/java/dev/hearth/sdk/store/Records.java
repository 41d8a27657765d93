package dev.hearth.sdk.store;

import java.util.List;
import java.util.Optional;

/// A client's records during one transaction: values under a kind and a name. Each method sees the
/// changes of the calls before it.
///
/// Only for the thread of the transaction, and only while that lasts: otherwise, every method
/// throws an [IllegalStateException].
public interface Records {
  /// How long a name may be, in characters.
  int MOST_NAME_LENGTH = 300;

  /// How long a value may be.
  int MOST_VALUE_BYTES = 32 * 1024 * 1024;

  Optional<byte[]> find(Kind kind, String name);

  /// Keeps `value` in the place of what was there. It then is the youngest of its kind; when there
  /// are more than [Kind#most] of them, the oldest goes.
  ///
  /// @throws IllegalArgumentException when the name is empty, longer than [#MOST_NAME_LENGTH] or
  ///   has half a surrogate pair in it, or the value is longer than [#MOST_VALUE_BYTES]
  void put(Kind kind, String name, byte[] value);

  /// Does nothing when the record does not exist.
  void remove(Kind kind, String name);

  /// The names of all records of this kind, the one first that was put the longest ago.
  List<String> names(Kind kind);
}
