package dev.hearth.protocol.blaze;

import dev.hearth.protocol.json.Json;
import tools.jackson.core.JacksonException;

/// A frame that a server sends, as a client reads it: any bytes are a reply or none.
public final class BlazeReplyFuzz {
  private BlazeReplyFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    var _ = BlazeReplyReader.read(json);
    try (var in = Json.read(json)) {
      var _ = in.nextToken();
      MessageViewReader.read(in).ifPresent(view -> BlazeFrames.push("", "CREATE_MESSAGE", view));
    } catch (JacksonException _) {
      // Its callers expect it: it is not JSON.
    }
  }
}
