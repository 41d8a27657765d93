package dev.hearth.sdk;

import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import dev.hearth.sdk.sealing.Post.SealedKey;
import dev.hearth.sdk.signal.DeviceAddress;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// A Blaze request, ready for the wire. Sent again, it is the same bytes under the same id.
///
/// @param inflatedBytes how long it is once the frame is unpacked
/// @param frame one gzip member
record Request(
    String id,
    String action,
    int inflatedBytes,
    @SuppressWarnings("ArrayRecordComponent") byte[] frame) {
  private static final int STORED_BELOW = 1024;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static Request listPendingMessages() {
    return of("LIST_PENDING_MESSAGES", _ -> {});
  }

  static Request createMessage(Parcel parcel) {
    // Calls have an action of their own; what they carry is the same.
    boolean call = Category.family(parcel.category()) == CategoryFamily.WEBRTC;
    return of(
        call ? "CREATE_CALL" : "CREATE_MESSAGE",
        json -> {
          json.writeName("params");
          write(json, parcel);
        });
  }

  static Request consumeSignalKeys(Collection<DeviceAddress> devices) {
    return of(
        "CONSUME_SESSION_SIGNAL_KEYS",
        json -> {
          json.writeName("params");
          json.writeStartObject();
          json.writeArrayPropertyStart("recipients");
          for (DeviceAddress device : devices) {
            json.writeStartObject();
            json.writeStringProperty("user_id", device.user().toString());
            json.writeStringProperty("session_id", device.session().toString());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static Request createSignalKeyMessages(
      ConversationId conversation, String checksum, Collection<SealedKey> keys) {
    return of(
        "CREATE_SIGNAL_KEY_MESSAGES",
        json -> {
          json.writeName("params");
          json.writeStartObject();
          json.writeStringProperty("conversation_id", conversation.toString());
          json.writeStringProperty("conversation_checksum", checksum);
          json.writeArrayPropertyStart("messages");
          for (SealedKey key : keys) {
            json.writeStartObject();
            json.writeStringProperty("message_id", key.id().toString());
            json.writeStringProperty("recipient_id", key.device().user().toString());
            json.writeStringProperty("session_id", key.device().session().toString());
            json.writeStringProperty("data", key.envelope().toData());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static Request acknowledge(Collection<Acknowledgement> acknowledgements) {
    return of(
        "ACKNOWLEDGE_MESSAGE_RECEIPTS",
        json -> {
          json.writeName("params");
          json.writeStartObject();
          json.writeName("messages");
          write(json, acknowledgements);
          json.writeEndObject();
        });
  }

  private static Request of(String action, Writing params) {
    String id = UUID.randomUUID().toString();
    byte[] json =
        json(generator -> {
          generator.writeStartObject();
          generator.writeStringProperty("id", id);
          generator.writeStringProperty("action", action);
          params.to(generator);
          generator.writeEndObject();
        });
    return new Request(id, action, json.length, GzipFrame.pack(json, STORED_BELOW));
  }

  /// One piece of JSON, in ASCII.
  static byte[] json(Writing writing) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writing.to(generator);
    }
    return bytes.toByteArray();
  }

  /// A message as Blaze and the HTTP API both take it.
  static void write(JsonGenerator json, Parcel parcel) {
    json.writeStartObject();
    writeFields(json, parcel);
    json.writeEndObject();
  }

  /// The same without its braces, for what has more fields.
  static void writeFields(JsonGenerator json, Parcel parcel) {
    OutgoingMessage message = parcel.message();
    byte[] payload = parcel.payload();
    json.writeStringProperty("conversation_id", message.conversation().toString());
    message.recipient().ifPresent(it -> json.writeStringProperty("recipient_id", it.toString()));
    parcel.session().ifPresent(it -> json.writeStringProperty("session_id", it.toString()));
    parcel.checksum().ifPresent(it -> json.writeStringProperty("conversation_checksum", it));
    json.writeStringProperty("message_id", message.id().toString());
    json.writeStringProperty("category", parcel.category());
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

  /// Writes a part of a document.
  interface Writing {
    void to(JsonGenerator json);
  }

  /// The status of a pushed message, to tell the server.
  record Acknowledgement(MessageId message, ReceiptStatus status) {}
}
