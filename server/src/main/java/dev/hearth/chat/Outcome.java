package dev.hearth.chat;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.function.Function;

/// The result of asking for a change.
///
/// @param <T> the thing in question, as it is now
public sealed interface Outcome<T> {
  /// It is as was asked, whether or not that took a change.
  record Done<T>(T now) implements Outcome<T> {}

  /// Nothing was changed.
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  /// Continues with what was done, and returns the outcome of `next`; returns a refusal as it is.
  default <U> Outcome<U> then(Function<T, Outcome<U>> next) {
    return switch (this) {
      case Done<T>(var now) -> next.apply(now);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }

  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  static <T> Outcome<T> refused(ErrorCode code, @CompileTimeConstant String why, long... bounds) {
    return refused(Refusal.of(code, why, bounds));
  }

  static <T> Outcome<T> spent(Charge.Refused charge) {
    return refused(Refusal.spent(charge));
  }

  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  static <T> Outcome<T> invalid(String field, @CompileTimeConstant String why, long... bounds) {
    return refused(Refusal.invalid(field, why, bounds));
  }
}
