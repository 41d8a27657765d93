package dev.hearth.testkit.crash;

import static java.util.Objects.requireNonNull;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The messages sent in a simulation, when, and which devices were there. If sending began in one
/// round and was confirmed in another, the server accepted the message somewhere in between.
final class Sayings {
  private record Saying(Device by, ConversationId conversation, int from, int until) {
    private static final int STILL = Integer.MAX_VALUE;
  }

  private final List<Map<ConversationId, Set<Device>>> audiences = new ArrayList<>();
  private final Map<MessageId, Saying> sayings = new LinkedHashMap<>();
  private final Set<MessageId> refused = new HashSet<>();

  /// A round begins, in which these devices are in the conversations.
  void round(Map<ConversationId, Set<Device>> audience) {
    audiences.add(audience);
  }

  /// Somebody is going to say something.
  void begun(MessageId id, Device by, ConversationId conversation) {
    sayings.put(id, new Saying(by, conversation, audiences.size() - 1, Saying.STILL));
  }

  void ended(MessageId id, Life.Attempt attempt) {
    Saying saying = saying(id);
    sayings.put(id, new Saying(saying.by, saying.conversation, saying.from, audiences.size() - 1));
    if (attempt == Life.Attempt.REFUSED) {
      if (rounds(id, audiences.size() - 1, saying.by).allMatch(there -> there)) {
        throw new AssertionError(saying.by + " was refused " + id);
      }
      refused.add(id);
    }
  }

  /// The accepted messages that a device was not shown, though it was there from when sending began
  /// until now. A device that left meanwhile is not sent again a message that it could not read
  /// before.
  List<MessageId> missing(Device device) {
    Set<MessageId> shown = new HashSet<>(device.shown());
    return sayings.keySet().stream()
        .filter(id -> !shown.contains(id) && !refused.contains(id))
        .filter(id -> saying(id).until != Saying.STILL)
        .filter(id -> !saying(id).by.equals(device))
        .filter(id -> rounds(id, Saying.STILL, device).allMatch(there -> there))
        .toList();
  }

  /// The messages that a device was shown, though it was not there.
  List<MessageId> overheard(Device device) {
    return device.shown().stream()
        .filter(id -> saying(id).by.equals(device) || wasAway(id, device))
        .toList();
  }

  private boolean wasAway(MessageId id, Device device) {
    return rounds(id, saying(id).until, device).noneMatch(there -> there);
  }

  /// Whether a device was there, in each round since it was begun to be said.
  private Stream<Boolean> rounds(MessageId id, int until, Device device) {
    Saying saying = saying(id);
    int end = Math.min(until, audiences.size() - 1) + 1;
    return audiences.subList(saying.from, end).stream()
        .map(audience -> requireNonNull(audience.get(saying.conversation)).contains(device));
  }

  private Saying saying(MessageId id) {
    return requireNonNull(sayings.get(id));
  }
}
