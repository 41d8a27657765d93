package dev.hearth.protocol.blaze;

import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A client's request on Blaze.
///
/// @param id to echo in the answer, spelled as it came; "" when the client gave none
/// @param action one of [BlazeAction], or a name we don't know; "" when the client gave none
public record BlazeRequest(String id, String action, BlazeParams params) {

  /// How long an id or an action's name may be, in characters.
  public static final int MOST_NAME_CHARACTERS = 128;

  /// The outcome of reading a frame.
  public sealed interface ParsedRequest {
    record Request(BlazeRequest request) implements ParsedRequest {}

    /// Not a request.
    ///
    /// @param id the frame's id, "" when it was not found
    /// @param action its action, "" when it was not found
    /// @param why for the client and the log; nothing of what was sent
    record Malformed(String id, String action, String why) implements ParsedRequest {}
  }

  /// Reads one frame's JSON. Never throws: unknown keys are skipped, `null` is absent, of a key
  /// that comes twice the last counts. Depth, strings and names are bounded.
  public static ParsedRequest parse(byte[] json) {
    return new BlazeRequestReader().read(json);
  }

  /// Reads the beginning of a frame's JSON that is not read as a whole, to know which request is
  /// refused. Never throws.
  ///
  /// @param why it is refused
  public static ParsedRequest.Malformed begun(byte[] json, String why) {
    return new BlazeRequestReader().begun(json, why);
  }

  /// Asks for what is pending.
  ///
  /// @param offset everything up to this time is held already
  public static BlazeRequest listPending(String id, Optional<String> offset) {
    return new BlazeRequest(id, BlazeAction.LIST_PENDING_MESSAGES, BlazeParams.from(offset));
  }

  /// Says something.
  public static BlazeRequest create(String id, MessageRequest message) {
    return new BlazeRequest(id, BlazeAction.CREATE_MESSAGE, BlazeParams.of(message));
  }

  /// Acknowledges up to [BlazeParams#MOST_MESSAGES] messages.
  public static BlazeRequest acknowledge(String id, List<AcknowledgementRequest> messages) {
    return new BlazeRequest(
        id, BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPTS, BlazeParams.acknowledging(messages));
  }

  /// Leaves keys with the server.
  public static BlazeRequest syncKeys(String id, PreKeyUpload keys) {
    return new BlazeRequest(id, BlazeAction.SYNC_SIGNAL_KEYS, BlazeParams.leaving(keys));
  }

  /// Asks how many one-time keys are left.
  public static BlazeRequest countKeys(String id) {
    return new BlazeRequest(id, BlazeAction.COUNT_SIGNAL_KEYS, BlazeParams.NONE);
  }

  /// Asks for the keys of up to [BlazeParams#MOST_RECIPIENTS] devices.
  public static BlazeRequest consumeKeys(String id, List<PreKeyRequest> recipients) {
    return new BlazeRequest(
        id, BlazeAction.CONSUME_SESSION_SIGNAL_KEYS, BlazeParams.wanting(recipients));
  }

  /// Hands a conversation's sender key to devices, each message to one of them.
  ///
  /// @param common the conversation, and the checksum of the devices that the sender knows in it
  public static BlazeRequest createKeyMessages(
      String id, MessageRequest common, List<MessageRequest> messages) {
    return new BlazeRequest(
        id, BlazeAction.CREATE_SIGNAL_KEY_MESSAGES, BlazeParams.of(common, messages));
  }

  /// Asks for nothing but an answer.
  public static BlazeRequest ping(String id) {
    return new BlazeRequest(id, BlazeAction.PING, BlazeParams.NONE);
  }

  /// The frame's JSON, in ASCII, without what is empty.
  public byte[] toJson() {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeName(Names.ID);
      out.writeString(id);
      out.writeName(Names.ACTION);
      out.writeString(action);
      out.writeName(Names.PARAMS);
      writeParams(out);
      out.writeEndObject();
    });
  }

  private void writeParams(JsonGenerator out) {
    out.writeStartObject();
    if (action.equals(BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT)) {
      params.acknowledgements().stream().findFirst().ifPresent(one -> one.writeFieldsTo(out));
    } else {
      params.message().writeFieldsTo(out);
      if (!params.messages().isEmpty() || !params.acknowledgements().isEmpty()) {
        out.writeArrayPropertyStart("messages");
        params.messages().forEach(one -> one.writeTo(out));
        params.acknowledgements().forEach(one -> one.writeTo(out));
        out.writeEndArray();
      }
    }
    if (params.keys().orElse(null) instanceof PreKeyUpload.ParsedUpload.Upload(var keys)) {
      out.writeName("keys");
      keys.writeTo(out);
    }
    if (!params.recipients().isEmpty()) {
      out.writeArrayPropertyStart("recipients");
      params.recipients().forEach(one -> one.writeTo(out));
      out.writeEndArray();
    }
    params.offset().ifPresent(offset -> out.writeStringProperty("offset", offset));
    out.writeEndObject();
  }
}
