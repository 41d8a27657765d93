package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `PLAIN_JSON`: what clients say to each other that nobody is shown: a key is missing, a message
/// was read on the other device. For clients only; a server passes it on unread.
///
/// @param action such as `RESEND_KEY`, `RESEND_MESSAGES`, `NO_KEY`, `ACKNOWLEDGE_MESSAGE_RECEIPTS`
///   or `DEVICE_TRANSFER`; 1 to 64 characters
/// @param messages up to 1,024: which to send again
/// @param acknowledgements up to 1,024: what another device of this user has read
/// @param content what else the action calls for, up to 65,536 characters
public record PlainJson(
    String action,
    List<MessageId> messages,
    Optional<UserId> user,
    Optional<MessageId> message,
    Optional<SessionId> session,
    List<Acknowledged> acknowledgements,
    Optional<String> content)
    implements Payload.Sendable {

  public static final int MOST_ITEMS = 1024;

  /// A message that was read.
  ///
  /// @param status `READ` or `MENTION_READ`; 1 to 64 characters
  /// @param expireAt seconds since 1970 at which it disappears
  public record Acknowledged(MessageId message, String status, OptionalLong expireAt) {

    /// @throws IllegalArgumentException when the status is empty or too long
    public Acknowledged {
      Bounds.some("status", status, 64);
    }

    private static Acknowledged from(Fields fields) {
      return new Acknowledged(
          new MessageId(fields.needId("message_id")),
          fields.textOr("status"),
          fields.number("expire_at"));
    }
  }

  /// @throws IllegalArgumentException when something is out of its bounds
  public PlainJson {
    Bounds.some("action", action, 64);
    Bounds.check(messages.size() <= MOST_ITEMS, "messages has more than 1024 items");
    Bounds.check(acknowledgements.size() <= MOST_ITEMS, "ack_messages has more than 1024 items");
    Bounds.atMost("content", content, Bounds.WORDS);
    messages = List.copyOf(messages);
    acknowledgements = List.copyOf(acknowledgements);
  }

  public static Reading<PlainJson> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new PlainJson(
                fields.textOr("action"),
                fields.ids("messages", MOST_ITEMS).stream().map(MessageId::new).toList(),
                fields.id("user_id").map(UserId::new),
                fields.id("message_id").map(MessageId::new),
                fields.id("session_id").map(SessionId::new),
                fields.objects("ack_messages", MOST_ITEMS).stream()
                    .map(Acknowledged::from)
                    .toList(),
                fields.text("content")));
  }

  @Override
  public String category() {
    return "PLAIN_JSON";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", action);
      if (!messages.isEmpty()) {
        out.writeArrayPropertyStart("messages");
        messages.forEach(id -> out.writeString(id.toString()));
        out.writeEndArray();
      }
      PayloadJson.write(out, "user_id", user);
      PayloadJson.write(out, "message_id", message);
      PayloadJson.write(out, "session_id", session);
      if (!acknowledgements.isEmpty()) {
        out.writeArrayPropertyStart("ack_messages");
        for (Acknowledged each : acknowledgements) {
          out.writeStartObject();
          out.writeStringProperty("message_id", each.message.toString());
          out.writeStringProperty("status", each.status);
          each.expireAt.ifPresent(at -> out.writeNumberProperty("expire_at", at));
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      PayloadJson.write(out, "content", content);
    });
  }
}
