package dev.hearth.bench;

/// A scenario's handler for a connection. Called on the connection's event loop.
interface Peer {
  /// `LIST_PENDING_MESSAGES` was answered.
  default void ready(Connection connection) {}

  /// A frame came that is not the answer to `LIST_PENDING_MESSAGES`.
  void received(Connection connection, Inbound frame);
}
