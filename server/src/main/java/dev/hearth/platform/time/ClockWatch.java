package dev.hearth.platform.time;

import dev.hearth.platform.runtime.StartRefused;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator when the machine's clock is behind what is stored. Messages keep their order
/// then, but their times are ahead of the clock by as much.
public final class ClockWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  /// A step back by less than this is corrected before anybody notices: nothing is said about it.
  static final Duration SLIGHT = Duration.ofSeconds(5);

  /// How often it is said again while it lasts, in looks.
  private static final int LOOKS_BETWEEN_WARNINGS = 60;

  private final PositionClock positions;

  /// How many looks in a row found the clock behind. For the one thread that looks.
  private int looksBehind;

  public ClockWatch(PositionClock positions, MeterRegistry meters) {
    this.positions = positions;
    Gauge.builder("hearth.clock.behind", positions, clock -> clock.behind().toMillis() / 1e3)
        .description("How far the machine's clock is behind the newest stored time")
        .baseUnit("seconds")
        .strongReference(true)
        .register(meters);
  }

  /// Compares the clocks once everything stored has raised the positions.
  ///
  /// @param most how far the machine's clock may be behind
  /// @throws StartRefused when it is behind by more: then it was never set, most likely
  public void start(Duration most) {
    Duration behind = positions.behind();
    if (behind.compareTo(most) > 0) {
      Instant stored = positions.instant();
      throw new StartRefused(
          "the machine's clock says "
              + stored.minus(behind).truncatedTo(ChronoUnit.SECONDS)
              + ", which is "
              + inWords(behind)
              + " before the newest time that is stored, "
              + stored.truncatedTo(ChronoUnit.SECONDS)
              + ": set the clock, or, if the clock is right, continue with log.clock-lag = "
              + (behind.toDays() + 1)
              + "d (times then count on from what is stored until the clock has caught up)");
    }
    if (behind.compareTo(SLIGHT) > 0) {
      warn(behind);
    }
  }

  /// Looks whether the clock is behind, once a minute.
  public void look() {
    Duration behind = positions.behind();
    if (behind.compareTo(SLIGHT) <= 0) {
      if (looksBehind > 1) {
        LOG.info("The machine's clock has caught up with what is stored; times are right again");
      }
      looksBehind = 0;
      return;
    }
    // Twice in a row: a step that is corrected within a minute is not worth a line.
    if (looksBehind++ % LOOKS_BETWEEN_WARNINGS == 1) {
      warn(behind);
    }
  }

  private static void warn(Duration behind) {
    LOG.warn(
        "The machine's clock is {} behind the newest time that is stored. Nothing is lost and the"
            + " order of messages holds, but their times are ahead of the clock until it has caught"
            + " up; check how the machine keeps its time (NTP)",
        inWords(behind));
  }

  private static String inWords(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + " days";
    }
    return time.toMinutes() > 1 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
  }
}
