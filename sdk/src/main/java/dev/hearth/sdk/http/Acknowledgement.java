package dev.hearth.sdk.http;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.ReceiptStatus;
import java.util.Collection;
import tools.jackson.core.JsonGenerator;

/// The status of a pushed message, to tell the server.
public record Acknowledgement(MessageId message, ReceiptStatus status) {

  /// Acknowledgements as Blaze and the HTTP API both take them.
  public static void write(JsonGenerator json, Collection<Acknowledgement> acknowledgements) {
    json.writeStartArray();
    for (Acknowledgement each : acknowledgements) {
      json.writeStartObject();
      json.writeStringProperty("message_id", each.message().toString());
      json.writeStringProperty("status", each.status().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
