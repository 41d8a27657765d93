package dev.hearth.sdk.http;

import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes a call to the HTTP API again and again, with growing pauses, until it is answered: for
/// what belongs to a send, which waits for a connection however long it takes. Any thread may call.
public final class RetryingCalls {
  private final Connection connection;
  private final Pace pace;
  private final RandomGenerator random;

  public RetryingCalls(Connection connection, Pace pace, RandomGenerator random) {
    this.connection = connection;
    this.pace = pace;
    this.random = random;
  }

  /// @throws HearthException when the server refuses for good, the session was ended or the client
  ///   closed
  public <T> T ask(Supplier<T> call) throws InterruptedException {
    Backoff pauses = pauses();
    while (true) {
      Optional<Duration> asked;
      connection.await();
      try {
        return call.get();
      } catch (HearthException e) {
        if (e.code() == HttpCalls.UNAUTHORIZED) {
          throw HearthException.signedOut();
        }
        if (!isPassing(e)) {
          throw e;
        }
        asked = e.retryAfter();
      }
      Thread.sleep(pauses.next(asked));
    }
  }

  public Backoff pauses() {
    return new Backoff(pace.reconnectFirst(), pace.reconnectAtMost(), random);
  }

  private static boolean isPassing(HearthException e) {
    return e.reason() == HearthException.Reason.UNREACHABLE || HttpCalls.isPassing(e.code());
  }

  /// Comes back once there is a connection.
  public interface Connection {
    void await() throws InterruptedException;
  }
}
