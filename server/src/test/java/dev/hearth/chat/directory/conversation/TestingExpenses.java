package dev.hearth.chat.directory.conversation;

import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.settings.Rate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/// The costs of changes to conversations, in tests.
public final class TestingExpenses {
  private TestingExpenses() {}

  /// More than any test uses.
  public static Expenses none() {
    return of(1_000_000, 1_000_000_000, InstantSource.system());
  }

  /// @param strangers that one may bring in within a day
  /// @param notices that one may cause within a day
  public static Expenses of(long strangers, long notices, InstantSource clock) {
    var allowances = new Allowances(clock, new SimpleMeterRegistry());
    return new Expenses(
        allowances.of("strangers", new Rate(strangers, strangers, Duration.ofDays(1))),
        allowances.of("group-notices", new Rate(notices, notices, Duration.ofDays(1))));
  }
}
