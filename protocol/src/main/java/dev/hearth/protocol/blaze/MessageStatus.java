package dev.hearth.protocol.blaze;

/// How far a message has come. It never goes back; clients know no other names.
public enum MessageStatus {
  /// The server has it.
  SENT,
  /// A device of a recipient has it.
  DELIVERED,
  /// A recipient saw it.
  READ
}
