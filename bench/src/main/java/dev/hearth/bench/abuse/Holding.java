package dev.hearth.bench.abuse;

import dev.hearth.bench.abuse.Attack.Attacker;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// An attacker that opens one connection a turn, and holds on to it as long as the server does.
abstract class Holding implements Attacker {
  private final int most;
  private final Deque<Wire> held = new ConcurrentLinkedDeque<>();

  /// @param most connections that it holds; the oldest goes for a new one
  Holding(int most) {
    this.most = most;
  }

  /// Opens a connection, and does with it what holds the server up.
  abstract Wire open(Score score) throws IOException;

  /// Whether the server has ended the connection, or said no.
  boolean isRefused(Wire wire) throws IOException {
    return !wire.isSilent();
  }

  @Override
  public final void turn(Score score) throws IOException {
    score.tried(1);
    held.add(open(score));
    Thread self = Thread.currentThread();
    for (Wire oldest = held.peek();
        oldest != null && !self.isInterrupted() && isLost(oldest);
        oldest = held.peek()) {
      score.refused();
      held.remove().close();
    }
    if (held.size() > most) {
      held.remove().close();
    }
  }

  private boolean isLost(Wire wire) {
    try {
      return isRefused(wire);
    } catch (IOException ended) {
      return true;
    }
  }

  @Override
  public final void close() {
    held.forEach(Wire::close);
  }
}
