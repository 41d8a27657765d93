package dev.hearth.chat.message.delivery;

/// The way out to one live socket. Any thread may call it; no call waits.
public interface Outlet {

  /// Whether the socket takes more. An outlet that answered false calls {@link Feed#resume} once it
  /// does.
  boolean writable();

  /// Sends these bytes after everything pushed before. They are shared between connections.
  void pushFrame(byte[] frame);

  /// The entries to push can't be read: ends the connection, so that its client comes back and asks
  /// again.
  void failed();
}
