package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.UserId;

/// `PLAIN_CONTACT`: a person or a bot to get to know.
public record Contact(UserId user) implements Payload.Sendable {

  public static Reading<Contact> parse(byte[] payload) {
    return PayloadJson.object(payload, fields -> new Contact(new UserId(fields.needId("user_id"))));
  }

  @Override
  public String category() {
    return "PLAIN_CONTACT";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> out.writeStringProperty("user_id", user.toString()));
  }
}
