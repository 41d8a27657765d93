package dev.hearth.bench;

import dev.hearth.bench.abuse.Score;

/// Those who attack the server, ready to begin.
interface Attackers extends AutoCloseable {
  /// Brings them up, for one attack; returns when they have what they need.
  @FunctionalInterface
  interface Source {
    /// @param attack its name
    Attackers ready(String attack);
  }

  void begin();

  /// Ends the attack, and tells what came of it.
  Score.Total end();

  @Override
  void close();
}
