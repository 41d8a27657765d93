package dev.hearth.bench;

import dev.hearth.bench.abuse.Score;

/// The attackers of the server, ready to begin.
interface Attackers extends AutoCloseable {
  /// Starts the attackers for one attack; returns when they are ready.
  @FunctionalInterface
  interface Source {
    /// @param attack its name
    Attackers ready(String attack);
  }

  void begin();

  /// Ends the attack, and returns its counts.
  Score.Total end();

  @Override
  void close();
}
