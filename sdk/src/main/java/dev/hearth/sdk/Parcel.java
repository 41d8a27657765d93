package dev.hearth.sdk;

import dev.hearth.protocol.id.SessionId;
import java.util.Optional;

/// A message as the server gets it.
///
/// @param message what is said besides its content
/// @param category as it is on the wire, such as `SIGNAL_TEXT`
/// @param payload as it is on the wire: sealed, when the category says so
/// @param checksum of the devices it was sealed for, by which the server tells whether that is all
/// @param session the only device of the recipient that is to get it
record Parcel(
    OutgoingMessage message,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<String> checksum,
    Optional<SessionId> session) {

  /// A message that travels as it is.
  ///
  /// @throws IllegalArgumentException when it was to be protected
  static Parcel open(OutgoingMessage message) {
    if (message.protection() != Protection.NONE) {
      throw new IllegalArgumentException("a message that was to be sealed is not sent open");
    }
    return new Parcel(
        message, message.category(), message.payload(), Optional.empty(), Optional.empty());
  }

  /// A message whose content was sealed, the way its [OutgoingMessage#protection] says.
  static Parcel sealed(OutgoingMessage message, byte[] payload, String checksum) {
    return sealed(message, payload, Optional.of(checksum));
  }

  /// As [#sealed(OutgoingMessage, byte[], String)], but for one device alone.
  static Parcel sealed(OutgoingMessage message, byte[] payload) {
    return sealed(message, payload, Optional.empty());
  }

  private static Parcel sealed(OutgoingMessage message, byte[] payload, Optional<String> checksum) {
    String category = message.protection().onTheWire(message.category());
    return new Parcel(message, category, payload, checksum, Optional.empty());
  }

  /// The same, for one device alone.
  Parcel to(SessionId device) {
    return new Parcel(message, category, payload, checksum, Optional.of(device));
  }
}
