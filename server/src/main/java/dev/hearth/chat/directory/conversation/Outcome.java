package dev.hearth.chat.directory.conversation;

import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Optional;

/// The result of asking for a change.
public sealed interface Outcome {
  /// It is as was asked, whether or not that took a change.
  record Done(Conversation conversation) implements Outcome {}

  /// Nothing was changed.
  ///
  /// @param field the one that can't be as it is, for {@link ErrorCode#INVALID_FIELD}
  record Refused(ErrorCode code, Optional<String> field) implements Outcome {}

  /// Nothing was changed: the user who asked has used up an allowance.
  record Exhausted(Charge.Refused spent) implements Outcome {}

  static Refused refused(ErrorCode code) {
    return new Refused(code, Optional.empty());
  }

  static Refused invalid(String field) {
    return new Refused(ErrorCode.INVALID_FIELD, Optional.of(field));
  }
}
