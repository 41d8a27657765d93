package dev.hearth.bench;

/// The heap of a Java process.
interface Heap {
  /// The bytes that are still in use.
  long liveBytes();

  /// Collects garbage, so that the memory the process holds comes down to what it needs.
  void collect();
}
