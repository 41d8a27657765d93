package dev.hearth.conformance.kill;

import dev.hearth.conformance.PackedServer;
import java.io.IOException;

/// Something that people do besides talking while the server is killed, with its own bookkeeping:
/// an answered change must be there after the start, a change without an answer may be there, and
/// no change is there twice or in half.
///
/// One thread at a time calls it. Broken promises are [AssertionError]s.
interface Pursuit {
  /// Once, before the first round.
  void begin(PackedServer server, Api api) throws IOException, InterruptedException;

  /// Makes changes until the server has ended, or enough is done for one round.
  ///
  /// @throws IOException when the server has ended
  void pursue(Api api) throws IOException, InterruptedException;

  /// Compares the server's state after the start with its answers before, finishes the interrupted
  /// changes, and prepares the next round.
  void check(PackedServer server, Api api) throws IOException, InterruptedException;

  /// After the last round.
  default void end(Api api) throws IOException, InterruptedException {}

  /// How many requests were answered so far. Any thread.
  long answered();

  /// The number of answered changes, and the outcome of the others.
  String summary();
}
