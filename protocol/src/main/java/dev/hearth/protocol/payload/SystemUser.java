package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.UserId;

/// `SYSTEM_USER`: a user's profile has changed and is to be fetched again.
public record SystemUser(UserId user) implements Payload {

  public static Reading<SystemUser> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields -> {
          Bounds.check(fields.textOr("action").equals("UPDATE"), "action is not UPDATE");
          return new SystemUser(new UserId(fields.needId("user_id")));
        });
  }

  @Override
  public String category() {
    return "SYSTEM_USER";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      out.writeStringProperty("action", "UPDATE");
      out.writeStringProperty("user_id", user.toString());
    });
  }
}
