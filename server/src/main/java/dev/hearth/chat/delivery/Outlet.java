package dev.hearth.chat.delivery;

/// The way out to one live socket. Any thread may call it; neither call waits.
public interface Outlet {

  /// Whether the socket takes more. Whoever answered no calls {@link Feed#resume} once it does.
  boolean writable();

  /// Sends these bytes after everything pushed before. They are shared between connections.
  void push(byte[] frame);
}
