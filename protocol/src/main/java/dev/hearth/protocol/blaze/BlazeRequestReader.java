package dev.hearth.protocol.blaze;

import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyReader;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one frame, in one pass and in whatever order its fields come: the params may stand before
/// the action that says what they mean.
final class BlazeRequestReader {
  private String id = "";
  private String action = "";
  private BlazeParams params = BlazeParams.NONE;
  private @Nullable String wrong;

  ParsedRequest read(byte[] json) {
    try (JsonParser in = Json.read(json)) {
      readEnvelope(in);
    } catch (JacksonException unreadable) {
      // Its own message may quote what was sent.
      return new ParsedRequest.Malformed(id, action, "not JSON, or too deep or too long");
    }
    return wrong == null
        ? new ParsedRequest.Request(new BlazeRequest(id, action, params))
        : new ParsedRequest.Malformed(id, action, wrong);
  }

  ParsedRequest.Malformed begun(byte[] json, String why) {
    try (JsonParser in = Json.read(json)) {
      readEnvelope(in);
    } catch (JacksonException cut) {
      // As was to be expected.
    }
    return new ParsedRequest.Malformed(id, action, why);
  }

  private void readEnvelope(JsonParser in) {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      wrong = "not an object";
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken value = in.nextToken();
      switch (name) {
        case "id" -> id = name(value, in, "id");
        case "action" -> action = name(value, in, "action");
        case "params" -> readParams(value, in);
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      wrong = "something after the object";
    }
  }

  private String name(JsonToken value, JsonParser in, String what) {
    if (value == JsonToken.VALUE_STRING
        && in.getStringLength() <= BlazeRequest.MOST_NAME_CHARACTERS) {
      return in.getString();
    }
    if (value != JsonToken.VALUE_NULL) {
      in.skipChildren();
      wrong = what + " is not a short string";
    }
    return "";
  }

  private void readParams(JsonToken value, JsonParser in) {
    params = BlazeParams.NONE;
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      in.skipChildren();
      wrong = "params is not an object";
      return;
    }
    var fields = new MessageFields();
    var list = new MessageList();
    Optional<String> offset = Optional.empty();
    Optional<PreKeyUpload.ParsedUpload> keys = Optional.empty();
    List<PreKeyRequest> recipients = List.of();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken param = in.nextToken();
      switch (name) {
        case "messages" -> {
          list = new MessageList();
          list.read(param, in);
        }
        case "keys" ->
            keys =
                param == JsonToken.VALUE_NULL
                    ? Optional.empty()
                    : Optional.of(PreKeyReader.upload(in));
        case "recipients" -> recipients = PreKeyReader.requests(in, BlazeParams.MOST_RECIPIENTS);
        case "offset" -> offset = offset(param, in);
        default -> fields.read(name, in);
      }
    }
    if (list.acknowledgements.isEmpty() && fields.saysNothing()) {
      fields.acknowledgement().ifPresent(list::acknowledge);
    }
    params =
        new BlazeParams(
            fields.message(),
            list.messages,
            list.acknowledgements,
            keys,
            recipients,
            offset,
            list.invalidField);
  }

  // One that cannot be understood is as good as none: more is sent than needed, and nothing lost.
  private static Optional<String> offset(JsonToken value, JsonParser in) {
    if (value == JsonToken.VALUE_STRING
        && in.getStringLength() <= BlazeRequest.MOST_NAME_CHARACTERS
        && in.getStringLength() > 0) {
      return Optional.of(in.getString());
    }
    in.skipChildren();
    return Optional.empty();
  }

  /// The list `messages`, which holds messages in one action and acknowledgements in another.
  private static final class MessageList {
    private List<MessageRequest> messages = List.of();
    private List<AcknowledgementRequest> acknowledgements = List.of();
    private Optional<String> invalidField = Optional.empty();

    void read(JsonToken value, JsonParser in) {
      if (value == JsonToken.VALUE_NULL) {
        return;
      }
      if (value != JsonToken.START_ARRAY) {
        in.skipChildren();
        invalidField = Optional.of("messages");
        return;
      }
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        if (i < BlazeParams.MOST_MESSAGES && in.currentToken() == JsonToken.START_OBJECT) {
          readOne(in);
        } else {
          in.skipChildren();
          invalidField = Optional.of("messages");
        }
      }
    }

    private void readOne(JsonParser in) {
      MessageFields fields = MessageFields.readFrom(in);
      if (fields.acknowledges()) {
        fields
            .acknowledgement()
            .ifPresentOrElse(this::acknowledge, () -> invalidField = Optional.of("messages"));
        return;
      }
      if (messages.isEmpty()) {
        messages = new ArrayList<>();
      }
      messages.add(fields.message());
    }

    void acknowledge(AcknowledgementRequest one) {
      if (acknowledgements.isEmpty()) {
        acknowledgements = new ArrayList<>();
      }
      acknowledgements.add(one);
    }
  }
}
