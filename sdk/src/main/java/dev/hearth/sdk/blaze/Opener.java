package dev.hearth.sdk.blaze;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.IncomingMessage;
import java.util.List;

/// Opens what was sealed, before the listener hears of it. For the listener's thread.
public interface Opener {

  /// How to treat a pushed message.
  sealed interface Treatment {
    /// Tell the listener, say that it was [handled][#handled], and acknowledge it.
    record Show(IncomingMessage message) implements Treatment {}

    /// Tell the listener that it can't be read yet, and acknowledge it.
    record ShowUnreadable() implements Treatment {}

    /// Tell the listener that our own user has read these on another device, and acknowledge it.
    record ShowReadElsewhere(List<MessageId> messages) implements Treatment {}

    /// Acknowledge it: it is not for people.
    record Hidden() implements Treatment {}

    /// Tell the listener that this user's identity key is another one. Not acknowledged, the
    /// message comes again.
    ///
    /// @param first whether the listener does not know yet
    record ShowIdentityChanged(UserId user, boolean first) implements Treatment {}
  }

  Treatment open(IncomingMessage pushed);

  /// The listener has had what was pushed under this id.
  void handled(MessageId pushed);
}
