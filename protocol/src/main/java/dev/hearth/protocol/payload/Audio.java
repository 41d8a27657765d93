package dev.hearth.protocol.payload;

import dev.hearth.protocol.WireBase64;
import java.time.Duration;
import java.util.Optional;

/// `PLAIN_AUDIO`: something spoken. Apps record a minute at most.
///
/// @param duration up to 366 days, in whole milliseconds
/// @param waveform how loud it is from beginning to end, a byte a step; up to 4,096 of them, empty
///   when the sender didn't say
public record Audio(
    Attachment attachment,
    Duration duration,
    @SuppressWarnings("ArrayRecordComponent") byte[] waveform)
    implements Attached {

  private static final int MOST_STEPS = 4096;
  private static final byte[] NOTHING = new byte[0];

  /// @throws IllegalArgumentException when something is out of its bounds
  public Audio {
    duration = Bounds.millis("duration", duration);
    Bounds.check(waveform.length <= MOST_STEPS, "waveform has more than " + MOST_STEPS + " bytes");
    waveform = waveform.clone();
  }

  public static Audio of(Attachment attachment, Duration duration) {
    return new Audio(attachment, duration, NOTHING);
  }

  public static Reading<Audio> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields -> {
          Optional<byte[]> waveform = fields.bytes("waveform");
          return new Audio(
              Attachment.from(fields),
              fields.millis("duration"),
              waveform.or(() -> fields.bytes("wave_form")).orElse(NOTHING));
        });
  }

  /// A copy of the bytes.
  @Override
  public byte[] waveform() {
    return waveform.clone();
  }

  @Override
  public String category() {
    return "PLAIN_AUDIO";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      attachment.write(out);
      out.writeNumberProperty("duration", duration.toMillis());
      if (waveform.length > 0) {
        // The first is for apps, the second for what two of the bot SDKs read.
        out.writeStringProperty("waveform", WireBase64.standard(waveform));
        out.writeStringProperty("wave_form", WireBase64.standard(waveform));
      }
    });
  }
}
