package dev.hearth.chat.message.delivery;

import dev.hearth.platform.limits.ByteBudget;

/// The memory of windows, for a test of something else.
final class TestingWindows {
  private TestingWindows() {}

  static WindowBudget unbounded() {
    return new WindowBudget(new ByteBudget("windows", Long.MAX_VALUE / 2), Long.MAX_VALUE);
  }
}
