package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireTime;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// JSON inside payloads: UTF-8, bounded on the way in.
final class PayloadJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1024)
                  .maxTokenCount(100_000)
                  .build())
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .build();

  private PayloadJson() {}

  static JsonParser parser(byte[] payload) {
    return FACTORY.createParser(ObjectReadContext.empty(), payload, 0, payload.length);
  }

  /// The result of `make` for a payload that is one object.
  static <P> Reading<P> object(byte[] payload, Function<Fields, P> make) {
    return read(
        payload,
        document -> {
          Fields fields = Fields.of(document);
          if (fields == null) {
            throw new InvalidPayload("not an object");
          }
          return make.apply(fields);
        });
  }

  /// The result of `make` for a payload that is a list of objects.
  static <P> Reading<P> list(byte[] payload, int most, Function<List<Fields>, P> make) {
    return read(
        payload,
        document -> {
          Bounds.check(document instanceof List<?>, "not a list");
          return make.apply(Fields.list("the list", document, most));
        });
  }

  private static <P> Reading<P> read(byte[] payload, Function<@Nullable Object, P> make) {
    Object document;
    try (JsonParser in = parser(payload)) {
      in.nextToken();
      document = value(in);
      if (in.nextToken() != null) {
        return new Reading.NotUnderstood<>("something after the JSON");
      }
    } catch (JacksonException unreadable) {
      // Its own message may quote what was sent.
      return new Reading.NotUnderstood<>("not JSON, or too deep or too long");
    }
    return Bounds.reading(() -> make.apply(document));
  }

  /// A string, a Long, a Double, a Boolean, a List or a Map; null for anything else.
  private static @Nullable Object value(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          in.nextToken();
          // Of a field that comes twice the last counts, as with most clients.
          fields.put(name, value(in));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in));
        }
        yield items;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT ->
          in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? null
              : (Object) in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  static byte[] write(Consumer<JsonGenerator> document) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      document.accept(out);
    }
    return bytes.toByteArray();
  }

  /// One object, of the fields that `fields` writes.
  static byte[] writeObject(Consumer<JsonGenerator> fields) {
    return write(out -> {
      out.writeStartObject();
      fields.accept(out);
      out.writeEndObject();
    });
  }

  static void write(JsonGenerator out, String name, Optional<?> value) {
    value.ifPresent(it -> out.writeStringProperty(name, it.toString()));
  }

  static void writeTime(JsonGenerator out, String name, Instant time) {
    out.writeStringProperty(name, WireTime.format(WireTime.micros(time)));
  }
}
