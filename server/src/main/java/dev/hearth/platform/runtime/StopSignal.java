package dev.hearth.platform.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When to stop: because something inside says so, or at SIGTERM or SIGINT. After these the process
/// lives until what is open has been closed, but no longer than its patience.
///
/// ```
/// try (var signal = StopSignal.listen(); var server = …) {
///   signal.await();
/// }
/// ```
///
/// The signals only ask for the stop, so the program ends by itself, with the exit code that it
/// chooses. A JVM that ends because of a signal has another code than 0 even after a clean stop.
///
/// Any thread may request, and wait.
public final class StopSignal implements AutoCloseable {
  /// How long a stop may take before the process ends anyway.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int HALTED = 1;
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Duration patience;
  private volatile boolean failed;

  private StopSignal(Duration patience) {
    this.patience = patience;
  }

  /// A signal that the operating system gives too. The process then waits ten seconds for {@link
  /// #close} before it ends anyway.
  public static StopSignal listen() {
    StopSignal signal = new StopSignal(PATIENCE);
    for (String name : List.of("TERM", "INT")) {
      if (!ProcessSignals.hear(name, signal::requestOrHalt)) {
        LOG.warn("The JVM does not let Hearth hear SIG{} (-Xrs?): it ends at once at it", name);
      }
    }
    // The JVM may end for another reason, such as System.exit in a program around the server.
    Runtime.getRuntime().addShutdownHook(new Thread(signal::requestAndWait, "stop"));
    return signal;
  }

  /// A signal that only this process gives: for a server that isn't what the process is about.
  public static StopSignal inside() {
    return new StopSignal(Duration.ZERO);
  }

  public void request() {
    requested.countDown();
  }

  /// Asks for the stop because the server can't do its work any more.
  public void fail() {
    failed = true;
    requested.countDown();
  }

  /// Whether it stops because it can't do its work.
  public boolean failed() {
    return failed;
  }

  /// Returns when it is time to stop.
  public void await() {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says that everything is closed.
  @Override
  public void close() {
    requested.countDown();
    stopped.countDown();
  }

  private void requestOrHalt() {
    if (!requestAndWait()) {
      LOG.error("The stop takes longer than {} s: the process ends", patience.toSeconds());
      Runtime.getRuntime().halt(HALTED);
    }
  }

  /// Returns whether everything was closed in time.
  private boolean requestAndWait() {
    requested.countDown();
    try {
      return stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
