package dev.hearth.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// The lines that everything in this JVM logs meanwhile at level info and above, with the stack
/// traces.
public final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ALL = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  private final Level before = ALL.getLevel();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  public LoggedLines() {
    start();
    ALL.setLevel(Level.INFO);
    ALL.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    var fault = event.getThrowableProxy();
    lines.add(
        fault == null
            ? event.getFormattedMessage()
            : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(fault));
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    ALL.detachAppender(this);
    ALL.setLevel(before);
    stop();
  }
}
