package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/// A run over a group whose first members send. Each sender has at most `window` messages that have
/// not reached everybody yet. Members at several stations together count down the deliveries that a
/// message still needs; everything else of a sender happens at the sender's station.
final class GroupRun {
  private static final int RING = 64;

  private final int senders;
  private final int together;
  private final int window;
  private final Payload payload;
  private final List<GroupMember> members = new ArrayList<>();
  private final List<Template> create = new ArrayList<>();
  private final AtomicLongArray next;
  private final AtomicLongArray done;
  private final long[] dueOf;
  private final boolean[] unanswered;
  private final AtomicIntegerArray left;
  private volatile boolean sending;

  /// @param together how many acknowledgements go into a request
  /// @param window messages of a sender under way at once
  GroupRun(int senders, int together, int window, Payload payload) {
    if (window > RING) {
      throw new IllegalArgumentException("a window of at most " + RING);
    }
    this.senders = senders;
    this.together = together;
    this.window = window;
    this.payload = payload;
    this.next = new AtomicLongArray(senders);
    this.done = new AtomicLongArray(senders);
    this.dueOf = new long[senders * RING];
    this.unanswered = new boolean[senders * RING];
    this.left = new AtomicIntegerArray(senders * RING);
  }

  int senders() {
    return senders;
  }

  int together() {
    return together;
  }

  Payload payload() {
    return payload;
  }

  void connect(Fleet fleet, List<Person> people, ConversationId conversation) {
    for (int i = 0; i < senders; i++) {
      create.add(Requests.createMessage(conversation, Optional.empty(), payload.bytes()));
    }
    for (int i = 0; i < people.size(); i++) {
      Station station = fleet.stations().get(i % fleet.stations().size());
      members.add(new GroupMember(i, this, fleet, station, people.get(i)));
    }
    fleet.awaitReady();
  }

  void start() {
    sending = true;
    for (int i = 0; i < senders; i++) {
      int sender = i;
      at(sender).loop().execute(() -> sendNext(sender));
    }
  }

  void stop() {
    sending = false;
  }

  /// How many messages there were.
  long sent() {
    long sent = 0;
    for (int sender = 0; sender < senders; sender++) {
      sent += next.get(sender);
    }
    return sent;
  }

  /// Whether everybody has all that was sent. To be asked when nothing is sent any more.
  boolean isDelivered() {
    for (int sender = 0; sender < senders; sender++) {
      if (done.get(sender) != next.get(sender)) {
        return false;
      }
    }
    return true;
  }

  String missing() {
    var text = new StringBuilder("sent and done");
    for (int sender = 0; sender < senders; sender++) {
      text.append(' ').append(next.get(sender)).append('/').append(done.get(sender));
    }
    return text.toString();
  }

  /// Sends the acknowledgements that still wait for company.
  void flush(Station station) {
    membersAt(station).forEach(GroupMember::flush);
  }

  boolean isQuiet(Station station) {
    return membersAt(station).stream().allMatch(GroupMember::isQuiet);
  }

  /// That all got everything, in one order. To be asked when all is delivered.
  void verify() {
    long sent = sent();
    for (int i = 0; i < members.size(); i++) {
      GroupMember member = members.get(i);
      long expected = i < senders ? sent - next.get(i) : sent;
      if (member.received() != expected) {
        throw new Violation("member %d got %d of %d".formatted(i, member.received(), expected));
      }
      if (i > senders && member.order() != members.get(senders).order()) {
        throw new Violation("members %d and %d saw different orders".formatted(senders, i));
      }
    }
  }

  void answered(Inbound frame) {
    long request = frame.request();
    int slot = slot(Ids.owner(request), Ids.number(request));
    if (!unanswered[slot]) {
      throw new Violation("an answer to nothing, or the second: " + frame.text());
    }
    unanswered[slot] = false;
    at(Ids.owner(request)).tally().sent(dueOf[slot]);
    countDown(Ids.owner(request), Ids.number(request));
  }

  /// Any station's thread.
  void delivered(Station station, int sender, long number) {
    station.tally().delivery();
    station.tally().pushed(dueOf[slot(sender, number)]);
    countDown(sender, number);
  }

  private void countDown(int sender, long number) {
    if (left.decrementAndGet(slot(sender, number)) == 0) {
      at(sender).loop().execute(() -> done(sender));
    }
  }

  private void done(int sender) {
    done.incrementAndGet(sender);
    at(sender).tally().message();
    sendNext(sender);
  }

  private void sendNext(int sender) {
    while (sending && next.get(sender) - done.get(sender) < window) {
      long number = next.getAndIncrement(sender);
      int slot = slot(sender, number);
      dueOf[slot] = System.nanoTime();
      unanswered[slot] = true;
      left.set(slot, members.size()); // all but the sender, and the answer
      Ids ids = at(sender).ids();
      long high = ids.high(Ids.Kind.MESSAGE, sender, number);
      members.get(sender).connection().send(create.get(sender).fill(ids, high, high));
    }
  }

  private Station at(int sender) {
    return members.get(sender).connection().station();
  }

  private List<GroupMember> membersAt(Station station) {
    return members.stream().filter(member -> member.connection().station() == station).toList();
  }

  private static int slot(int sender, long number) {
    return sender * RING + (int) (number & (RING - 1));
  }
}
