package dev.hearth.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A device that leaves keys and takes those of others. For its station's thread alone, except what
/// says otherwise.
final class KeyDevice {
  private final int index;
  private final Station station;
  private final Connection connection;
  private final Set<String> given;
  private final Deque<Template> waiting = new ArrayDeque<>();
  private final List<Long> begun = new ArrayList<>();
  private int window = 1;
  private int answered;
  private final AtomicInteger open = new AtomicInteger();

  /// @param given the one-time keys that any device got so far
  KeyDevice(int index, Station station, Fleet fleet, Person person, Set<String> given) {
    this.index = index;
    this.station = station;
    this.given = given;
    this.connection = fleet.open(station, person.token(), this::received);
  }

  static Set<String> noneGiven() {
    return ConcurrentHashMap.newKeySet();
  }

  /// Any thread: sends all of them, at most `window` at once; {@link #open} says how many are left.
  void ask(List<Template> requests, int window) {
    open.set(requests.size());
    station
        .loop()
        .execute(() -> {
          this.window = window;
          waiting.addAll(requests);
          sendNext();
        });
  }

  /// Any thread: how many requests are not answered yet.
  int open() {
    return open.get();
  }

  private void sendNext() {
    while (!waiting.isEmpty() && begun.size() - answered < window) {
      long high = station.ids().high(Ids.Kind.MESSAGE, index, begun.size());
      begun.add(System.nanoTime());
      connection.send(waiting.remove().fill(station.ids(), high));
    }
  }

  private void received(Connection from, Inbound frame) {
    if (!frame.isReply()) {
      return; // the server says who is in the group
    }
    long number = Ids.number(frame.request());
    if (Ids.owner(frame.request()) != index || number >= begun.size()) {
      throw new Violation("an answer to nothing: " + frame.text());
    }
    if (frame.action() == Inbound.Action.CONSUME_SESSION_SIGNAL_KEYS) {
      String key = frame.oneTimeKey();
      if (key.isEmpty() || !given.add(key)) {
        throw new Violation("a one-time key that is missing, or given again: " + frame.text());
      }
    }
    station.tally().sent(begun.get((int) number));
    answered++;
    open.decrementAndGet();
    sendNext();
  }
}
