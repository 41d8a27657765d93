package dev.hearth.platform.sql;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Calls that begin at the same moment.
public final class AtOnce {
  /// How many writers there are in the contracts.
  public static final int WRITERS = 16;

  private AtOnce() {}

  /// Makes {@link #WRITERS} calls at once, and returns their results in the order of their numbers,
  /// which begin at 0.
  ///
  /// @throws AssertionError when one of them throws
  public static <T> List<T> call(IntFunction<T> writer) {
    var ready = new CountDownLatch(WRITERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, WRITERS)
              .<Callable<T>>mapToObj(number ->
                  () -> {
                    ready.countDown();
                    ready.await();
                    return writer.apply(number);
                  })
              .map(threads::submit)
              .toList();
      return calls.stream().map(call -> result(call)).toList();
    }
  }

  private static <T> T result(Future<T> call) {
    try {
      return call.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("a writer failed", failed.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
