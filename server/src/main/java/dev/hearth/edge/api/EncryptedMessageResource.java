package dev.hearth.edge.api;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.message.action.EncryptedSending;
import dev.hearth.chat.message.action.EncryptedSending.SentEncrypted;
import dev.hearth.chat.message.action.Sending;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Awaited;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.protocol.blaze.EncryptedMessageRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `POST /encrypted_messages`: messages for one user each, encrypted for that user's sessions. Each
/// is answered for itself.
final class EncryptedMessageResource implements ApiResource {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final EncryptedSending sending;

  EncryptedMessageResource(EncryptedSending sending) {
    this.sending = sending;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/encrypted_messages", this::send);
  }

  private ApiResponse send(ApiRequest request) {
    var messages = EncryptedMessageRequest.readBody(request.body());
    if (messages.isEmpty()) {
      return ApiResponse.refused(
          ErrorCode.BAD_REQUEST, "The body is a message as a JSON object, or a list of them.");
    }
    if (messages.get().size() > Sending.MOST_MESSAGES) {
      return ApiResponse.invalid(
          "messages", "At most %s messages are sent at once.", Sending.MOST_MESSAGES);
    }
    var outcome =
        Awaited.<Outcome<List<SentEncrypted>>>within(
            PATIENCE, then -> sending.sendAll(request.caller(), messages.get(), then));
    if (outcome.isEmpty()) {
      return ApiResponse.refused(
          ErrorCode.BLAZE_TIMEOUT, "Not all is stored yet: send it again, with the same ids.");
    }
    return ApiResponse.of(
        outcome.get(),
        results ->
            ApiResponse.written(json -> {
              json.writeStartArray();
              results.forEach(result -> write(json, result));
              json.writeEndArray();
            }));
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
