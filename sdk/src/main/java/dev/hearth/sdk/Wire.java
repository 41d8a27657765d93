package dev.hearth.sdk;

/// The way of a message over the socket. It is made before the parts that seal messages, which are
/// handed it: so a message that is sent passes each part once.
@FunctionalInterface
interface Wire {
  /// Waits for the final answer: the server holds the message durably, or refuses it.
  ///
  /// @throws HearthException when the session was ended or the client closed
  Sent send(Parcel parcel) throws InterruptedException;
}
