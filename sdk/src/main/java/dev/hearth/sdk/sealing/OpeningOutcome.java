package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;

/// How to treat a pushed message.
public sealed interface OpeningOutcome {

  /// Show it, then say that it was [handled][SignalConversations#handled].
  ///
  /// @param id under which it was first sent; another one than that of the push when this is it
  ///   once more
  /// @param content as a `PLAIN_…` carries it
  /// @param createdAt when it was first sent
  record ToShow(
      MessageId id, @SuppressWarnings("ArrayRecordComponent") byte[] content, Instant createdAt)
      implements OpeningOutcome {
    @Override
    public String toString() {
      return "ToShow[" + id + "]";
    }
  }

  /// It is not sealed: show it as it is, then say that it was handled.
  record NotSealed() implements OpeningOutcome {}

  /// It is not for people, or was shown before: acknowledge it.
  record NothingToShow() implements OpeningOutcome {}

  /// Our own user has read these on another device. Say so, and acknowledge it.
  record ReadElsewhere(List<MessageId> messages) implements OpeningOutcome {}

  /// It can't be read; its sender will be asked for it. Say so, and acknowledge it.
  record NotReadableYet() implements OpeningOutcome {}

  /// This user's identity key is another one. Nothing has changed; don't acknowledge it, so that it
  /// comes again.
  record SenderIdentityChanged(UserId user) implements OpeningOutcome {}
}
