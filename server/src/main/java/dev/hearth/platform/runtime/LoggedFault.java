package dev.hearth.platform.runtime;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A fault as the log may show it: its types and stack traces, and its causes. Its messages are
/// left out, because a library quotes in them what it was given: JSON that can't be read, the
/// values of a row, a number. All of that may be a client's text.
///
/// Three kinds of messages are kept: those of our own types of exceptions, those about files, whose
/// names are ours, and what the operating system says of a read or a write. Of a database's failure
/// its SQLState is kept, or the database's own code.
///
/// Each log line about a fault goes through here; `FaultsInLogTest` looks for others.
public final class LoggedFault extends Exception {
  private static final String OURS = "dev.hearth.";

  /// The JDK's code that calls the operating system.
  private static final String OF_SYSTEM = "sun.nio.";

  private static final int MOST_CAUSES = 4;
  @Serial private static final long serialVersionUID = 1;

  private LoggedFault(String what, StackTraceElement[] trace) {
    super(what);
    setStackTrace(trace);
  }

  /// The fault, to be handed to a logger.
  public static LoggedFault of(Throwable fault) {
    return of(fault, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /// The fault in one line, for an operator who has no use for a stack trace.
  public static String sentence(Throwable fault) {
    var line = new StringBuilder();
    @Nullable Throwable next = fault;
    for (int i = 0; i < MOST_CAUSES && next != null; i++) {
      line.append(i == 0 ? "" : ", caused by ");
      if (isOurs(next)) {
        return line.append(next.getMessage()).toString();
      }
      line.append(what(next));
      next = next.getCause();
    }
    return line.toString();
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
    if (isOurs(fault) || fault instanceof FileSystemException || isOfSystem(fault)) {
      return type + ": " + fault.getMessage();
    }
    if (fault instanceof SQLException sql) {
      return sql.getSQLState() == null
          ? type + " (code " + sql.getErrorCode() + ")"
          : type + " (SQLState " + sql.getSQLState() + ")";
    }
    return type;
  }

  private static boolean isOurs(Throwable fault) {
    return fault.getClass().getName().startsWith(OURS) && fault.getMessage() != null;
  }

  /// Such as "No space left on device".
  private static boolean isOfSystem(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass() == IOException.class
        && fault.getMessage() != null
        && trace.length > 0
        && trace[0].getClassName().startsWith(OF_SYSTEM);
  }
}
