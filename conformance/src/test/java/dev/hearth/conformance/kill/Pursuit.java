package dev.hearth.conformance.kill;

import dev.hearth.conformance.PackedServer;
import java.io.IOException;

/// Something that people do beside talking while the server is killed, with its own bookkeeping:
/// what was answered must be there after the start, what was not answered may or may not be,
/// nothing is there twice or in half.
///
/// One thread at a time calls it. Broken promises are [AssertionError]s.
interface Pursuit {
  /// Once, before the first round.
  void begin(PackedServer server, Api api) throws IOException, InterruptedException;

  /// Does things until the server is gone, or enough is done for one round.
  ///
  /// @throws IOException when the server is gone
  void pursue(Api api) throws IOException, InterruptedException;

  /// Compares what the server has after the start with what it had answered, finishes what was
  /// interrupted, and prepares the next round.
  void check(PackedServer server, Api api) throws IOException, InterruptedException;

  /// After the last round.
  default void end(Api api) throws IOException, InterruptedException {}

  /// How many requests were answered so far. Any thread.
  long answered();

  /// How much was answered, and what became of the rest.
  String summary();
}
