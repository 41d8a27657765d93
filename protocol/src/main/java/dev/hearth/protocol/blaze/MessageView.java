package dev.hearth.protocol.blaze;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;

/// A message or its status, as clients get it: the `data` of pushes, receipts and replies. Every
/// field is always written, since some clients fail on an absent field and others keep the value of
/// the frame before. A field that is empty here is an empty string there.
///
/// @param conversation empty in receipts and in replies to a sender, by which clients know them
/// @param user the author; in a receipt, who received or read
/// @param session the author's session, where it has one
/// @param messageId as its author spelled it, or in canonical spelling
/// @param payload the bytes behind `data` and `data_base64`; not to be written to
/// @param representative the user an app speaks for
/// @param expireIn seconds after reading at which clients let it disappear; 0 is never
/// @param createdAt microseconds since the epoch
/// @param updatedAt likewise; differs from `createdAt` in receipts
public record MessageView(
    Optional<ConversationId> conversation,
    UserId user,
    Optional<SessionId> session,
    String messageId,
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    MessageStatus status,
    MessageSource source,
    Optional<UserId> representative,
    Optional<MessageId> quote,
    boolean silent,
    int expireIn,
    long createdAt,
    long updatedAt) {

  private static final byte[] NOTHING = new byte[0];

  /// The answer to the sender's own session: the server has the message since `createdAt`.
  public static MessageView sent(
      UserId sender, SessionId session, String messageIdAsSent, long createdAt) {
    return about(
        sender,
        Optional.of(session),
        messageIdAsSent,
        MessageStatus.SENT,
        MessageSource.CREATE_MESSAGE,
        createdAt,
        createdAt);
  }

  /// The receipt for the author: `reader` has received or read the message.
  public static MessageView receipt(
      UserId reader, MessageId message, MessageStatus status, long createdAt, long changedAt) {
    return about(
        reader,
        Optional.empty(),
        message.toString(),
        status,
        MessageSource.ACKNOWLEDGE_MESSAGE_RECEIPT,
        createdAt,
        changedAt);
  }

  // Without conversation, category and payload: by that, apps tell it from a message to show.
  private static MessageView about(
      UserId user,
      Optional<SessionId> session,
      String messageId,
      MessageStatus status,
      MessageSource source,
      long createdAt,
      long updatedAt) {
    return new MessageView(
        Optional.empty(),
        user,
        session,
        messageId,
        "",
        NOTHING,
        status,
        source,
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        createdAt,
        updatedAt);
  }

  /// Writes it as one JSON object.
  public void writeTo(JsonGenerator out) {
    out.writeStartObject();
    write(out, Names.TYPE, "message");
    write(out, Names.REPRESENTATIVE_ID, text(representative));
    write(out, Names.QUOTE_MESSAGE_ID, text(quote));
    write(out, Names.CONVERSATION_ID, text(conversation));
    write(out, Names.USER_ID, user.toString());
    write(out, Names.SESSION_ID, text(session));
    write(out, Names.MESSAGE_ID, messageId);
    write(out, Names.CATEGORY, category);
    out.writeName(Names.DATA);
    Json.writeBase64(out, WireBase64.STANDARD, payload);
    out.writeName(Names.DATA_BASE64);
    Json.writeBase64(out, WireBase64.RAW_URL, payload);
    write(out, Names.STATUS, status.name());
    write(out, Names.SOURCE, source.name());
    out.writeName(Names.SILENT);
    out.writeBoolean(silent);
    out.writeName(Names.EXPIRE_IN);
    out.writeNumber(expireIn);
    String created = WireTime.format(createdAt);
    write(out, Names.CREATED_AT, created);
    write(out, Names.UPDATED_AT, updatedAt == createdAt ? created : WireTime.format(updatedAt));
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, SerializableString name, String value) {
    out.writeName(name);
    out.writeString(value);
  }

  private static String text(Optional<?> id) {
    return id.isPresent() ? id.get().toString() : "";
  }
}
