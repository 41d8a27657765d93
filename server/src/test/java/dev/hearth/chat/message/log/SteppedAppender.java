package dev.hearth.chat.message.log;

import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.limits.FairQueue.QueueBounds;
import dev.hearth.platform.runtime.DiskSpace;
import java.util.List;
import java.util.function.Consumer;

/// The appender of production without its thread: it commits when a test says so.
public final class SteppedAppender implements LogWriter {
  private final Appender appender;

  public SteppedAppender(LogStore store, Appender.Listener listener) {
    this(store, listener, DiskSpace.boundless());
  }

  public SteppedAppender(LogStore store, Appender.Listener listener, DiskSpace space) {
    this(store, listener, QueueBounds.of(1_000_000, Long.MAX_VALUE / 2), space);
  }

  public SteppedAppender(
      LogStore store, Appender.Listener listener, QueueBounds bounds, DiskSpace space) {
    appender = Appender.withoutThread(store, listener, bounds, space);
  }

  /// Commits what waits, tells the listener, answers. Returns whether anything waited.
  public boolean step() {
    return appender.commitWaiting();
  }

  @Override
  public Offered appendDraft(Draft draft, Consumer<Appended> then) {
    return appender.appendDraft(draft, then);
  }

  @Override
  public boolean writeCursors(
      List<CursorMove> moves, List<Acknowledged> acknowledgements, Runnable then) {
    return appender.writeCursors(moves, acknowledgements, then);
  }
}
