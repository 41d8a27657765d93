package dev.hearth.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.hearth.edge.RefusalLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where log lines go: to standard error, from INFO for Hearth and from WARN for the libraries.
///
/// In code, so that no XML has to be parsed on the way to the first connection.
/// `-Dhearth.log=DEBUG` (any level) shows more or less of Hearth.
public final class LogOutput extends ContextAwareBase implements Configurator {
  private static final String LEVEL = "hearth.log";

  /// Shows a line for each refusal too, to somebody who develops a client; unless they have chosen
  /// a level themselves.
  public static void showRefusals() {
    if (System.getProperty(LEVEL) == null
        && LoggerFactory.getLogger(RefusalLog.LOGGER)
            instanceof ch.qos.logback.classic.Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    encoder.start();

    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();

    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("dev.hearth").setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
