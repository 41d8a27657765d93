package dev.hearth.protocol.blaze;

import dev.hearth.protocol.json.Json;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The server's frames on Blaze, as JSON in ASCII; [GzipFrame] compresses them.
///
/// In an answer, `id` is the request's, spelled as it came; in a push, it is a fresh one.
public final class BlazeFrames {
  private BlazeFrames() {}

  /// Something happened, without being asked for.
  public static byte[] push(String id, String action, MessageView data) {
    return frame(id, action, out -> data(out, data));
  }

  /// Done. No `data`, not even an empty one: bots take whatever has data for a message.
  public static byte[] reply(String id, String action) {
    return frame(id, action, ignored -> {});
  }

  /// Done, and this came of it.
  public static byte[] reply(String id, String action, MessageView data) {
    return frame(id, action, out -> data(out, data));
  }

  /// Done, and `data` writes what came of it, one value.
  public static byte[] reply(String id, String action, Consumer<JsonGenerator> data) {
    return frame(
        id,
        action,
        out -> {
          out.writeName(Names.DATA);
          data.accept(out);
        });
  }

  /// Refused.
  public static byte[] error(String id, String action, ErrorCode code) {
    return error(id, action, code, Map.of());
  }

  /// Refused, with what helps to mend it.
  public static byte[] error(String id, String action, ErrorCode code, Map<String, String> extra) {
    return error(id, action, code, code.description(), extra);
  }

  /// Refused, and this is why.
  public static byte[] error(
      String id, String action, ErrorCode code, String description, Map<String, String> extra) {
    return frame(
        id,
        action,
        out -> {
          out.writeName(Names.ERROR);
          writeError(out, code, description, extra);
        });
  }

  /// The error object, the same on Blaze and over HTTP. `extra` is left out when it is empty.
  public static void writeError(JsonGenerator out, ErrorCode code, Map<String, String> extra) {
    writeError(out, code, code.description(), extra);
  }

  /// The same, with a description of its own.
  public static void writeError(
      JsonGenerator out, ErrorCode code, String description, Map<String, String> extra) {
    out.writeStartObject();
    out.writeName(Names.STATUS);
    out.writeNumber(code.status());
    out.writeName(Names.CODE);
    out.writeNumber(code.code());
    out.writeName(Names.DESCRIPTION);
    out.writeString(description);
    if (!extra.isEmpty()) {
      out.writeName(Names.EXTRA);
      out.writeStartObject();
      extra.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void data(JsonGenerator out, MessageView data) {
    out.writeName(Names.DATA);
    data.writeTo(out);
  }

  private static byte[] frame(String id, String action, Consumer<JsonGenerator> rest) {
    return Json.write(out -> {
      out.writeStartObject();
      out.writeName(Names.ID);
      out.writeString(id);
      out.writeName(Names.ACTION);
      out.writeString(action);
      rest.accept(out);
      out.writeEndObject();
    });
  }
}
