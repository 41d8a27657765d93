package dev.hearth.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The errors that a server in this JVM logs. They are faults of its own, so no input may cause
/// one, also where nobody waits for an answer any more. Any thread may call.
final class LoggedFaults extends AppenderBase<ILoggingEvent> {
  /// The first ones say enough.
  private static final int MOST = 10;

  private final BlockingQueue<String> faults = new ArrayBlockingQueue<>(MOST);

  private LoggedFaults() {}

  /// Listens from now on.
  static LoggedFaults listen() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("Logback is not on the class path: faults would go unseen");
    }
    var faults = new LoggedFaults();
    faults.setContext(context);
    faults.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(faults);
    return faults;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      var cause = event.getThrowableProxy();
      String trace = cause == null ? "" : "\n" + ThrowableProxyUtil.asString(cause);
      var _ = faults.offer(event.getFormattedMessage() + trace);
    }
  }

  /// Throws when there was one since the last call.
  void refuse() {
    String fault = faults.poll();
    if (fault != null) {
      faults.clear();
      throw new AssertionError("the server failed: " + fault);
    }
  }
}
