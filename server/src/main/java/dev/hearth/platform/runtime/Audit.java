package dev.hearth.platform.runtime;

import dev.hearth.protocol.id.SessionId;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines that say who changed what: a line for each change by an operator, for the beginning
/// and the end of each session, and for each new PIN. Their logger is `audit`, so that a program
/// can keep them apart.
///
/// ```
/// session-revoked by=operator/local-door session=…
/// pin-changed by=session/… user=…
/// ```
///
/// They hold ids, numbers and folders: neither secrets nor anything that a client wrote. A line is
/// written after the change is durable. Any thread may call.
public final class Audit {
  /// The person or the part that changes something, and through which door.
  public record By(String text) {
    /// The one who types `./hearth user add` and the like: anybody who may read `admin.json`.
    public static final By LOCAL_DOOR = new By("operator/local-door");

    /// The one who sends the process SIGHUP.
    public static final By HANG_UP = new By("operator/SIGHUP");

    /// The one who starts the server with `--accept-loss`.
    public static final By ACCEPT_LOSS = new By("operator/--accept-loss");

    /// A person with a code that the operator told them.
    public static final By SIGN_IN_CODE = new By("sign-in-code");

    /// A person without an account, where everybody may make one.
    public static final By OPEN_SIGN_UP = new By("open-sign-up");

    /// The server, as a consequence of something else.
    public static final By SERVER = new By("server");

    /// A person without an account, with an invitation.
    public static By invitation(UUID id) {
      return new By("invitation/" + id);
    }

    /// A device of a person, or a bot.
    public static By session(SessionId id) {
      return new By("session/" + id);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger("audit");

  private Audit() {}

  /// Says that something was done.
  ///
  /// @param what in words with hyphens
  /// @param whom names and values in turn
  public static void done(String what, By by, Object... whom) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var line = new StringBuilder(what).append(" by=").append(by);
    for (int i = 0; i + 1 < whom.length; i += 2) {
      line.append(' ').append(whom[i]).append('=').append(value(String.valueOf(whom[i + 1])));
    }
    LOG.info("{}", line);
  }

  /// A folder may have blanks in its name, and anything else.
  private static String value(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.matches("[^\\s\"]+") ? line : '"' + line.replace("\"", "\\\"") + '"';
  }
}
