package dev.hearth.chat.directory.conversation;

import dev.hearth.protocol.id.ConversationId;

/// A stretch of time in which somebody is or was in a conversation: of its log they may see what
/// lies after `since`, up to and including `until`.
///
/// @param since microseconds since the epoch
/// @param until microseconds since the epoch; {@link #ONGOING} while it lasts
public record Membership(ConversationId conversation, long since, long until) {
  public static final long ONGOING = Long.MAX_VALUE;

  /// Whether it shows what stands at `position`.
  public boolean shows(long position) {
    return since < position && position <= until;
  }

  public boolean ongoing() {
    return until == ONGOING;
  }
}
