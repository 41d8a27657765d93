package dev.hearth.protocol;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What a client asks for on Blaze.
///
/// @param id to echo in the answer, spelled as it came; "" when the client gave none
/// @param action one of [BlazeAction], or a name we don't know; "" when the client gave none
public record BlazeRequest(String id, String action, BlazeParams params) {

  /// How long an id or an action's name may be, in characters.
  public static final int MOST_NAME_CHARACTERS = 128;

  /// What came of reading a frame.
  public sealed interface Parsed {
    record Request(BlazeRequest request) implements Parsed {}

    /// Not a request.
    ///
    /// @param id the frame's id as far as it was found, else ""
    /// @param why for the log; nothing of what was sent
    record Malformed(String id, String why) implements Parsed {}
  }

  /// Reads one frame's JSON. Never throws: unknown keys are passed over, `null` is absent, of a key
  /// that comes twice the last counts. Depth, strings and names are bounded.
  public static Parsed parse(byte[] json) {
    return new BlazeRequestReader().read(json);
  }

  /// Asks for what is pending.
  ///
  /// @param offset everything up to this time is held already
  public static BlazeRequest listPending(String id, Optional<String> offset) {
    var none = BlazeParams.NONE;
    var params = new BlazeParams(none.message(), List.of(), List.of(), offset, Optional.empty());
    return new BlazeRequest(id, BlazeAction.LIST_PENDING_MESSAGES, params);
  }

  /// Says something.
  public static BlazeRequest create(String id, MessageRequest message) {
    return new BlazeRequest(id, BlazeAction.CREATE_MESSAGE, BlazeParams.of(message));
  }

  /// Acknowledges up to [BlazeParams#MOST_MESSAGES] messages.
  public static BlazeRequest acknowledge(String id, List<AcknowledgementRequest> messages) {
    var none = BlazeParams.NONE;
    var params =
        new BlazeParams(none.message(), List.of(), messages, Optional.empty(), Optional.empty());
    return new BlazeRequest(id, BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPTS, params);
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
    params.offset().ifPresent(offset -> out.writeStringProperty("offset", offset));
    out.writeEndObject();
  }
}
