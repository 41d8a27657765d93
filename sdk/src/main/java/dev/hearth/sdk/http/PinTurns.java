package dev.hearth.sdk.http;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Makes the calls that take a PIN, one after the other, and hides their PINs: the server looks at
/// one PIN of a user at a time, and takes none that was hidden before the last one it has seen.
///
/// Any thread may call; calls wait for each other.
final class PinTurns {
  private final Keystore keystore;
  private final InstantSource clock;
  private final Semaphore turn = new Semaphore(1, true);

  // Read and written only by the thread that has the turn.
  private long lastNumber;

  PinTurns(Keystore keystore, InstantSource clock) {
    this.keystore = keystore;
    this.clock = clock;
  }

  /// @param call receives what hides a PIN
  /// @throws IllegalArgumentException when a PIN is not six digits, or can't be hidden with this
  ///   keystore
  <T> T call(Function<UnaryOperator<String>, T> call) {
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HearthException.unreachable("a call with a PIN was interrupted", e);
    }
    try {
      return call.apply(this::hide);
    } finally {
      turn.release();
    }
  }

  private String hide(String pin) {
    Instant now = clock.instant();
    // Also when the clock was set back, or is coarse.
    lastNumber = Math.max(lastNumber + 1, HiddenPin.number(now));
    return HiddenPin.of(pin, keystore, now, lastNumber);
  }
}
