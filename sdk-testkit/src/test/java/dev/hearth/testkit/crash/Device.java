package dev.hearth.testkit.crash;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.testkit.HearthServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A device of a person: what it keeps, its lives, and what it has still to say.
final class Device {
  private final String name;
  private final Keystore keystore;
  private final ClientStore kept;
  private final HearthServer hearth;
  private final Runnable shown;
  private final List<Life> lives = new CopyOnWriteArrayList<>();
  private final Queue<OutgoingMessage> unsaid = new ConcurrentLinkedQueue<>();

  /// @param shown called whenever its listener was shown something
  Device(String name, Keystore keystore, ClientStore kept, HearthServer hearth, Runnable shown) {
    this.name = name;
    this.keystore = keystore;
    this.kept = kept;
    this.hearth = hearth;
    this.shown = shown;
  }

  Keystore keystore() {
    return keystore;
  }

  /// Lives once more, until that fate. Does nothing while it lives.
  void start(CrashingStore.Fate fate) {
    if (!isUp()) {
      lives.add(Life.begin(name + "-" + lives.size(), keystore, kept, hearth, fate, shown));
    }
  }

  boolean isUp() {
    return !lives.isEmpty() && !lives.getLast().isOver();
  }

  void die() {
    if (isUp()) {
      lives.getLast().end();
    }
  }

  void intendToSay(OutgoingMessage message) {
    unsaid.add(message);
  }

  boolean hasMoreToSay() {
    return !unsaid.isEmpty();
  }

  /// Says what it has to, until that is all or the client dies.
  ///
  /// @return what became of each
  Map<MessageId, Life.Attempt> talk() {
    Map<MessageId, Life.Attempt> said = new HashMap<>();
    for (OutgoingMessage next = unsaid.peek(); next != null; next = unsaid.peek()) {
      Life.Attempt attempt = lives.getLast().say(next);
      if (attempt == Life.Attempt.DIED) {
        break;
      }
      said.put(next.id(), attempt);
      unsaid.remove();
    }
    return said;
  }

  /// The messages that its listener has had, in all its lives.
  List<MessageId> shown() {
    return lives.stream().flatMap(life -> life.shown().stream()).toList();
  }

  /// The first thing that was shown more often than it may be: once, and once more if the client
  /// died while the listener had it or before it could note that down.
  Optional<String> findRepeated() {
    Set<MessageId> noted = new HashSet<>();
    for (Life life : lives) {
      List<MessageId> now = life.shown();
      Optional<MessageId> repeated = now.stream().filter(id -> !noted.add(id)).findFirst();
      if (repeated.isPresent()) {
        return Optional.of(this + " was shown " + repeated.get() + " twice: " + lives);
      }
      if (life.isOver() && !now.isEmpty()) {
        noted.remove(now.getLast());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name + " (" + lives.size() + " lives)";
  }
}
