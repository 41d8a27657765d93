package dev.hearth.platform.runtime;

/// Something that has to be known first is not in memory. It is thrown to code that decides on a
/// thread that {@link NeverWaits}, before that code has changed anything; the same code then runs
/// again on a thread that may wait. An everyday signal and not a fault: it has no stack trace.
@SuppressWarnings(
    "StaticAssignmentOfThrowable") // it has no stack and no state: one is as good as another
public final class NotInMemory extends RuntimeException {
  public static final NotInMemory SIGNAL = new NotInMemory();

  private static final long serialVersionUID = 1;

  private NotInMemory() {
    super("not in memory", null, false, false);
  }
}
