package dev.hearth.platform.runtime;

/// The threads that never wait: event loops, on each of which thousands of connections depend, and
/// the thread that writes the log. A part that waits for a disk or another server refuses to be
/// called there, so that a wrong call fails in every test instead of being slow under load.
///
/// Any thread may call.
public final class NeverWaits {
  private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

  private NeverWaits() {}

  /// Marks the thread that runs `loop` as one that never waits, until `loop` ends.
  public static Runnable on(Runnable loop) {
    return () -> ScopedValue.where(HERE, true).run(loop);
  }

  /// Whether the calling thread never waits.
  public static boolean isHere() {
    return HERE.isBound();
  }

  /// Refuses a call that may wait.
  ///
  /// @param what the call waits for
  /// @throws IllegalStateException on a thread that never waits
  public static void refuse(String what) {
    if (isHere()) {
      throw new IllegalStateException(
          what
              + " may wait, and thread "
              + Thread.currentThread().getName()
              + " never waits: call from a virtual thread");
    }
  }
}
