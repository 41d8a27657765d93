package dev.hearth.sdk;

import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A bot's message, sealed for the devices of one user: an item of `POST /encrypted_messages`.
///
/// @param devices those it was sealed for
record BoxForUser(UserId recipient, OutgoingMessage message, Sealed.Box box, List<Device> devices) {
  private static final int OVERHEAD = 768;
  private static final int PER_DEVICE = 64;
  private static final int PER_MENTION = 40;

  /// How much of a body it takes, at the most.
  int bytes() {
    int payload = (box.payload().length + 2) / 3 * 4;
    return OVERHEAD
        + 2 * payload
        + PER_DEVICE * devices.size()
        + PER_MENTION * message.mentions().size();
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    Request.writeFields(
        json,
        new Parcel(
            message.to(recipient),
            message.protection().onTheWire(message.category()),
            box.payload(),
            // Of the recipient's devices alone, and so under another name.
            Optional.empty(),
            Optional.empty()));
    json.writeStringProperty("checksum", box.checksum());
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
