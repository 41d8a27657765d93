package dev.hearth.sdk;

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
}
