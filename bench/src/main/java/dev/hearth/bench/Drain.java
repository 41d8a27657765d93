package dev.hearth.bench;

import java.util.concurrent.atomic.AtomicInteger;

/// Gets what somebody missed, and acknowledges it. For its connection's event loop, except what
/// says otherwise.
final class Drain implements Peer {
  private final Ids ids;
  private final Payload payload;
  private final int count;
  private final Acknowledgements acknowledgements;
  private final AtomicInteger received = new AtomicInteger();
  private volatile boolean over;

  /// @param together how many acknowledgements go into a request
  Drain(Ids ids, Payload payload, int count, int together) {
    this.ids = ids;
    this.payload = payload;
    this.count = count;
    this.acknowledgements = new Acknowledgements(ids, 0, together);
  }

  /// Any thread: whether all came and was acknowledged.
  boolean isOver() {
    return over;
  }

  /// Any thread.
  String missing() {
    return count - received.get() + " of " + count + ", or answers to acknowledgements";
  }

  @Override
  public void received(Connection connection, Inbound frame) {
    if (frame.isReply()) {
      acknowledgements.answered(frame);
      over = received.get() == count && acknowledgements.isQuiet();
    } else if (frame.action() == Inbound.Action.CREATE_MESSAGE && frame.isOurMessage()) {
      pushed(connection, frame);
    }
  }

  private void pushed(Connection connection, Inbound frame) {
    long number = Ids.number(frame.message());
    if (number != received.get()) {
      throw new Violation("message %d where %d should be".formatted(number, received.get()));
    }
    if (!frame.hasData(payload.asPushed())) {
      throw new Violation("a changed payload: " + frame.text());
    }
    received.incrementAndGet();
    connection.station().tally().delivery();
    connection.station().tally().message();
    acknowledgements.add(connection, ids.high(Ids.Kind.MESSAGE, 0, number));
    if (received.get() == count) {
      acknowledgements.flush(connection);
    }
  }
}
