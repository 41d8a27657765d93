package dev.hearth.sdk.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Ends a transfer in which nothing has moved for too long: who is at the other end of a line may
/// be gone without a word.
final class StalledTransfer implements AutoCloseable {
  private final Thread watch;

  private StalledTransfer(Thread watch) {
    this.watch = watch;
  }

  /// @param bytes how many have moved so far
  /// @param atMost without a single one; noticed after twice as long at the latest
  /// @param end called once, from a thread of its own
  static StalledTransfer watch(LongSupplier bytes, Duration atMost, Runnable end) {
    return new StalledTransfer(
        Thread.ofVirtual()
            .name("standstill")
            .start(() -> {
              try {
                long before;
                do {
                  before = bytes.getAsLong();
                  Thread.sleep(atMost);
                } while (bytes.getAsLong() > before);
                end.run();
              } catch (InterruptedException ignored) {
                // The transfer is over.
              }
            }));
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
