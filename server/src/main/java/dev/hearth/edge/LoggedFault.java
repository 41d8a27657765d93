package dev.hearth.edge;

import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// A fault as the log may show it: its types and stack traces, and its causes. Its messages are
/// left out, because a library quotes in them what it was given: JSON that can't be read, the
/// values of a row, a number. All of that may be a client's text. Only our own types of exceptions
/// keep theirs.
public final class LoggedFault extends Exception {
  private static final String OURS = "dev.hearth.";
  @Serial private static final long serialVersionUID = 1;

  private LoggedFault(String what, StackTraceElement[] trace) {
    super(what);
    setStackTrace(trace);
  }

  /// The fault, to be handed to a logger.
  public static LoggedFault of(Throwable fault) {
    return of(fault, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /// @param seen faults that are copied already: a cause may lead back to what it caused
  private static LoggedFault of(Throwable fault, Set<Throwable> seen) {
    seen.add(fault);
    var logged = new LoggedFault(what(fault), fault.getStackTrace());
    Throwable cause = fault.getCause();
    if (cause != null && !seen.contains(cause)) {
      var _ = logged.initCause(of(cause, seen));
    }
    for (Throwable suppressed : fault.getSuppressed()) {
      if (!seen.contains(suppressed)) {
        logged.addSuppressed(of(suppressed, seen));
      }
    }
    return logged;
  }

  private static String what(Throwable fault) {
    String type = fault.getClass().getName();
    return type.startsWith(OURS) && fault.getMessage() != null
        ? type + ": " + fault.getMessage()
        : type;
  }
}
