package dev.hearth.edge.blaze;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Frames on their way from any thread to a connection's event loop. Empty, it is one reference.
///
/// A stack. The event loop takes it as a whole and reverses it. The thread that finds it empty
/// wakes the event loop, so that it is woken once for however many frames.
final class SendQueue {
  private static final VarHandle TOP;
  private static final int OVERHEAD = 64;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(SendQueue.class, "top", Waiting.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// A frame, and what is to be sent after it.
  static final class Waiting {
    final byte[] frame;
    private final long bytes;
    private @Nullable Waiting next;

    private Waiting(byte[] frame, @Nullable Waiting next) {
      this.frame = frame;
      this.next = next;
      this.bytes = frame.length + OVERHEAD + (next == null ? 0 : next.bytes);
    }

    @Nullable Waiting next() {
      return next;
    }
  }

  @SuppressWarnings("UnusedVariable") // written through TOP
  private volatile @Nullable Waiting top;

  /// Any thread.
  ///
  /// @return whether nothing waited before: then the caller must have it taken
  boolean enqueue(byte[] frame) {
    while (true) {
      Waiting before = top;
      Waiting added = new Waiting(frame, before);
      if (TOP.compareAndSet(this, before, added)) {
        return before == null;
      }
    }
  }

  /// How many bytes wait, together with what it costs to have them wait.
  long bytes() {
    Waiting now = top;
    return now == null ? 0 : now.bytes;
  }

  /// Everything that waits, the first one first; null when nothing does.
  @Nullable Waiting takeAll() {
    Waiting last = (Waiting) TOP.getAndSet(this, null);
    Waiting first = null;
    while (last != null) {
      Waiting before = last.next;
      last.next = first;
      first = last;
      last = before;
    }
    return first;
  }
}
