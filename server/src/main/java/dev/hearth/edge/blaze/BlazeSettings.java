package dev.hearth.edge.blaze;

import java.time.Duration;
import java.util.Set;

/// What an operator can set about Blaze.
///
/// @param frameBytes the longest message on the wire, its fragments together
/// @param inflatedBytes the longest message once unpacked
/// @param storedBelow messages below so many bytes go out uncompressed
/// @param pingEvery how often each connection is pinged
/// @param silence after so long without a byte from it, a connection is dropped
/// @param origins whose pages may connect, as browsers spell them; who names no origin may always
public record BlazeSettings(
    int frameBytes,
    int inflatedBytes,
    int storedBelow,
    Duration pingEvery,
    Duration silence,
    Set<String> origins) {
  public static final BlazeSettings USUAL =
      new BlazeSettings(
          256 * 1024,
          1024 * 1024,
          4 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Set.of());

  public BlazeSettings {
    if (frameBytes < 125 || inflatedBytes < 125 || storedBelow < 0) {
      throw new IllegalArgumentException("frames must be allowed some bytes");
    }
    if (pingEvery.toMillis() < 1 || silence.compareTo(pingEvery.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "a silent connection is pinged twice before it is dropped");
    }
    origins = Set.copyOf(origins);
  }
}
