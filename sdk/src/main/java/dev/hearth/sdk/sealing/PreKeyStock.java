package dev.hearth.sdk.sealing;

import dev.hearth.sdk.signal.SignalDevice;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sees to it that the server has keys of ours for those who want to begin a session: 700, as the
/// apps, once fewer than 500 are left.
final class PreKeyStock {
  static final Duration LOOKED_AT_EVERY = Duration.ofHours(24);

  private static final System.Logger LOG = System.getLogger(PreKeyStock.class.getName());
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
  private static final int LOW = 500;
  private static final int FULL = 700;
  // They take a while to make, and with the first ones others can begin.
  private static final int BATCH = 100;

  private final SignalDevice signal;
  private final SealingServer server;
  private final InstantSource clock;
  // Whether there are any; false when the server won't have them.
  private final CompletableFuture<Boolean> left = new CompletableFuture<>();
  private volatile boolean hurried;
  private volatile Instant due;
  private volatile Instant lookedAt = Instant.EPOCH;

  PreKeyStock(SignalDevice signal, SealingServer server, InstantSource clock) {
    this.signal = signal;
    this.server = server;
    this.clock = new OnwardClock(clock);
    this.due = Instant.EPOCH;
  }

  /// Looks at it soon: somebody has used some up, or could not.
  void hurry() {
    hurried = true;
    Instant soon = lookedAt.equals(Instant.EPOCH) ? Instant.EPOCH : lookedAt.plus(AT_MOST_EVERY);
    due = soon.isBefore(due) ? soon : due;
  }

  /// For one thread.
  void refillWhenDue() throws InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    lookedAt = now;
    hurried = false;
    due = now.plus(AT_MOST_EVERY);
    refill();
    if (!hurried) {
      due = now.plus(LOOKED_AT_EVERY);
    }
  }

  /// How long to wait until it is due, up to `most`.
  Duration restUntilDue(Duration most) {
    Duration rest = Duration.between(clock.instant(), due);
    return rest.isNegative() ? Duration.ZERO : rest.compareTo(most) < 0 ? rest : most;
  }

  private void refill() throws InterruptedException {
    int count = server.countPreKeys();
    // If a device has lost its store, the keys it left before are useless to everybody.
    boolean wanted = count < LOW || !signal.hasPreKeys();
    while (wanted) {
      if (server.leavePreKeys(signal.makePreKeys(BATCH)) == SealingServer.ServerAnswer.REFUSED) {
        LOG.log(
            Level.ERROR,
            "The server refuses this device's keys, for the account's other devices have another"
                + " identity: link it to one of them");
        left.complete(false);
        return;
      }
      left.complete(true);
      count += BATCH;
      wanted = count < FULL;
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    left.complete(true);
  }

  /// Waits until the server has some, or won't have any.
  PreKeys await(Duration atMost) throws InterruptedException {
    try {
      return left.get(atMost.toNanos(), TimeUnit.NANOSECONDS) ? PreKeys.LEFT : PreKeys.REFUSED;
    } catch (TimeoutException e) {
      return PreKeys.UNKNOWN;
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
