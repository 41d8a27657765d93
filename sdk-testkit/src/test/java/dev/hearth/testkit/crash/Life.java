package dev.hearth.testkit.crash;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.testkit.HearthServer;
import dev.hearth.testkit.crash.CrashingStore.Died;
import dev.hearth.testkit.crash.CrashingStore.Fate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// A client from its start to its end.
final class Life {
  private final String name;
  private final CutLine line;
  private final CrashingStore store;
  private final Runnable news;
  private final List<MessageId> shown = new CopyOnWriteArrayList<>();
  // The thread that has to hear of the end.
  private final AtomicReference<Optional<Thread>> talking = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<HearthClient>> client =
      new AtomicReference<>(Optional.empty());

  /// How an attempt to say something has ended.
  enum Attempt {
    /// The server has it.
    SAID,
    REFUSED,
    /// The client died; the server may have it or not.
    DIED
  }

  private Life(String name, ClientStore kept, HearthServer hearth, Fate fate, Runnable news) {
    this.name = name;
    this.news = news;
    this.line = CutLine.to(hearth.api());
    this.store = new CrashingStore(kept, fate, this::over);
  }

  static Life begin(
      String name,
      Keystore keystore,
      ClientStore kept,
      HearthServer hearth,
      Fate fate,
      Runnable news) {
    var life = new Life(name, kept, hearth, fate, news);
    life.connect(keystore, ClientOptions.at(life.line.address()).withClock(hearth.clock()));
    return life;
  }

  private void connect(Keystore keystore, ClientOptions options) {
    try {
      var connecting = HearthClient.of(keystore, store, options);
      client.set(Optional.of(connecting));
      connecting.connect(this::hear);
    } catch (Died rightAtTheStart) {
      // The next life begins better.
    }
  }

  boolean isOver() {
    return store.isDead();
  }

  void end() {
    store.die();
  }

  List<MessageId> shown() {
    return List.copyOf(shown);
  }

  Attempt say(OutgoingMessage message) {
    talking.set(Optional.of(Thread.currentThread()));
    try {
      return isOver() ? Attempt.DIED : send(message);
    } catch (Died | InterruptedException | HearthException dead) {
      if (!isOver()) {
        throw new AssertionError(name + " can't say anything, and lives", dead);
      }
      return Attempt.DIED;
    } finally {
      talking.set(Optional.empty());
    }
  }

  private Attempt send(OutgoingMessage message) throws InterruptedException {
    return switch (client.get().orElseThrow(Died::new).send(message)) {
      case Sent.Accepted _ -> Attempt.SAID;
      case Sent.Refused _ -> Attempt.REFUSED;
      case Sent.IdentityChanged changed -> throw new AssertionError(name + ": " + changed);
      case Sent.InDoubt doubt -> throw new AssertionError(name + ": " + doubt);
    };
  }

  private void hear(IncomingMessage message) {
    // A dead client has no screen.
    if (!isOver() && message.protection() == Protection.SIGNAL) {
      shown.add(message.id());
      news.run();
    }
  }

  private void over() {
    line.cut();
    talking.get().ifPresent(Thread::interrupt);
    // It can't reach anything any more; this only lets go of its threads, and may take a while.
    Thread.ofVirtual().start(() -> client.get().ifPresent(HearthClient::close));
  }

  @Override
  public String toString() {
    return name + shown;
  }
}
