package dev.hearth.testkit.crash;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.testkit.HearthServer;
import dev.hearth.testkit.crash.CrashingStore.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Three people in a group, two of them also between themselves. Their devices say something, die
/// and live again, in rounds; one is linked later, and one person leaves for a while.
final class Simulation implements AutoCloseable {
  private static final int ROUNDS = 10;
  private static final int LINKED = 3;
  private static final int LEAVES = 5;
  private static final int RETURNS = 7;
  private static final int MOST_TRANSACTIONS = 60;
  private static final Fate LONG_LIFE = new Fate(CrashingStore.FOREVER, true);
  private static final Duration SOON = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Random random;
  private final HearthServer hearth;
  private final Keystore alice;
  private final Keystore carol;
  private final OwnIdentity identity = OwnIdentity.generate();
  private final ConversationId group;
  private final ConversationId pair;
  private final Device bobsPhone;
  private final Device carolsPhone;
  private final List<Device> devices = new ArrayList<>();
  private final Watcher watcher;
  private final Sayings sayings = new Sayings();
  private final Semaphore news = new Semaphore(0);
  private boolean carolIsThere = true;

  Simulation(HearthServer hearth, Random random) {
    this.random = random;
    this.hearth = hearth;
    this.alice = hearth.person("Alice");
    Keystore bob = hearth.person("Bob");
    this.carol = hearth.person("Carol");
    this.group = hearth.group(alice, "Garden", bob, carol);
    this.pair = hearth.contact(alice, bob);
    this.watcher = new Watcher(hearth.anotherDevice(alice), hearth);
    devices.add(device("Alice's phone", alice, storeOf(alice, identity)));
    this.bobsPhone = device("Bob's phone", bob, ClientStore.inMemory());
    this.carolsPhone = device("Carol's phone", carol, ClientStore.inMemory());
    devices.addAll(List.of(bobsPhone, carolsPhone));
  }

  void run() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      comeAndGo(round);
      sayings.round(audience());
      for (Device device : devices) {
        if (random.nextInt(4) > 0) {
          device.start(fate());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
          intendToSay(device, conversation(device));
        }
      }
      talk(random.nextBoolean() ? Optional.of(anyOf(devices)) : Optional.empty());
    }
    untilAllIsShown();
    // Messages that were pushed again come before new ones.
    intendToSay(anyOf(devices), group);
    intendToSay(bobsPhone, pair);
    untilAllIsShown();
  }

  /// The faults found in the simulation.
  List<String> faults() {
    List<String> faults = new ArrayList<>(watcher.usedTwice());
    for (Device device : devices) {
      device.findRepeated().ifPresent(faults::add);
      if (!sayings.overheard(device).isEmpty()) {
        faults.add(device + " was shown, and not there: " + sayings.overheard(device));
      }
    }
    if (watcher.keys() == 0) {
      faults.add("nothing was watched");
    }
    return faults;
  }

  private void comeAndGo(int round) {
    if (round == LINKED) {
      Keystore tablet = hearth.anotherDevice(alice);
      OwnIdentity linked = OwnIdentity.linked(identity.keyPair());
      devices.add(device("Alice's tablet", tablet, storeOf(tablet, linked)));
    }
    if (round == LEAVES || round == RETURNS) {
      carolIsThere = round == RETURNS;
      try (var client = hearth.client(alice)) {
        if (carolIsThere) {
          client.api().addParticipants(group, List.of(carol.userId()));
        } else {
          client.api().removeParticipants(group, List.of(carol.userId()));
        }
      }
    }
  }

  private Map<ConversationId, Set<Device>> audience() {
    Set<Device> inGroup =
        devices.stream()
            .filter(device -> carolIsThere || !device.equals(carolsPhone))
            .collect(Collectors.toSet());
    Set<Device> inPair =
        devices.stream().filter(device -> !device.equals(carolsPhone)).collect(Collectors.toSet());
    return Map.of(group, inGroup, pair, inPair);
  }

  private ConversationId conversation(Device device) {
    return device.equals(carolsPhone) || random.nextBoolean() ? group : pair;
  }

  private Fate fate() {
    return random.nextInt(4) == 0
        ? LONG_LIFE
        : new Fate(random.nextInt(MOST_TRANSACTIONS), random.nextBoolean());
  }

  private void intendToSay(Device device, ConversationId conversation) {
    if (conversation.equals(group) && device.equals(carolsPhone) && !carolIsThere) {
      return;
    }
    var message = OutgoingMessage.text(conversation, "from " + device);
    sayings.begun(message.id(), device, conversation);
    device.intendToSay(message.protectedBy(Protection.SIGNAL));
  }

  /// Everybody who can says what they have to say, all at once.
  ///
  /// @param victim somebody who dies in the middle of it
  private void talk(Optional<Device> victim) throws InterruptedException {
    List<Thread> talking = new ArrayList<>();
    for (Device device : devices) {
      if (device.isUp() && device.hasMoreToSay()) {
        talking.add(Thread.ofVirtual().start(() -> noted(device)));
      }
    }
    victim.ifPresent(Device::die);
    for (Thread each : talking) {
      if (!each.join(PATIENCE)) {
        throw new AssertionError("somebody is stuck: " + List.of(each.getStackTrace()));
      }
    }
  }

  private void noted(Device device) {
    var said = device.talk();
    synchronized (sayings) {
      said.forEach(sayings::ended);
    }
  }

  private void untilAllIsShown() throws InterruptedException {
    if (!isAllShownWithin(SOON)) {
      // If a device asked another one that was away, it asks again later, and at its next start.
      hearth.clock().turn(Duration.ofHours(2));
      devices.stream().filter(this::isBehind).forEach(Device::die);
      if (!isAllShownWithin(PATIENCE)) {
        throw new AssertionError("stuck: " + devices.stream().map(this::behind).toList());
      }
    }
  }

  private boolean isAllShownWithin(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (devices.stream().anyMatch(this::isBehind)) {
      if (System.nanoTime() > until) {
        return false;
      }
      devices.forEach(device -> device.start(LONG_LIFE));
      talk(Optional.empty());
      if (news.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    }
    return true;
  }

  private boolean isBehind(Device device) {
    return device.hasMoreToSay() || !sayings.missing(device).isEmpty();
  }

  private String behind(Device device) {
    return device + " misses " + sayings.missing(device);
  }

  private Device device(String name, Keystore keystore, ClientStore kept) {
    return new Device(name, keystore, kept, hearth, news::release);
  }

  private Device anyOf(List<Device> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static ClientStore storeOf(Keystore keystore, OwnIdentity identity) {
    var store = ClientStore.inMemory();
    SignalDevice.create(keystore.userId(), identity, store);
    return store;
  }

  @Override
  public void close() {
    devices.forEach(Device::die);
    watcher.close();
  }
}
