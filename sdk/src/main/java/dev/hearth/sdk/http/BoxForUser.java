package dev.hearth.sdk.http;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.OutgoingMessage;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A bot's message, sealed for the devices of one user: an item of `POST /encrypted_messages`.
///
/// @param payload the box
/// @param checksum of the devices it was sealed for
/// @param devices those it was sealed for
public record BoxForUser(
    UserId recipient,
    OutgoingMessage message,
    @SuppressWarnings("ArrayRecordComponent") byte[] payload,
    String checksum,
    List<Device> devices) {
  private static final int OVERHEAD = 768;
  private static final int PER_DEVICE = 64;
  private static final int PER_MENTION = 40;

  /// How much of a body it takes, at the most.
  public int bytes() {
    int base64 = (payload.length + 2) / 3 * 4;
    return OVERHEAD
        + 2 * base64
        + PER_DEVICE * devices.size()
        + PER_MENTION * message.mentions().size();
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    Parcel.sealed(message.to(recipient), payload).writeFieldsTo(json);
    // Of the recipient's devices alone, and so not under the name of a conversation's checksum.
    json.writeStringProperty("checksum", checksum);
    json.writeArrayPropertyStart("recipient_sessions");
    for (Device device : devices) {
      json.writeStartObject();
      json.writeStringProperty("session_id", device.session().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
