package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.UserId;
import java.util.List;

/// A conversation has changed, or has come to be.
///
/// @param now as it is after the change
/// @param joined whose membership began
/// @param left whose membership ended
public record Change(Conversation now, List<UserId> joined, List<UserId> left) {
  public Change {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }
}
