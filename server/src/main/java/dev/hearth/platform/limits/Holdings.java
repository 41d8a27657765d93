package dev.hearth.platform.limits;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How much is held of one bound, altogether and by each holder. Any thread.
final class Holdings {
  private final String name;
  private final long most;
  private final LongAdder refusedToAll = new LongAdder();
  private final LongAdder refusedToHolder = new LongAdder();

  /// Only holders that hold something are in it.
  @GuardedBy("this")
  private final Map<Object, Long> held = new HashMap<>();

  @GuardedBy("this")
  private long all;

  Holdings(String name, long most) {
    if (most < 1) {
      throw new IllegalArgumentException(name + " are at least 1, not " + most);
    }
    this.name = name;
    this.most = most;
  }

  /// All of `amount` or nothing: when one holder has no room, the others are charged nothing.
  boolean take(List<Share> shares, long amount) {
    synchronized (this) {
      if (all + amount > most) {
        refusedToAll.increment();
        return false;
      }
      for (Share share : shares) {
        if (held.getOrDefault(share.holder(), 0L) + amount > share.most()) {
          refusedToHolder.increment();
          return false;
        }
      }
      all += amount;
      shares.forEach(share -> held.merge(share.holder(), amount, Long::sum));
      return true;
    }
  }

  /// Gives back what {@link #take} took, for the same shares.
  synchronized void giveBack(List<Share> shares, long amount) {
    assert all >= amount;
    all -= amount;
    for (Share share : shares) {
      held.computeIfPresent(share.holder(), (_, has) -> has > amount ? has - amount : null);
    }
  }

  synchronized long held() {
    return all;
  }

  synchronized long heldBy(Object holder) {
    return held.getOrDefault(holder, 0L);
  }

  void showOn(MeterRegistry meters) {
    Gauge.builder("hearth.limit.held", this, Holdings::held)
        .description("How much is held of a bound; docs/limits.md lists them")
        .tag("limit", name)
        .register(meters);
    Gauge.builder("hearth.limit.most", this, bound -> bound.most)
        .description("How much of a bound may be held")
        .tag("limit", name)
        .register(meters);
    showRefused("all", refusedToAll, meters);
    showRefused("share", refusedToHolder, meters);
  }

  private void showRefused(String full, LongAdder count, MeterRegistry meters) {
    FunctionCounter.builder("hearth.limit.refused", count, LongAdder::sum)
        .description("Refusals because all of a bound was held, or all of a holder's share of it")
        .tag("limit", name)
        .tag("full", full)
        .register(meters);
  }
}
