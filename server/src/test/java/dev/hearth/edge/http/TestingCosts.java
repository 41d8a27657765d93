package dev.hearth.edge.http;

import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/// The costs of requests, in tests of something else.
public final class TestingCosts {
  private TestingCosts() {}

  /// More than any test uses.
  public static RequestCosts none() {
    var allowances = new Allowances(InstantSource.system(), new SimpleMeterRegistry());
    var plenty = new Rate(1_000_000_000, 1, Duration.ofSeconds(1));
    return new RequestCosts(allowances.of("requests", plenty), allowances.of("changes", plenty));
  }
}
