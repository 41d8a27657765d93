package dev.hearth.edge.blaze;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Turns clients away whose token isn't good. Some come back at once, for ever: an address that has
/// failed a few times gets its answer late, and as many connections as wait for that are few.
///
/// Only those who fail are slowed down; others from the same address are not. Any thread may call.
final class FailedHandshakes {
  private static final int MOST_ADDRESSES = 10_000;
  private static final Duration MEMORY = Duration.ofMinutes(1);

  /// @param atOnce how many failures of an address in a minute are answered at once
  /// @param delay how long the answers to the others take
  /// @param mostWaiting how many may wait for them; who is beyond is dropped without an answer
  record Limits(int atOnce, Duration delay, int mostWaiting) {
    static final Limits USUAL = new Limits(5, Duration.ofSeconds(5), 1000);
  }

  private final Limits limits;
  private final Semaphore room;
  private final Cache<String, AtomicInteger> failures =
      Caffeine.newBuilder().expireAfterAccess(MEMORY).maximumSize(MOST_ADDRESSES).build();

  FailedHandshakes(Limits limits) {
    this.limits = limits;
    this.room = new Semaphore(limits.mostWaiting());
  }

  void turnAway(Connection connection, String address) {
    int failed = failures.get(address, _ -> new AtomicInteger()).incrementAndGet();
    if (failed <= limits.atOnce()) {
      connection.turnAway(ErrorCode.UNAUTHORIZED, End.TURNED_AWAY);
      return;
    }
    var eventLoop = connection.loop().eventLoop();
    if (!room.tryAcquire()) {
      eventLoop.execute(() -> connection.drop(End.TURNED_AWAY));
      return;
    }
    var _ =
        eventLoop.schedule(
            () -> {
              room.release();
              connection.turnAway(ErrorCode.UNAUTHORIZED, End.TURNED_AWAY);
            },
            limits.delay().toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
