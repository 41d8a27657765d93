package dev.hearth.edge;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts each refusal that leaves the server, and writes it into the log as one line, at the level
/// debug: `./hearth dev` shows these lines. Any thread may call.
public final class RefusalLog {
  /// The name under which the lines are logged.
  public static final String LOGGER = RefusalLog.class.getName();

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final MeterRegistry meters;

  public RefusalLog(MeterRegistry meters) {
    this.meters = meters;
  }

  /// @param what was asked for: an action, or a method and a route; one of a few, of ours
  /// @param who asked; empty for a stranger
  public void write(String what, Optional<Caller> who, Refusal refusal) {
    count(what, refusal.code().code());
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "Refused {} to {}: {}{}{}: {}",
          what,
          who.map(RefusalLog::named).orElse("a stranger"),
          refusal.code().code(),
          refusal.field().map(name -> ", field " + name).orElse(""),
          refusal.index().isPresent() ? ", item " + refusal.index().getAsInt() : "",
          refusal.reason().sentence());
    }
  }

  /// A refusal of bytes, which has a status of HTTP instead of a code.
  public void write(String what, int status, String sentence) {
    count(what, status);
    LOG.debug("Refused {} to a stranger: {}: {}", what, status, sentence);
  }

  private static String named(Caller caller) {
    return (caller.bot() ? "bot " : "user ") + caller.user() + ", session " + caller.session();
  }

  private void count(String what, int code) {
    Counter.builder("hearth.refusals")
        .description("Requests that were refused, by what was asked for and the code")
        .tag("at", what)
        .tag("code", Integer.toString(code))
        .register(meters)
        .increment();
  }
}
