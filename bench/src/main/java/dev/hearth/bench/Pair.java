package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Two people: one sends, the other reads and acknowledges. A message is done when its sender was
/// told `SENT`, its recipient has it, and the recipient's acknowledgement was answered. Both
/// connections are at one station; for its thread alone, except what says otherwise.
final class Pair {
  private static final int RING = 1 << 10;

  private final int index;
  private final Station station;
  private final Ids ids;
  private final Payload payload;
  private final Template create;
  private final Template acknowledge = Requests.acknowledge();
  private final long[] dueOf = new long[RING];
  private final boolean[] unanswered = new boolean[RING];
  private final Deque<Long> overdue = new ArrayDeque<>();
  private final Connection sender;
  private final Connection recipient;
  private boolean closedLoop;
  private int window = 1;
  private long next;
  private long answered;
  private long pushed;
  private long acknowledged;
  private long receipts;
  private long done;

  Pair(
      int index,
      Station station,
      Fleet fleet,
      Person from,
      Person to,
      ConversationId conversation,
      Payload payload) {
    this.index = index;
    this.station = station;
    this.ids = station.ids();
    this.payload = payload;
    this.create = Requests.createMessage(conversation, Optional.of(to.user()), payload.bytes());
    this.sender = fleet.open(station, from.token(), this::backAtSender);
    this.recipient = fleet.open(station, to.token(), this::atRecipient);
  }

  Station station() {
    return station;
  }

  /// From now on a message follows as soon as fewer than `window` are not done.
  void keepSending(int window) {
    if (window > RING) {
      throw new IllegalArgumentException("a window of at most " + RING);
    }
    this.window = window;
    closedLoop = true;
    sendNext();
  }

  /// From now on nothing is sent but what falls due.
  void pause() {
    closedLoop = false;
    window = 1;
  }

  /// Sends a message that is due since `due`; when the one before it is not done, once it is.
  void fallDue(long due) {
    overdue.add(due);
    sendNext();
  }

  /// Whether all that was sent is done and its receipts came.
  boolean isQuiet() {
    return done == next && receipts == next && overdue.isEmpty();
  }

  String missing() {
    return "pair %d sent %d: answered %d, pushed %d, acknowledged %d, receipts %d"
        .formatted(index, next, answered, pushed, acknowledged, receipts);
  }

  private void sendNext() {
    while (next - done < window && (closedLoop || !overdue.isEmpty())) {
      send(closedLoop ? System.nanoTime() : overdue.remove());
    }
  }

  private void send(long due) {
    int slot = (int) next & (RING - 1);
    dueOf[slot] = due;
    unanswered[slot] = true;
    long high = ids.high(Ids.Kind.MESSAGE, index, next++);
    sender.send(create.fill(ids, high, high));
  }

  private void backAtSender(Connection connection, Inbound frame) {
    if (frame.isReply()) {
      answered(frame);
    } else if (frame.action() == Inbound.Action.ACKNOWLEDGE_MESSAGE_RECEIPT) {
      receipts++;
    } else if (frame.isOurMessage()) {
      throw new Violation("a sender got its own message: " + frame.text());
    } else {
      acknowledgeStranger(connection, frame);
    }
  }

  private void answered(Inbound frame) {
    long request = frame.request();
    int slot = (int) Ids.number(request) & (RING - 1);
    if (Ids.kind(request) != Ids.Kind.MESSAGE) {
      return; // the acknowledgement of a stranger
    }
    if (Ids.owner(request) != index || Ids.number(request) >= next || !unanswered[slot]) {
      throw new Violation("an answer to nothing, or the second: " + frame.text());
    }
    unanswered[slot] = false;
    answered++;
    station.tally().sent(dueOf[slot]);
    progress();
  }

  private void atRecipient(Connection connection, Inbound frame) {
    if (frame.isReply()) {
      long request = frame.request();
      if (Ids.owner(request) == index) {
        acknowledged++;
        progress();
      }
    } else if (frame.isOurMessage()) {
      pushed(frame);
    } else {
      acknowledgeStranger(connection, frame);
    }
  }

  private void pushed(Inbound frame) {
    long message = frame.message();
    if (Ids.owner(message) != index || Ids.number(message) != pushed) {
      throw new Violation(
          "message %d of %d where %d of %d should be"
              .formatted(Ids.number(message), Ids.owner(message), pushed, index));
    }
    if (!frame.hasData(payload.asPushed())) {
      throw new Violation("a changed payload: " + frame.text());
    }
    station.tally().pushed(dueOf[(int) pushed & (RING - 1)]);
    station.tally().delivery();
    recipient.send(
        acknowledge.fill(
            ids,
            ids.high(Ids.Kind.ACKNOWLEDGEMENT, index, pushed),
            ids.high(Ids.Kind.MESSAGE, index, pushed)));
    pushed++;
  }

  private void progress() {
    long reached = Math.min(answered, Math.min(pushed, acknowledged));
    for (; done < reached; done++) {
      station.tally().message();
    }
    sendNext();
  }

  // We don't count the server's own messages (who was added to what).
  private void acknowledgeStranger(Connection connection, Inbound frame) {
    connection.send(
        Requests.acknowledge(List.of(frame.messageId()))
            .fill(ids, ids.high(Ids.Kind.ACKNOWLEDGEMENT, STRANGER, station.nextRequest())));
  }

  /// Owns what concerns messages that are not ours.
  private static final int STRANGER = (1 << 24) - 1;
}
