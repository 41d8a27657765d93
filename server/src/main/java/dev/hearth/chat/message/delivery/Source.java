package dev.hearth.chat.message.delivery;

/// How a message came to a connection.
public enum Source {
  /// Just sent.
  LIVE,
  /// Read from the log for a session that asked for what it missed.
  BACKLOG
}
