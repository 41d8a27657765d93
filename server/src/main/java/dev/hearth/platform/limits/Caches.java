package dev.hearth.platform.limits;

import com.github.benmanes.caffeine.cache.Caffeine;

/// Makes caches, which all keep themselves in order on the threads that use them. By default each
/// would hand that to a thread of a pool, once in some dozen lookups: to wake that thread costs
/// several times as much as the work, and event loops would pay for it.
public final class Caches {
  private Caches() {}

  /// A cache without a bound, until the caller sets one.
  public static Caffeine<Object, Object> builder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
