package dev.hearth.protocol.blaze;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.SessionChecksum;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// A message as a client sends it, on Blaze or over HTTP. A field that is absent, null or an empty
/// string is empty here. Nothing is required yet: the action checks the fields that it needs.
///
/// @param recipientId in a group, the only member it is meant for
/// @param sessionId the only session of the recipient it is meant for
/// @param messageIdAsSent the id in the client's spelling, to echo; "" without one
/// @param category well-formed, or "" without one
/// @param payload the bytes of `data_base64`, or of `data`; not to be written to
/// @param expireIn seconds; empty when the conversation's own is meant
/// @param conversationChecksum see [SessionChecksum]; "" when the sender knows of no session
/// @param mentions users to alert though they muted the conversation
/// @param invalidField the name of a field with an invalid value, which is left empty
public record MessageRequest(
    Optional<ConversationId> conversationId,
    Optional<UserId> recipientId,
    Optional<SessionId> sessionId,
    Optional<MessageId> messageId,
    String messageIdAsSent,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    Optional<MessageId> quoteMessageId,
    Optional<UserId> representativeId,
    boolean silent,
    OptionalInt expireIn,
    Optional<String> conversationChecksum,
    List<UserId> mentions,
    Optional<String> invalidField) {

  /// How many users one message may mention.
  public static final int MOST_MENTIONS = 1024;

  public MessageRequest {
    mentions = List.copyOf(mentions);
  }

  /// A message with the required fields; the `with…` methods add others.
  public static MessageRequest of(
      ConversationId conversation, MessageId message, String category, byte[] payload) {
    return new MessageRequest(
        Optional.of(conversation),
        Optional.empty(),
        Optional.empty(),
        Optional.of(message),
        message.toString(),
        category,
        payload,
        Optional.empty(),
        Optional.empty(),
        false,
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  public MessageRequest withRecipient(UserId recipient) {
    var fields = new MessageFields(this);
    fields.recipientId = recipient;
    return fields.message();
  }

  public MessageRequest withSession(SessionId session) {
    var fields = new MessageFields(this);
    fields.sessionId = session;
    return fields.message();
  }

  /// @param checksum the {@link SessionChecksum} of the devices that it is encrypted for
  public MessageRequest withChecksum(String checksum) {
    var fields = new MessageFields(this);
    fields.checksum = checksum;
    return fields.message();
  }

  public MessageRequest withQuote(MessageId quote) {
    var fields = new MessageFields(this);
    fields.quoteMessageId = quote;
    return fields.message();
  }

  /// Reads one message from the object at which `in` stands, up to its end. Anything but an object
  /// is skipped, and `messages` is the invalid field.
  ///
  /// @throws tools.jackson.core.JacksonException when it is not JSON
  public static MessageRequest readFrom(JsonParser in) {
    return MessageFields.readFrom(in).message();
  }

  /// Reads the body of a request that carries one message or a list of them; empty when it is
  /// neither.
  public static Optional<List<MessageRequest>> readBody(byte[] json) {
    return Json.readOneOrMany(json, MessageRequest::readFrom);
  }

  /// Writes it as one JSON object, without what is empty.
  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    writeFieldsTo(out);
    out.writeEndObject();
  }

  void writeFieldsTo(JsonGenerator out) {
    conversationId.ifPresent(id -> out.writeStringProperty("conversation_id", id.toString()));
    recipientId.ifPresent(id -> out.writeStringProperty("recipient_id", id.toString()));
    sessionId.ifPresent(id -> out.writeStringProperty("session_id", id.toString()));
    if (!messageIdAsSent.isEmpty()) {
      out.writeStringProperty("message_id", messageIdAsSent);
    }
    if (!category.isEmpty()) {
      out.writeStringProperty("category", category);
    }
    if (payload.length > 0) {
      out.writeName("data_base64");
      Json.writeBase64(out, WireBase64.RAW_URL, payload);
    }
    quoteMessageId.ifPresent(id -> out.writeStringProperty("quote_message_id", id.toString()));
    representativeId.ifPresent(id -> out.writeStringProperty("representative_id", id.toString()));
    if (silent) {
      out.writeBooleanProperty("silent", true);
    }
    expireIn.ifPresent(seconds -> out.writeNumberProperty("expire_in", seconds));
    conversationChecksum.ifPresent(sum -> out.writeStringProperty("conversation_checksum", sum));
    if (!mentions.isEmpty()) {
      out.writeArrayPropertyStart("mentions");
      mentions.forEach(id -> out.writeString(id.toString()));
      out.writeEndArray();
    }
  }
}
