package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.MessageId;
import java.util.List;

/// `MESSAGE_PIN`: puts messages at the top of a conversation, or takes them from there.
///
/// @param messages 1 to 128 of them
public record Pin(PinAction action, List<MessageId> messages) implements Payload.Sendable {
  public static final int MOST_MESSAGES = 128;

  /// Whether the messages are pinned or unpinned.
  public enum PinAction {
    PIN,
    UNPIN
  }

  /// @throws IllegalArgumentException when the list is empty or has too many messages
  public Pin {
    messages = Bounds.list("message_ids", messages, MOST_MESSAGES);
  }

  public static Reading<Pin> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields ->
            new Pin(
                fields.named("action", PinAction.values()),
                fields.ids("message_ids", MOST_MESSAGES).stream().map(MessageId::new).toList()));
  }

  @Override
  public String category() {
    return "MESSAGE_PIN";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", action.name());
      out.writeArrayPropertyStart("message_ids");
      messages.forEach(id -> out.writeString(id.toString()));
      out.writeEndArray();
    });
  }
}
