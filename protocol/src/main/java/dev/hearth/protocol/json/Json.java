package dev.hearth.protocol.json;

import dev.hearth.protocol.WireBase64;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// JSON as frames carry it: strict and bounded on the way in, ASCII alone on the way out, because
/// one client reads frames as Latin-1.
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(1 << 20)
                  .maxNameLength(64)
                  .build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          // UTF-8, and nothing else that bytes could be taken for.
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .build();

  private static final byte[] NOTHING = new byte[0];

  private Json() {}

  public static JsonParser read(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, 0, json.length);
  }

  public static JsonParser read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The string at which `in` stands; "" for anything else, which is skipped.
  public static String string(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return "";
  }

  /// The bytes that the string at which `in` stands spells in base64; none for null. Empty for
  /// anything else, which is skipped.
  public static Optional<byte[]> base64(JsonParser in) {
    return switch (in.currentToken()) {
      // From the parser's own buffer: a payload is never made a String.
      case VALUE_STRING ->
          WireBase64.decode(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
      case VALUE_NULL -> Optional.of(NOTHING);
      default -> {
        in.skipChildren();
        yield Optional.empty();
      }
    };
  }

  /// The number at which `in` stands; 0 for anything else, which is skipped.
  public static long number(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return in.getLongValue();
    }
    in.skipChildren();
    return 0;
  }

  /// The results of `read` for the one object of a document, or for each item of its list; empty
  /// when the document is neither, or not valid JSON.
  public static <T> Optional<List<T>> readOneOrMany(byte[] json, Function<JsonParser, T> read) {
    try (JsonParser in = read(json)) {
      var all = new ArrayList<T>();
      switch (in.nextToken()) {
        case START_OBJECT -> all.add(read.apply(in));
        case START_ARRAY -> {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(read.apply(in));
          }
        }
        case null, default -> {
          return Optional.empty();
        }
      }
      return in.nextToken() == null ? Optional.of(all) : Optional.empty();
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  /// Writes `bytes` as base64. The JDK's encoder is several times as fast as the generator's own.
  public static void writeBase64(JsonGenerator out, Base64.Encoder encoder, byte[] bytes) {
    byte[] text = encoder.encode(bytes);
    out.writeRawUTF8String(text, 0, text.length);
  }

  public static byte[] write(Consumer<JsonGenerator> document) {
    var bytes = new Written();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      document.accept(out);
    }
    return bytes.written;
  }

  public static String text(Consumer<JsonGenerator> document) {
    return new String(write(document), StandardCharsets.US_ASCII);
  }

  /// Takes the bytes that the generator flushes. If they fit its buffer, as most frames do, they
  /// come in one piece and are copied once.
  private static final class Written extends OutputStream {
    private byte[] written = NOTHING;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] piece, int offset, int length) throws IOException {
      int size = written.length;
      written =
          size == 0
              ? Arrays.copyOfRange(piece, offset, offset + length)
              : Arrays.copyOf(written, size + length);
      if (size > 0) {
        System.arraycopy(piece, offset, written, size, length);
      }
    }
  }
}
