package dev.hearth.sdk.blaze;

import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.http.Parcel;

/// The way of a message over the socket. It is made before the parts that seal messages, which are
/// handed it: so a message that is sent passes each part once.
@FunctionalInterface
public interface Wire {
  /// Waits for the final answer: the server holds the message durably, or refuses it.
  ///
  /// @throws HearthException when the session was ended or the client closed
  Sent send(Parcel parcel) throws InterruptedException;
}
