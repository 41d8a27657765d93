package dev.hearth.chat.conversation;

import dev.hearth.protocol.WireTime;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// The time in microseconds, and never the same one twice: what happened first is stamped first.
final class Stamps {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  Stamps(InstantSource clock) {
    this.clock = clock;
  }

  long next() {
    long now = WireTime.micros(clock.instant());
    return last.updateAndGet(before -> Math.max(now, before + 1));
  }
}
