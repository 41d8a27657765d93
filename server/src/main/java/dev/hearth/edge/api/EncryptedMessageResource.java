package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.message.action.EncryptedSending;
import dev.hearth.chat.message.action.EncryptedSending.SentEncrypted;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.protocol.blaze.EncryptedMessageRequest;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `POST /encrypted_messages`: messages for one user each, encrypted for that user's sessions. Each
/// is answered for itself.
final class EncryptedMessageResource implements ApiResource {
  private final EncryptedSending sending;

  EncryptedMessageResource(EncryptedSending sending) {
    this.sending = sending;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/encrypted_messages", this::send);
  }

  private ApiResponse send(ApiRequest request) {
    return MessageResource.<EncryptedMessageRequest, Outcome<List<SentEncrypted>>>sendTogether(
        EncryptedMessageRequest.readBody(request.body()),
        (messages, then) -> sending.sendAll(request.caller(), messages, then),
        outcome ->
            ApiResponse.of(
                outcome,
                results ->
                    ApiResponse.written(json -> {
                      json.writeStartArray();
                      results.forEach(result -> write(json, result));
                      json.writeEndArray();
                    })));
  }

  private static void write(JsonGenerator json, SentEncrypted result) {
    json.writeStartObject();
    json.writeStringProperty("type", "message");
    json.writeStringProperty("message_id", result.message().messageId().orElseThrow().toString());
    json.writeStringProperty("recipient_id", result.recipient().toString());
    json.writeStringProperty("state", result.sent() ? "SUCCESS" : "FAILED");
    json.writeArrayPropertyStart("sessions");
    for (Session session : result.sessions()) {
      ConversationJson.write(json, session);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
