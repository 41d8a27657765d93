package dev.hearth.edge.blaze;

import java.time.Duration;
import java.util.Set;

/// The settings of Blaze.
///
/// @param frameBytes the longest message on the wire, its fragments together
/// @param inflatedBytes the longest message once unpacked
/// @param inflatedRatio how many times as long as on the wire a message may be once unpacked,
///   beyond 64 KiB
/// @param unpackRate how many unpacked bytes a second are taken from a connection; beyond it, we
///   read from it more slowly
/// @param unfinishedBytes how many bytes of incomplete messages are held at once, for all
///   connections
/// @param finishWithin a connection that owes the rest of a message for longer is closed
/// @param storedBelow messages smaller than this many bytes go out uncompressed
/// @param pingEvery how often each connection is pinged
/// @param silence a connection that sends no byte for longer is dropped
/// @param farewell how long a connection stays open after we said good-bye, so that its client can
///   read the last frames
/// @param origins the origins whose pages may connect, as browsers spell them; a client that names
///   no origin, or whose token is in a header, always may
public record BlazeSettings(
    int frameBytes,
    int inflatedBytes,
    int inflatedRatio,
    int unpackRate,
    long unfinishedBytes,
    Duration finishWithin,
    int storedBelow,
    Duration pingEvery,
    Duration silence,
    Duration farewell,
    Set<String> origins) {
  /// Long enough for a client to read the last frames; operators can't change it.
  public static final Duration USUAL_FAREWELL = Duration.ofSeconds(1);

  public static final BlazeSettings USUAL =
      new BlazeSettings(
          256 * 1024,
          1024 * 1024,
          100,
          1024 * 1024,
          32 * 1024 * 1024,
          Duration.ofSeconds(60),
          4 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          USUAL_FAREWELL,
          Set.of());

  /// This much may come out of a message however short it is on the wire.
  private static final int FREE_INFLATED_BYTES = 64 * 1024;

  public BlazeSettings {
    if (frameBytes < 125 || inflatedBytes < 125 || storedBelow < 0) {
      throw new IllegalArgumentException("frames must be allowed some bytes");
    }
    if (inflatedRatio < 1 || unpackRate < 1 || unfinishedBytes < frameBytes) {
      throw new IllegalArgumentException("a message must be allowed to come in");
    }
    if (pingEvery.toMillis() < 1 || silence.compareTo(pingEvery.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "a silent connection is pinged twice before it is dropped");
    }
    origins = Set.copyOf(origins);
  }

  /// How many bytes may come out of a message that has `wireBytes` on the wire.
  int mostInflated(int wireBytes) {
    long byRatio = Math.max(FREE_INFLATED_BYTES, (long) inflatedRatio * wireBytes);
    return (int) Math.min(inflatedBytes, byRatio);
  }
}
