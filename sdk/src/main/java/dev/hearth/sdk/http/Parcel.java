package dev.hearth.sdk.http;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A message as the server gets it.
///
/// @param message what is said besides its content
/// @param category as it is on the wire, such as `SIGNAL_TEXT`
/// @param payload as it is on the wire: sealed, when the category says so
/// @param checksum of the devices it was sealed for, by which the server tells whether that is all
/// @param session the only device of the recipient that is to get it
public record Parcel(
    OutgoingMessage message,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<String> checksum,
    Optional<SessionId> session) {

  /// A message that travels as it is.
  ///
  /// @throws IllegalArgumentException when it was to be protected
  public static Parcel open(OutgoingMessage message) {
    if (message.protection() != Protection.NONE) {
      throw new IllegalArgumentException("a message that was to be sealed is not sent open");
    }
    return new Parcel(
        message, message.category(), message.payload(), Optional.empty(), Optional.empty());
  }

  /// A message whose content was sealed, the way its [OutgoingMessage#protection] says.
  public static Parcel sealed(OutgoingMessage message, byte[] payload, String checksum) {
    return sealed(message, payload, Optional.of(checksum));
  }

  /// As [#sealed(OutgoingMessage, byte[], String)], but for one device alone.
  public static Parcel sealed(OutgoingMessage message, byte[] payload) {
    return sealed(message, payload, Optional.empty());
  }

  private static Parcel sealed(OutgoingMessage message, byte[] payload, Optional<String> checksum) {
    String category = message.protection().onTheWire(message.category());
    return new Parcel(message, category, payload, checksum, Optional.empty());
  }

  /// The same, for one device alone.
  public Parcel to(SessionId device) {
    return new Parcel(message, category, payload, checksum, Optional.of(device));
  }

  /// Writes it as Blaze and the HTTP API both take it.
  public void writeTo(JsonGenerator json) {
    json.writeStartObject();
    writeFieldsTo(json);
    json.writeEndObject();
  }

  /// The same without its braces, for an object that has more fields.
  void writeFieldsTo(JsonGenerator json) {
    json.writeStringProperty("conversation_id", message.conversation().toString());
    message.recipient().ifPresent(it -> json.writeStringProperty("recipient_id", it.toString()));
    session.ifPresent(it -> json.writeStringProperty("session_id", it.toString()));
    checksum.ifPresent(it -> json.writeStringProperty("conversation_checksum", it));
    json.writeStringProperty("message_id", message.id().toString());
    json.writeStringProperty("category", category);
    json.writeStringProperty("data", Base64.getEncoder().encodeToString(payload));
    json.writeStringProperty(
        "data_base64", Base64.getUrlEncoder().withoutPadding().encodeToString(payload));
    message.quote().ifPresent(it -> json.writeStringProperty("quote_message_id", it.toString()));
    message
        .representative()
        .ifPresent(it -> json.writeStringProperty("representative_id", it.toString()));
    if (!message.mentions().isEmpty()) {
      json.writeArrayPropertyStart("mentions");
      message.mentions().forEach(user -> json.writeString(user.toString()));
      json.writeEndArray();
    }
    if (message.silent()) {
      json.writeBooleanProperty("silent", true);
    }
    if (message.expireIn() > 0) {
      json.writeNumberProperty("expire_in", message.expireIn());
    }
  }
}
