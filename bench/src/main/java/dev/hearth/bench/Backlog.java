package dev.hearth.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends messages for somebody who is away. For its connection's event loop, except what says
/// otherwise.
final class Backlog implements Peer {
  private static final int WINDOW = 256;

  private final List<Template> creates;
  private final int count;
  private int sent;
  private final AtomicInteger stored = new AtomicInteger();

  /// @param creates a conversation's each: they take turns
  Backlog(List<Template> creates, int count) {
    this.creates = List.copyOf(creates);
    this.count = count;
  }

  /// Any thread.
  boolean isStored() {
    return stored.get() == count;
  }

  /// Any thread.
  String missing() {
    return count - stored.get() + " answers of " + count;
  }

  @Override
  public void ready(Connection connection) {
    sendNext(connection);
  }

  @Override
  public void received(Connection connection, Inbound frame) {
    if (frame.isReply()) {
      stored.incrementAndGet();
      sendNext(connection);
    }
  }

  private void sendNext(Connection connection) {
    Ids ids = connection.station().ids();
    for (; sent < count && sent - stored.get() < WINDOW; sent++) {
      long high = ids.high(Ids.Kind.MESSAGE, 0, sent);
      connection.send(creates.get(sent % creates.size()).fill(ids, high, high));
    }
  }
}
