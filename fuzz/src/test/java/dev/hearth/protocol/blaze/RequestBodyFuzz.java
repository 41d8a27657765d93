package dev.hearth.protocol.blaze;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.PreKeyUpload;
import java.nio.charset.StandardCharsets;

/// The bodies of the HTTP API that carry messages, acknowledgements and keys.
public final class RequestBodyFuzz {
  private RequestBodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    var _ = MessageRequest.readBody(json);
    var _ = EncryptedMessageRequest.readBody(json);
    var _ = AcknowledgementRequest.readBody(json);
    var _ = PreKeyUpload.readBody(json);
    var _ = Keystore.parse(new String(json, StandardCharsets.UTF_8));
  }
}
