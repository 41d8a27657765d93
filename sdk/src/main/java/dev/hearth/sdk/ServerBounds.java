package dev.hearth.sdk;

import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Optional;

/// The largest frames and requests that a server takes. The client does not send a larger message:
/// it refuses it, and names the bound that it exceeds. Sealing makes a message larger, and the
/// sealed size counts.
///
/// @param frameBytes the longest Blaze frame on the wire; `socket.most-frame` of the server
/// @param inflatedBytes the longest Blaze frame once it is unpacked; `socket.most-inflated`
/// @param bodyBytes the longest body of a request to the HTTP API; `http.most-body`
public record ServerBounds(int frameBytes, int inflatedBytes, int bodyBytes) {
  private static final int LEAST = 1024;

  /// The bounds of a Hearth server with default settings: 256 KiB, 1 MiB and 1 MiB.
  public static final ServerBounds USUAL = new ServerBounds(256 << 10, 1 << 20, 1 << 20);

  /// @throws IllegalArgumentException when a bound is less than 1 KiB
  public ServerBounds {
    if (Math.min(Math.min(frameBytes, inflatedBytes), bodyBytes) < LEAST) {
      throw new IllegalArgumentException("a server takes 1 KiB at least");
    }
  }

  /// Why a request exceeds them; empty when it doesn't.
  Optional<String> findExcess(Request request) {
    return excess(request.inflatedBytes(), inflatedBytes, "unpacked")
        .or(() -> excess(request.frame().length, frameBytes, "on the wire"));
  }

  /// @throws HearthException when a body exceeds them
  void requireBody(byte[] body) {
    Optional<String> excess = excess(body.length, bodyBytes, "as a body");
    if (excess.isPresent()) {
      throw HearthException.refused(ErrorCode.INVALID_FIELD.code(), excess.get());
    }
  }

  private static Optional<String> excess(int bytes, int most, String where) {
    return bytes <= most
        ? Optional.empty()
        : Optional.of(
            "it is %d bytes %s, and the server takes %d bytes: say less at once"
                .formatted(bytes, where, most));
  }
}
