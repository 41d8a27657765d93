package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.message.log.LogId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// A connection in a simulation, whose client reads when the simulation wants it to. It checks the
/// order in which pushes come.
abstract class SimulatedSocket implements Outlet {
  final ArrayDeque<byte[]> unread = new ArrayDeque<>();
  private final int mostUnread;
  private final boolean ordered;
  private final Map<LogId, Long> newest = new HashMap<>();
  private long newestOfAll;

  /// @param mostUnread with this many frames it is full
  /// @param ordered whether pushes come in the order of all logs, not only of each
  SimulatedSocket(int mostUnread, boolean ordered) {
    this.mostUnread = mostUnread;
    this.ordered = ordered;
  }

  /// Checks a push further than for its order.
  abstract void check(SimulatedPush push);

  /// The client asks for all that is pending, from the start.
  void beginAnew() {
    newest.clear();
    newestOfAll = 0;
  }

  @Override
  public boolean writable() {
    return unread.size() < mostUnread;
  }

  @Override
  public void pushFrame(byte[] frame) {
    SimulatedPush.find(frame).ifPresent(this::checkOrder);
    unread.add(frame);
  }

  private void checkOrder(SimulatedPush push) {
    Long before = newest.put(push.log(), push.position());
    assertThat(before == null || before < push.position())
        .as("order within a log on one connection")
        .isTrue();
    check(push);
    if (ordered) {
      assertThat(push.position()).as("order over all logs").isGreaterThan(newestOfAll);
      newestOfAll = push.position();
    }
  }

  @Override
  public void failed() {
    throw new AssertionError("nothing fails here");
  }
}
