package dev.hearth.chat;

import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Optional;

/// The result of asking for a change.
///
/// @param <T> the thing in question, as it is now
public sealed interface Outcome<T> {
  /// It is as was asked, whether or not that took a change.
  record Done<T>(T now) implements Outcome<T> {}

  /// Nothing was changed.
  ///
  /// @param field the one that can't be as it is, for {@link ErrorCode#INVALID_FIELD}
  record Refused<T>(ErrorCode code, Optional<String> field) implements Outcome<T> {}

  static <T> Outcome<T> refused(ErrorCode code) {
    return new Refused<>(code, Optional.empty());
  }

  static <T> Outcome<T> invalid(String field) {
    return new Refused<>(ErrorCode.INVALID_FIELD, Optional.of(field));
  }
}
