package dev.hearth.protocol.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The places of some fields in a payload that is one JSON object. A field can be added or
/// replaced, and all other bytes stay as the sender wrote them.
final class JsonSpans {
  /// @param from the first byte of the value
  /// @param to the byte after it
  /// @param text whether it is a string, and not an empty one
  private record Span(int from, int to, boolean text) {}

  private final byte[] payload;
  private final Map<String, Span> spans = new HashMap<>();
  private boolean empty = true;
  private int end;

  private JsonSpans(byte[] payload) {
    this.payload = payload;
  }

  /// Looks for the fields of these names on the object's own level; if a field comes twice, the
  /// last one counts. Empty when the payload is not exactly one object.
  static Optional<JsonSpans> find(byte[] payload, String... names) {
    var found = new JsonSpans(payload);
    try (JsonParser in = PayloadJson.parser(payload)) {
      return found.read(in, List.of(names)) ? Optional.of(found) : Optional.empty();
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  /// The payload with `value` for the field `name`, unless that is some text already.
  ///
  /// @param value ASCII that needs no escapes
  static byte[] withText(byte[] payload, String name, String value) {
    return find(payload, name)
        .filter(spans -> !spans.saysText(name))
        .map(spans -> spans.with(name, ("\"" + value + "\"").getBytes(US_ASCII)))
        .orElse(payload);
  }

  boolean saysText(String name) {
    Span span = spans.get(name);
    return span != null && span.text;
  }

  /// The value as it was sent, quotation marks and all. There must be one.
  byte[] raw(String name) {
    Span span = spans.get(name);
    if (span == null) {
      throw new IllegalStateException("no " + name);
    }
    return Arrays.copyOfRange(payload, span.from, span.to);
  }

  /// The payload with `value` in place of the field's own, or else with a new field at the end of
  /// the object. A field never comes twice: some clients fail on that.
  byte[] with(String name, byte[] value) {
    Span old = spans.get(name);
    if (old != null) {
      return spliced(old.from, old.to, value);
    }
    byte[] field = ((empty ? "\"" : ",\"") + name + "\":").getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(field, field.length + value.length);
    System.arraycopy(value, 0, whole, field.length, value.length);
    return spliced(end, end, whole);
  }

  private byte[] spliced(int from, int to, byte[] middle) {
    var bytes = new ByteArrayOutputStream(payload.length + middle.length);
    bytes.write(payload, 0, from);
    bytes.writeBytes(middle);
    bytes.write(payload, to, payload.length - to);
    return bytes.toByteArray();
  }

  private boolean read(JsonParser in, List<String> names) {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      empty = false;
      JsonToken value = in.nextToken();
      int from = (int) in.currentTokenLocation().getByteOffset();
      boolean text = value == JsonToken.VALUE_STRING && in.getStringLength() > 0;
      in.skipChildren();
      in.finishToken();
      if (names.contains(name)) {
        spans.put(name, new Span(from, endOf(in, value, from), text));
      }
    }
    end = (int) in.currentTokenLocation().getByteOffset();
    return in.nextToken() == null;
  }

  // A parser only knows that a number is over when it has looked at what follows.
  private int endOf(JsonParser in, JsonToken value, int from) {
    return value.isNumeric()
        ? from + in.getStringLength()
        : (int) in.currentLocation().getByteOffset();
  }
}
