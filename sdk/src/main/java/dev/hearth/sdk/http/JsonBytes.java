package dev.hearth.sdk.http;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Writes what is sent: one piece of JSON, in ASCII.
public final class JsonBytes {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonBytes() {}

  public static byte[] of(Writing writing) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writing.to(generator);
    }
    return bytes.toByteArray();
  }

  /// Writes a part of a document.
  @FunctionalInterface
  public interface Writing {
    void to(JsonGenerator json);
  }
}
