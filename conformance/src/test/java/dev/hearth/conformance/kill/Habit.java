package dev.hearth.conformance.kill;

/// How a session acknowledges, for one round.
enum Habit {
  /// Each message as it comes.
  AT_ONCE,
  /// Twenty at a time, over the action for many.
  IN_BATCHES,
  /// After the round's storm, what has come in it.
  LATE,
  /// Not in this round.
  NEVER
}
