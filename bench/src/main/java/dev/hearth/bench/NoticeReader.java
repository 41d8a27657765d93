package dev.hearth.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Acknowledges what a server had to say before a run, so that it is in nobody's window then. For
/// its connection's event loop, except what says otherwise.
final class NoticeReader implements Peer {
  private volatile boolean ready;
  private volatile long last = System.nanoTime();
  private final AtomicInteger open = new AtomicInteger();
  private int asked;

  /// Any thread: whether nothing has come for `nanos`, and everything is answered.
  boolean isQuiet(long nanos) {
    return ready && open.get() == 0 && System.nanoTime() - last > nanos;
  }

  /// Any thread.
  String missing() {
    return open.get() + " answers to acknowledgements of notices";
  }

  @Override
  public void ready(Connection connection) {
    last = System.nanoTime();
    ready = true;
  }

  @Override
  public void received(Connection connection, Inbound frame) {
    last = System.nanoTime();
    if (frame.isReply()) {
      open.decrementAndGet();
    } else if (frame.action() == Inbound.Action.CREATE_MESSAGE) {
      Ids ids = connection.station().ids();
      var acknowledge = Requests.acknowledge(List.of(frame.messageId()));
      connection.send(acknowledge.fill(ids, ids.high(Ids.Kind.ACKNOWLEDGEMENT, 0, asked++)));
      open.incrementAndGet();
    }
  }
}
