package dev.hearth.sdk.signal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The parts of a Signal message, as somebody else wrote them: any bytes are one, or none.
public final class EnvelopeFuzz {
  private EnvelopeFuzz() {}

  public static List<byte[]> seeds() {
    return SignalSessionFuzz.seeds();
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    Envelope.parse(bytes).ifPresent(envelope -> parts(envelope.message()));
    Envelope.parseData(new String(bytes, StandardCharsets.ISO_8859_1))
        .ifPresent(envelope -> parts(envelope.message()));
    parts(bytes);
  }

  private static void parts(byte[] message) {
    var _ = SignalMessage.parse(message);
    PreKeySignalMessage.parse(message).ifPresent(first -> SignalMessage.parse(first.message()));
    var _ = SenderKeyMessage.parse(message);
    var _ = SenderKeyDistribution.parse(message);
  }
}
