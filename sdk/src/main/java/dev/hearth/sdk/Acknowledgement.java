package dev.hearth.sdk;

import dev.hearth.protocol.id.MessageId;
import java.util.Collection;
import tools.jackson.core.JsonGenerator;

/// The status of a pushed message, to tell the server.
record Acknowledgement(MessageId message, ReceiptStatus status) {

  /// Acknowledgements as Blaze and the HTTP API both take them.
  static void write(JsonGenerator json, Collection<Acknowledgement> acknowledgements) {
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
