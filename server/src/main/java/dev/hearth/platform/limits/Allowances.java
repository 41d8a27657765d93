package dev.hearth.platform.limits;

import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/// Makes allowances, which share a clock and are metered alike: how much work each user, session or
/// address may have the server do. Any thread may call.
public final class Allowances {
  private final Elapsed time;
  private final MeterRegistry meters;

  public Allowances(InstantSource clock, MeterRegistry meters) {
    this.time = new Elapsed(clock);
    this.meters = meters;
  }

  /// @param name says which one it is in refusals, logs and meters; that of the setting under
  ///   `allowance.`
  /// @param <K> what has a bucket each: its text is logged when the bucket is empty
  public <K> Allowance<K> of(String name, Rate rate) {
    return new Allowance<>(
        name,
        rate,
        time,
        Counter.builder("hearth.allowance.refused")
            .description("Refusals because an allowance was used up")
            .tag("allowance", name)
            .register(meters));
  }
}
