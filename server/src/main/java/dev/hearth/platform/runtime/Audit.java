package dev.hearth.platform.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines that say who changed what: a line for each change by an operator, and for the
/// beginning and the end of each session. Their logger is `audit`, so that a program can keep them
/// apart.
///
/// ```
/// session-revoked by=operator user=… session=…
/// ```
///
/// They hold ids, numbers and folders: neither secrets nor anything that a client wrote. A line is
/// written after the change is durable. Any thread may call.
public final class Audit {
  /// The one who types `./hearth user add` and the like: anybody who may read `admin.json`.
  public static final String OPERATOR = "operator";

  /// A person or a bot who does it to themselves, without a session that could be named.
  public static final String OWNER = "owner";

  private static final Logger log = LoggerFactory.getLogger("audit");

  private Audit() {}

  /// Says that something was done.
  ///
  /// @param what in words with hyphens
  /// @param by {@link #OPERATOR}, {@link #OWNER}, or the session that asked for it
  /// @param whom names and values in turn
  public static void done(String what, Object by, Object... whom) {
    if (!log.isInfoEnabled()) {
      return;
    }
    var line = new StringBuilder(what).append(" by=").append(by);
    for (int i = 0; i + 1 < whom.length; i += 2) {
      line.append(' ').append(whom[i]).append('=').append(value(String.valueOf(whom[i + 1])));
    }
    log.info("{}", line);
  }

  /// A folder may have blanks in its name, and anything else.
  private static String value(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.matches("[^\\s\"]+") ? line : '"' + line.replace("\"", "\\\"") + '"';
  }
}
