package dev.hearth.sdk.blaze;

import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.http.Acknowledgement;
import dev.hearth.sdk.http.JsonBytes;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.http.SizeCheck;
import dev.hearth.sdk.sealing.SealingServer.KeyForDevice;
import dev.hearth.sdk.signal.DeviceAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/// A Blaze request, ready for the wire. Sent again, it is the same bytes under the same id.
///
/// @param inflatedBytes how long it is once the frame is unpacked
/// @param frame one gzip member
public record Request(
    String id,
    String action,
    int inflatedBytes,
    @SuppressWarnings("ArrayRecordComponent") byte[] frame) {
  private static final int STORED_BELOW = 1024;

  static Request listPendingMessages() {
    return of("LIST_PENDING_MESSAGES", ignored -> {});
  }

  public static Request createMessage(Parcel parcel) {
    // Calls have an action of their own; what they carry is the same.
    boolean call = Category.family(parcel.category()) == CategoryFamily.WEBRTC;
    return of(
        call ? "CREATE_CALL" : "CREATE_MESSAGE",
        json -> {
          json.writeName("params");
          parcel.writeTo(json);
        });
  }

  public static Request consumeSignalKeys(Collection<DeviceAddress> devices) {
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

  public static Request createSignalKeyMessages(
      ConversationId conversation, String checksum, Collection<KeyForDevice> keys) {
    return of(
        "CREATE_SIGNAL_KEY_MESSAGES",
        json -> {
          json.writeName("params");
          json.writeStartObject();
          json.writeStringProperty("conversation_id", conversation.toString());
          json.writeStringProperty("conversation_checksum", checksum);
          json.writeArrayPropertyStart("messages");
          for (KeyForDevice key : keys) {
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

  public static Request acknowledge(Collection<Acknowledgement> acknowledgements) {
    return of(
        "ACKNOWLEDGE_MESSAGE_RECEIPTS",
        json -> {
          json.writeName("params");
          json.writeStartObject();
          json.writeName("messages");
          Acknowledgement.write(json, acknowledgements);
          json.writeEndObject();
        });
  }

  /// Why a server with these bounds takes no such request; empty when it does.
  Optional<String> findExcess(ServerBounds bounds) {
    return SizeCheck.find(inflatedBytes, bounds.inflatedBytes(), "unpacked")
        .or(() -> SizeCheck.find(frame.length, bounds.frameBytes(), "on the wire"));
  }

  private static Request of(String action, JsonBytes.Writing params) {
    String id = UUID.randomUUID().toString();
    byte[] json =
        JsonBytes.of(generator -> {
          generator.writeStartObject();
          generator.writeStringProperty("id", id);
          generator.writeStringProperty("action", action);
          params.to(generator);
          generator.writeEndObject();
        });
    return new Request(id, action, json.length, GzipFrame.pack(json, STORED_BELOW));
  }
}
