package dev.hearth.protocol.blaze;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// A client has a message, or its user read it.
///
/// @param status DELIVERED or READ. `MENTION_READ` is READ; any other, or none, is DELIVERED: who
///   acknowledges has the message, whatever it calls that.
/// @param expireAt seconds since the epoch at which the client lets the message disappear
public record AcknowledgementRequest(
    MessageId messageId, MessageStatus status, OptionalLong expireAt) {

  public static AcknowledgementRequest of(MessageId message, MessageStatus status) {
    return new AcknowledgementRequest(message, status, OptionalLong.empty());
  }

  /// Reads one from the object at which `in` stands, up to its end. Empty when it names no message:
  /// there is nothing to acknowledge, and nothing that a client could mend.
  ///
  /// @throws tools.jackson.core.JacksonException when it is not JSON
  public static Optional<AcknowledgementRequest> readFrom(JsonParser in) {
    return MessageFields.readFrom(in).acknowledgement();
  }

  /// Reads the body of a request that carries one or a list of them, without those that name no
  /// message; empty when it is neither.
  public static Optional<List<AcknowledgementRequest>> readBody(byte[] json) {
    return Json.readOneOrMany(json, AcknowledgementRequest::readFrom)
        .map(all -> all.stream().flatMap(Optional::stream).toList());
  }

  /// Writes it as one JSON object.
  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    writeFieldsTo(out);
    out.writeEndObject();
  }

  void writeFieldsTo(JsonGenerator out) {
    out.writeStringProperty("message_id", messageId.toString());
    out.writeStringProperty("status", status.name());
    expireAt.ifPresent(seconds -> out.writeNumberProperty("expire_at", seconds));
  }
}
