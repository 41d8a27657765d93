package dev.hearth.edge.blaze;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The requests of one connection that are not answered yet: how many they are, and how many bytes
/// the large ones hold. Any thread may call.
final class Unanswered {
  /// At most this many requests may be unanswered; beyond it no more is read.
  private static final int MOST = 256;

  /// At most this many bytes of large requests may be unanswered; beyond it no more is read.
  private static final int MOST_BYTES = 2 << 20;

  private static final VarHandle REQUESTS;
  private static final VarHandle BYTES;

  static {
    try {
      var lookup = MethodHandles.lookup();
      REQUESTS = lookup.findVarHandle(Unanswered.class, "requests", int.class);
      BYTES = lookup.findVarHandle(Unanswered.class, "bytes", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // used through REQUESTS
  private volatile int requests;

  @SuppressWarnings("UnusedVariable") // used through BYTES
  private volatile int bytes;

  boolean hasRoom() {
    return requests < MOST && bytes < MOST_BYTES;
  }

  boolean isEmpty() {
    return requests == 0;
  }

  /// @param held what the request holds until it is answered, where that is much
  void add(int held) {
    REQUESTS.getAndAdd(this, 1);
    if (held > 0) {
      BYTES.getAndAdd(this, held);
    }
  }

  /// @return whether there is room now that others may have waited for
  boolean remove(int held) {
    int before = held > 0 ? (int) BYTES.getAndAdd(this, -held) : 0;
    int left = (int) REQUESTS.getAndAdd(this, -1) - 1;
    return left == MOST / 2 || (before >= MOST_BYTES && before - held < MOST_BYTES);
  }
}
