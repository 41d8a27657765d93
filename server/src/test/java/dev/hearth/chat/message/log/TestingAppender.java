package dev.hearth.chat.message.log;

import dev.hearth.platform.limits.FairQueue.QueueBounds;
import dev.hearth.platform.runtime.DiskSpace;

/// The appender of production, with bounds and a disk that don't matter to a test.
public final class TestingAppender {
  private TestingAppender() {}

  /// One that nobody hears of, with room for a thousand drafts.
  public static Appender of(LogStore store) {
    return of(store, (_, _) -> {}, 1_000, () -> {});
  }

  /// One in which an author may take all the room.
  static Appender of(LogStore store, Appender.Listener listener, int mostWaiting, Runnable failed) {
    long anyBytes = Long.MAX_VALUE / 2;
    return of(
        store,
        listener,
        new QueueBounds(mostWaiting, anyBytes, mostWaiting, anyBytes),
        DiskSpace.boundless(),
        failed);
  }

  static Appender of(
      LogStore store,
      Appender.Listener listener,
      QueueBounds bounds,
      DiskSpace space,
      Runnable failed) {
    return new Appender(store, listener, bounds, space, _ -> {}, failed);
  }
}
