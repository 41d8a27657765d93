package dev.hearth.protocol.blaze;

/// Why a frame with a message's data was sent. Some clients route on this, not on the action.
public enum MessageSource {
  /// Live.
  CREATE_MESSAGE,
  /// From the backlog: apps don't ring for it.
  LIST_PENDING_MESSAGES,
  /// A receipt for the author.
  ACKNOWLEDGE_MESSAGE_RECEIPT
}
