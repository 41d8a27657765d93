package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.MessageId;

/// `MESSAGE_RECALL`: takes another message back, with whoever has it and whoever hasn't yet.
public record Recall(MessageId message) implements Payload.Sendable {

  public static Reading<Recall> parse(byte[] payload) {
    return PayloadJson.object(
        payload, fields -> new Recall(new MessageId(fields.needId("message_id"))));
  }

  @Override
  public String category() {
    return "MESSAGE_RECALL";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(
        out -> out.writeStringProperty("message_id", message.toString()));
  }
}
