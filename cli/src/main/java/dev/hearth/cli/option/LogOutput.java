package dev.hearth.cli.option;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.hearth.HearthConfig;
import dev.hearth.HearthConfig.LogFormat;
import dev.hearth.edge.RefusalLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where log lines go: to standard error, from INFO for Hearth and its audit, and from WARN for the
/// libraries. `serve` then does what the settings say.
///
/// In code, so that no XML has to be parsed on the way to the first connection.
/// `-Dhearth.log=DEBUG` (any level) shows more or less of Hearth in commands without settings.
public final class LogOutput extends ContextAwareBase implements Configurator {
  /// The lines about changes by operators and of sessions.
  private static final String AUDIT = "audit";

  private static final String HEARTH = "dev.hearth";
  private static final String LEVEL = "hearth.log";

  /// Shows a line for each refusal too, to somebody who develops a client; unless they have chosen
  /// a level themselves.
  public static void showRefusals() {
    showFrom(RefusalLog.LOGGER, Level.DEBUG);
  }

  /// Shows errors of Hearth and nothing below, in a command that speaks to its user itself; unless
  /// they have chosen a level themselves.
  public static void showErrorsOnly() {
    showFrom(HEARTH, Level.ERROR);
  }

  private static void showFrom(String name, Level level) {
    if (System.getProperty(LEVEL) == null
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(name).setLevel(level);
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    write(context, LogFormat.TEXT);
    levels(context, Level.toLevel(System.getProperty(LEVEL), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Writes lines as the settings say, from now on.
  public static void apply(HearthConfig.LoggingSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      write(context, settings.format());
      applyLevels(settings);
    }
  }

  /// Writes lines from the levels on that the settings say.
  public static void applyLevels(HearthConfig.LoggingSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      // A logger that the settings no longer name is as the others again.
      context.getLoggerList().stream()
          .filter(logger -> !logger.getName().equals(Logger.ROOT_LOGGER_NAME))
          .forEach(logger -> logger.setLevel(null));
      levels(context, level(settings.level()));
      settings.named().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
    }
  }

  private static void levels(LoggerContext context, Level hearth) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(AUDIT).setLevel(Level.INFO);
    context.getLogger(HEARTH).setLevel(hearth);
  }

  private static Level level(HearthConfig.LogLevel level) {
    return Level.toLevel(level.name());
  }

  private static void write(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text(context);
          case JSON -> json(context);
        };
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console);
  }

  private static PatternLayoutEncoder text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    encoder.start();
    return encoder;
  }

  /// An object a line: `timestamp` in milliseconds since 1970, `level`, `loggerName`,
  /// `formattedMessage`, `throwable`.
  private static JsonEncoder json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMarkers(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
