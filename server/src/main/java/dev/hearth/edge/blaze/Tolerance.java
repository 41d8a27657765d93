package dev.hearth.edge.blaze;

/// How much nonsense, and how many refusals, one client has had within a span of time.
final class Tolerance {
  private static final int MOST = 10;

  private int span;
  private short nonsense;
  private short refusals;

  /// @param now the number of the span of time that this falls into
  /// @return whether it can still be borne
  boolean toleratesMalformed(int now) {
    enter(now);
    nonsense = (short) Math.min(nonsense + 1, Short.MAX_VALUE);
    return nonsense <= MOST;
  }

  /// @return whether the client may have this refusal at once
  boolean refusesAtOnce(int now) {
    enter(now);
    refusals = (short) Math.min(refusals + 1, Short.MAX_VALUE);
    return refusals <= MOST;
  }

  private void enter(int now) {
    if (now != span) {
      span = now;
      nonsense = 0;
      refusals = 0;
    }
  }
}
