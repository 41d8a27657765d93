package dev.hearth.chat.message.delivery;

/// How a message came to a connection, as the client is told.
public enum Source {
  /// Just sent.
  LIVE("CREATE_MESSAGE"),
  /// Read from the log for a session that asked for what it missed.
  BACKLOG("LIST_PENDING_MESSAGES");

  private final String wireName;

  Source(String wireName) {
    this.wireName = wireName;
  }

  /// The value of `source` in the pushed data.
  public String wireName() {
    return wireName;
  }
}
