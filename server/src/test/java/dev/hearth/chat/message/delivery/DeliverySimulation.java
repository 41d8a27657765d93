package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.Recall;
import dev.hearth.chat.message.log.TestingLogStore;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One run of delivery in a small world, decided by one seed: sessions connect, drop, read slowly
/// and acknowledge in any order; people join and leave; the bus loses, doubles and reorders
/// announcements; the node crashes and forgets cursors that no sync covered. Everything runs on the
/// calling thread.
final class DeliverySimulation {
  private static final int MOST_UNREAD = 6;

  private final Random random;
  private final boolean honestBus;
  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final TestingLogStore store = new TestingLogStore(new PositionClock(clock));
  private final List<Device> devices = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<UserId> people = new ArrayList<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Entry> onTheBus = new ArrayList<>();
  private final Map<MessageId, Entry> said = new LinkedHashMap<>();
  private final Set<MessageId> takenBack = new HashSet<>();
  private Node node;

  DeliverySimulation(long seed) {
    random = new Random(seed);
    honestBus = random.nextBoolean();
    node = new Node();
    int most = 2 + random.nextInt(3);
    for (int i = 0; i < most; i++) {
      UserId user = new UserId(uuid());
      people.add(user);
      for (int s = 0; s <= random.nextInt(2); s++) {
        devices.add(new Device(user, new SessionId(uuid()), now()));
      }
    }
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Group group = new Group(new ConversationId(uuid()));
      people.forEach(group::join);
      groups.add(group);
    }
  }

  void run() {
    int steps = 60 + random.nextInt(240);
    for (int i = 0; i < steps; i++) {
      step();
    }
    settle();
  }

  private void step() {
    clock.turn(Duration.ofNanos(1_000L * random.nextInt(3)));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> say();
      case 5 -> whisper();
      case 6, 7, 8 -> runATask();
      case 9, 10, 11 -> busDelivers();
      case 12 -> any(devices).connect();
      case 13 -> any(devices).drop();
      case 14, 15, 16 -> any(devices).read();
      case 17 -> any(devices).acknowledgeSome();
      case 18 -> joinOrLeave();
      case 19 -> rarely();
      default -> throw new AssertionError();
    }
  }

  private void rarely() {
    switch (random.nextInt(6)) {
      case 0 -> crash();
      case 1 -> any(devices).listAgain();
      case 2 -> takeBack();
      default -> node.acknowledgements.flush();
    }
  }

  // The world

  private void say() {
    Device device = any(devices);
    Group group = any(groups);
    if (group.has(device.user)) {
      append(message(device, group.id), List.of(LogId.of(group.id)));
    }
  }

  private void whisper() {
    Device to = any(devices);
    append(message(any(devices), any(groups).id), List.of(LogId.mailbox(to.session)));
  }

  private Message message(Device by, ConversationId conversation) {
    return new Message(
        new MessageId(uuid()),
        conversation,
        by.user,
        Optional.of(by.session),
        "PLAIN_TEXT",
        new byte[0],
        Optional.empty(),
        Optional.empty(),
        false,
        0);
  }

  private void takeBack() {
    if (said.isEmpty()) {
      return;
    }
    Device device = any(devices);
    Group group = any(groups);
    Message target = said(any(List.copyOf(said.keySet()))).message();
    Recall recall = new Recall(target.id(), known -> true);
    takenBack.add(target.id());
    append(message(device, group.id), List.of(LogId.of(group.id)), Optional.of(recall));
  }

  private void append(Message message, List<LogId> logs) {
    append(message, logs, Optional.empty());
  }

  private void append(Message message, List<LogId> logs, Optional<Recall> recall) {
    node.appendDraft(
        new Draft(message, logs, recall),
        appended -> said.put(message.id(), ((Appended.Stored) appended).entries().getFirst()));
  }

  private void joinOrLeave() {
    Group group = any(groups);
    UserId person = any(people);
    // A membership's ends are stamped by the clock, as the directory does it: never inside the
    // past.
    clock.turn(Duration.ofMillis(5));
    if (group.has(person)) {
      group.leave(person);
    } else {
      group.join(person);
    }
    clock.turn(Duration.ofMillis(5));
  }

  private void runATask() {
    if (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  private void busDelivers() {
    if (onTheBus.isEmpty()) {
      return;
    }
    if (honestBus) {
      node.delivery.committed(List.of(onTheBus.removeFirst()), List.of());
      return;
    }
    Entry entry = onTheBus.get(random.nextInt(Math.min(4, onTheBus.size())));
    int fate = random.nextInt(10);
    if (fate > 0) { // else it is lost
      node.delivery.committed(List.of(entry), List.of());
    }
    if (fate < 8) { // else it comes again
      onTheBus.remove(entry);
    }
  }

  private void crash() {
    devices.forEach(Device::drop);
    tasks.clear();
    onTheBus.clear();
    store.loseUnsynced();
    node = new Node();
  }

  /// Everybody comes back, reads and acknowledges all there is; then nobody may have missed a
  /// thing.
  private void settle() {
    devices.forEach(Device::drop);
    onTheBus.clear();
    devices.forEach(Device::connect);
    boolean quiet = false;
    for (int i = 0; !quiet; i++) {
      assertThat(i).as("rounds until nothing moves").isLessThan(10_000);
      quiet = tasks.isEmpty();
      while (!tasks.isEmpty()) {
        runATask();
      }
      for (Device device : devices) {
        quiet &= !device.readAndAcknowledgeAll();
      }
    }
    for (Device device : devices) {
      // Some devices already had the recalled messages, and the others never get them.
      device.got.removeAll(takenBack);
      assertThat(device.got).as("what %s got", device.session).isEqualTo(device.mustGet());
    }
    // Acknowledged messages stay acknowledged: a returning device gets nothing again.
    node.acknowledgements.flush();
    devices.forEach(Device::drop);
    devices.forEach(Device::connect);
    while (!tasks.isEmpty()) {
      runATask();
    }
    for (Device device : devices) {
      assertThat(device.arrived).as("what %s gets again", device.session).isEmpty();
    }
  }

  private Entry said(MessageId id) {
    return Optional.ofNullable(said.get(id)).orElseThrow();
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  // Its parts

  /// A process: all that a crash forgets.
  private final class Node implements LogWriter {
    final OpenSessions readers = new OpenSessions();
    final DeliveryMeters meters = new DeliveryMeters(new SimpleMeterRegistry());
    final Delivery delivery =
        new Delivery(
            store,
            new Members(),
            SimulatedPush.ENCODER,
            readers,
            tasks::add,
            meters,
            1 + random.nextInt(6),
            TestingWindows.unbounded());
    final Acknowledgements acknowledgements =
        new Acknowledgements(store, new Members(), readers, delivery, this, meters);

    @Override
    public Offered appendDraft(Draft draft, Consumer<Appended> then) {
      var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
      Appended appended = committed.appended().getFirst();
      onTheBus.addAll(((Appended.Stored) appended).entries());
      then.accept(appended);
      return Offered.QUEUED;
    }

    @Override
    public boolean writeCursors(List<CursorMove> moves, List<Acknowledged> words, Runnable then) {
      if (random.nextInt(20) == 0) {
        return false;
      }
      var committed = store.commit(new LogStore.Batch(List.of(), moves, words));
      delivery.committed(List.of(), committed.receipts());
      then.run();
      return true;
    }
  }

  private final class Group {
    final ConversationId id;
    final Map<UserId, Long> present = new HashMap<>();
    final Map<UserId, List<Audience.Span>> past = new HashMap<>();

    Group(ConversationId id) {
      this.id = id;
    }

    boolean has(UserId user) {
      return present.containsKey(user);
    }

    void join(UserId user) {
      present.put(user, now());
    }

    void leave(UserId user) {
      long since = present.getOrDefault(user, 0L);
      present.remove(user);
      past.computeIfAbsent(user, absent -> new ArrayList<>())
          .add(new Audience.Span(LogId.of(id), since, now()));
    }

    List<Audience.Span> spans(UserId user) {
      List<Audience.Span> spans = new ArrayList<>(past.getOrDefault(user, List.of()));
      Long since = present.get(user);
      if (since != null) {
        spans.add(new Audience.Span(LogId.of(id), since, Long.MAX_VALUE));
      }
      return spans;
    }
  }

  private final class Members implements TestingAudience {
    @Override
    public List<Span> spans(UserId user) {
      return groups.stream().flatMap(group -> group.spans(user).stream()).toList();
    }

    @Override
    public Audience inMemory() {
      return new TestingAudience() {
        @Override
        public List<Span> spans(UserId user) {
          return Members.this.spans(user);
        }

        @Override
        public boolean forEachMemberAt(
            ConversationId conversation, long position, Consumer<UserId> each) {
          if (random.nextInt(10) == 0) {
            throw NotInMemory.SIGNAL; // just now
          }
          return Members.this.forEachMemberAt(conversation, position, each);
        }
      };
    }

    @Override
    public boolean forEachMemberAt(
        ConversationId conversation, long position, Consumer<UserId> each) {
      Group found =
          groups.stream().filter(group -> group.id.equals(conversation)).findFirst().orElseThrow();
      for (UserId person : people) {
        if (found.spans(person).stream().anyMatch(span -> span.shows(position))) {
          each.accept(person);
        }
      }
      return true;
    }
  }

  /// A client: it keeps the messages that it read, and loses those that were still on their way
  /// when a socket broke.
  private final class Device {
    final UserId user;
    final SessionId session;
    final long since;
    final Set<MessageId> got = new HashSet<>();
    final List<Socket> sockets = new ArrayList<>();
    final List<MessageId> unacknowledged = new ArrayList<>();
    final List<SimulatedPush> arrived = new ArrayList<>();

    Device(UserId user, SessionId session, long since) {
      this.user = user;
      this.session = session;
      this.since = since;
    }

    Set<MessageId> mustGet() {
      return said.values().stream()
          .filter(this::mayGet)
          .map(entry -> entry.message().id())
          .filter(id -> !takenBack.contains(id))
          .collect(Collectors.toSet());
    }

    boolean mayGet(Entry entry) {
      boolean mine = entry.message().session().orElseThrow().equals(session);
      boolean shown =
          entry.log().equals(LogId.mailbox(session))
              || groups.stream()
                  .flatMap(group -> group.spans(user).stream())
                  .anyMatch(span -> span.log().equals(entry.log()) && span.shows(entry.position()));
      return shown && !mine;
    }

    void connect() {
      if (sockets.size() < 2) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.feed = Optional.of(node.delivery.connect(user, session, since, socket));
        socket.feed.get().listPending(0);
      }
    }

    void drop() {
      for (Socket socket : sockets) {
        node.acknowledgements.disconnect(socket.feed.orElseThrow());
      }
      sockets.clear();
      arrived.clear();
      unacknowledged.clear();
    }

    void listAgain() {
      if (!sockets.isEmpty()) {
        Socket socket = any(sockets);
        socket.beginAnew();
        socket.feed.orElseThrow().listPending(0);
      }
    }

    void read() {
      if (!sockets.isEmpty()) {
        any(sockets).read(1 + random.nextInt(MOST_UNREAD));
      }
    }

    void acknowledgeSome() {
      List<AcknowledgementRequest> words = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0 && !unacknowledged.isEmpty(); i--) {
        MessageId id = unacknowledged.remove(random.nextInt(unacknowledged.size()));
        words.add(AcknowledgementRequest.of(id, MessageStatus.DELIVERED));
      }
      if (random.nextInt(4) == 0 && !said.isEmpty()) {
        // A message that may be foreign, or acknowledged long ago, or known from elsewhere.
        MessageId id = any(List.copyOf(said.keySet()));
        if (got.contains(id) || !mayGet(said(id))) {
          words.add(AcknowledgementRequest.of(id, MessageStatus.READ));
        }
      }
      // As the edge does it: first on the event loop.
      try {
        node.acknowledgements.inMemory().acknowledge(user, session, since, words, () -> {});
      } catch (NotInMemory _) {
        node.acknowledgements.acknowledge(user, session, since, words, () -> {});
      }
    }

    boolean readAndAcknowledgeAll() {
      boolean moved = !unacknowledged.isEmpty();
      for (Socket socket : sockets) {
        moved |= socket.read(Integer.MAX_VALUE) > 0;
      }
      while (!unacknowledged.isEmpty()) {
        acknowledgeSome();
      }
      arrived.clear();
      return moved;
    }

    private final class Socket extends SimulatedSocket {
      Optional<Feed> feed = Optional.empty();

      Socket() {
        super(MOST_UNREAD, honestBus);
      }

      @Override
      void check(SimulatedPush push) {
        // A bus that lies makes it come again.
      }

      int read(int most) {
        int count = 0;
        while (count < most && !unread.isEmpty()) {
          count++;
          SimulatedPush.find(unread.poll()).ifPresent(this::take);
        }
        feed.orElseThrow().resume();
        return count;
      }

      private void take(SimulatedPush push) {
        assertThat(mayGet(said(push.message()))).as("%s may get it", session).isTrue();
        got.add(push.message());
        arrived.add(push);
        unacknowledged.add(push.message());
      }
    }
  }
}
