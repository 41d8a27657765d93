package dev.hearth.protocol.blaze;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// An unpacked frame is never longer than allowed.
public final class GunzipFuzz {
  private static final int MOST = 64 << 10;

  private GunzipFuzz() {}

  public static List<byte[]> seeds() {
    byte[] json = "{\"id\":\"1\",\"action\":\"PING\"}".repeat(40).getBytes(StandardCharsets.UTF_8);
    return List.of(GzipFrame.pack(json, 1 << 20), GzipFrame.pack(json, 0));
  }

  public static void fuzzerTestOneInput(byte[] frame) {
    try (var gunzip = new Gunzip()) {
      if (gunzip.unpack(frame, 0, frame.length, MOST)
              instanceof Gunzip.GunzipOutcome.Unpacked(var json)
          && json.length > MOST) {
        throw new AssertionError("more came out than allowed: " + json.length);
      }
    }
  }
}
