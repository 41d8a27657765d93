package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.ClientAddress;
import dev.hearth.platform.limits.Share;
import dev.hearth.platform.limits.SharedSlots;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Turns clients away whose token isn't good. Some come back at once, forever: an address that has
/// failed a few times gets its answer late, and as many connections as wait for that are few.
///
/// Only those who fail are slowed down; others from the same address are not. Those that a trusted
/// proxy sends without saying for whom count as one address. Any thread may call.
final class FailedHandshakes {
  /// One address may have an eighth of the places.
  private static final int SHARES = 8;

  private static final ClientAddress UNTOLD = new ClientAddress("a proxy");

  /// @param delay how long the answers to those take that come too often
  /// @param mostWaiting how many may wait for them; beyond it they are dropped without an answer
  record HandshakeLimits(Duration delay, int mostWaiting) {
    static final HandshakeLimits USUAL = new HandshakeLimits(Duration.ofSeconds(5), 1000);
  }

  private final HandshakeLimits limits;
  private final SharedSlots room;
  private final Allowance<ClientAddress> atOnce;

  /// @param meters show how many are answered late
  FailedHandshakes(Allowance<ClientAddress> atOnce, HandshakeLimits limits, MeterRegistry meters) {
    this.atOnce = atOnce;
    this.limits = limits;
    this.room = new SharedSlots("turned away", limits.mostWaiting()).shownOn(meters);
  }

  /// @param told the address it counts for
  void turnAway(Connection connection, Optional<ClientAddress> told, Refusal refusal) {
    ClientAddress address = told.orElse(UNTOLD);
    if (atOnce.charge(address, 1) instanceof Charge.Allowed) {
      connection.turnAway(refusal, End.TURNED_AWAY);
      return;
    }
    var eventLoop = connection.loop().eventLoop();
    var slot = room.take(List.of(new Share(address, Math.max(1, limits.mostWaiting() / SHARES))));
    if (slot.isEmpty()) {
      eventLoop.execute(() -> connection.drop(End.TURNED_AWAY));
      return;
    }
    var _ =
        eventLoop.schedule(
            () -> {
              slot.get().close();
              connection.turnAway(refusal, End.TURNED_AWAY);
            },
            limits.delay().toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
