package dev.hearth.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/// An event loop with what its connections share. For its thread alone.
final class Station {
  private final EventLoop loop;
  private final Ids ids;
  private final Inbound inbound;
  private final Tally tally = new Tally();
  private final Template listPending = Requests.listPending();
  private final Deque<Connection> unflushed = new ArrayDeque<>();
  private byte[] scratch = new byte[16 * 1024];
  private long requests;

  Station(EventLoop loop, Ids ids) {
    this.loop = loop;
    this.ids = ids;
    this.inbound = new Inbound(ids);
  }

  EventLoop loop() {
    return loop;
  }

  Ids ids() {
    return ids;
  }

  Inbound inbound() {
    return inbound;
  }

  Tally tally() {
    return tally;
  }

  byte[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new byte[size * 2];
    }
    return scratch;
  }

  /// A number that no other request from this station has.
  long nextRequest() {
    return requests++;
  }

  byte[] listPending(long request) {
    return listPending.fill(ids, ids.high(Ids.Kind.LIST_PENDING, 0, request));
  }

  int nextMask() {
    return ThreadLocalRandom.current().nextInt();
  }

  /// Sees to it that what `connection` wrote goes out together with all else that is written in
  /// this turn of the loop.
  void flushSoon(Connection connection) {
    if (unflushed.isEmpty()) {
      loop.execute(this::flush);
    }
    unflushed.add(connection);
  }

  private void flush() {
    for (Connection next = unflushed.poll(); next != null; next = unflushed.poll()) {
      next.flush();
    }
  }
}
