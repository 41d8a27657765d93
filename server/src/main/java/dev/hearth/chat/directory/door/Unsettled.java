package dev.hearth.chat.directory.door;

import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The users whose memberships are just changing.
///
/// Between the stamp of a beginning or an end and the moment when everybody knows of it, messages
/// may be stored in that conversation, such as the notice of this very change. Such a message would
/// reach a new member too late, after later messages of other conversations. A removed member would
/// still receive it. So these users get nothing from after the stamp until the change is known.
///
/// Any thread may call, and nothing waits.
final class Unsettled {
  private final PositionClock stamps;

  /// For each of these users, the last positions that were given out before each of the changes.
  private final ConcurrentMap<UserId, List<Long>> before = new ConcurrentHashMap<>();

  private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();

  Unsettled(PositionClock stamps) {
    this.stamps = stamps;
  }

  void addListener(MembershipListener listener) {
    listeners.add(listener);
  }

  /// The largest position up to `stored` for which all memberships of this user are known.
  long settled(UserId user, long stored) {
    List<Long> changes = before.get(user);
    return changes == null ? stored : Math.min(stored, Collections.min(changes));
  }

  /// A change begins.
  UnderWay change() {
    return new UnderWay();
  }

  /// One change. For one thread at a time.
  final class UnderWay implements AutoCloseable {
    private record Touched(UserId user, long before) {}

    private final List<Touched> all = new ArrayList<>();

    /// Touches the membership of a user; to be called before the change is stamped.
    void touch(UserId user) {
      var touched = new Touched(user, stamps.last());
      all.add(touched);
      before.merge(user, List.of(touched.before), Unsettled::joined);
      listeners.forEach(listener -> listener.unsettled(user));
    }

    /// The change is known, or did not come about.
    @Override
    public void close() {
      // All of them before any listener: nobody stays unsettled because a listener throws.
      all.forEach(one -> before.computeIfPresent(one.user, (_, some) -> without(some, one.before)));
      all.forEach(one -> listeners.forEach(listener -> listener.settled(one.user)));
    }
  }

  private static List<Long> joined(List<Long> some, List<Long> more) {
    List<Long> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes what the function answers null for
  private static List<Long> without(List<Long> all, Long one) {
    List<Long> rest = new ArrayList<>(all);
    rest.remove(one);
    return rest.isEmpty() ? null : List.copyOf(rest);
  }
}
