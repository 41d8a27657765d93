package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Membership;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.SteppedAppender;
import dev.hearth.chat.message.log.WrappedLogStore;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.chat.message.notice.NoticeMeters;
import dev.hearth.chat.message.notice.NoticePost;
import dev.hearth.chat.message.retention.Retention;
import dev.hearth.chat.message.retention.SettledLogs;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import dev.hearth.platform.time.PassedTime;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.SessionKeyPair;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import org.jspecify.annotations.Nullable;

/// One run of a whole node, decided by one seed: the directory in SQLite, the log in RocksDB, the
/// appender, the outbox, delivery and retention are those of production. Its threads give way where
/// they read the clock, the log, or hand something over, so that changes of members, commits,
/// announcements, passes and acknowledgements fall between each other's steps. The machine's clock
/// steps back and leaps ahead by days, while next to no time passes; the process dies and starts
/// again.
///
/// The order of requests and answers decides which messages must arrive, not the stamps. A member
/// must get a message that was sent after their joining was answered, and stored before their
/// removal began. They must not get a message that was stored before the joining began, or sent
/// after the removal was answered. In between, both are right.
final class NodeSimulation {
  private static final Migrations[] TABLES = {
    PassedTime.MIGRATIONS, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS
  };
  private static final ServerKey SERVER_KEY = ServerKey.generate();
  private static final SessionKey KEY = SessionKeyPair.generate().key();
  private static final int MOST_UNREAD = 6;

  private final Path folder;
  private final Random random;
  private final Actors actors;
  private final Machine machine = new Machine();
  private final Map<MessageId, Said> said = new LinkedHashMap<>();
  private final Map<MessageId, Long> offered = new HashMap<>();
  private final List<UserId> people = new ArrayList<>();
  private final List<ConversationId> groups = new ArrayList<>();
  private final List<Stay> stays = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();

  /// Counts what happens: the simulation's own time.
  private long happened;

  /// How many still act.
  private int acting;

  private boolean settling;

  private Node node;

  /// @param folder empty, for the data
  NodeSimulation(long seed, Path folder) {
    this.folder = folder;
    random = new Random(seed);
    actors = new Actors(random);
    TestingDatabase.in(folder, TABLES).close();
    node = new Node();
    int most = 3 + random.nextInt(2);
    for (int i = 0; i < most; i++) {
      people.add(node.accounts.registerPerson("User " + i).id());
      devices.add(new Device(people.getLast()));
    }
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      var id = new ConversationId(uuid());
      long began = ++happened;
      var others = people.subList(1, people.size());
      node.conversations.create(people.getFirst(), NewConversation.group(id, "Group", others));
      groups.add(id);
      for (UserId user : people) {
        stays.add(new Stay(id, user, began, ++happened));
      }
    }
  }

  void run() {
    try {
      for (int lives = 1 + random.nextInt(3); lives > 0; lives--) {
        live(600 + random.nextInt(1_200));
        if (lives > 1) {
          die();
        }
      }
      settle();
    } finally {
      actors.die();
      node.close();
    }
  }

  /// The actors, all at once, for a while.
  private void live(int steps) {
    acting = 0;
    devices.forEach(device -> act("device", device::doSomething));
    // A second thread that acknowledges for the same session, as two connections do.
    act("acknowledging", () -> any(devices).acknowledgeSome());
    act("sender", this::say);
    act("sender", this::say);
    act("directory", this::changeMembers);
    act("operator", this::rarely);
    work("log", node::commit);
    work("outbox", node::post);
    int[] left = {steps};
    actors.run(() -> left[0]-- <= 0);
  }

  /// Adds an actor that acts until the simulation settles.
  private void act(String name, Runnable step) {
    acting++;
    actors.spawn(
        name,
        () -> {
          while (!settling) {
            step.run();
            actors.giveWay();
          }
          acting--;
        });
  }

  /// Adds an actor that works as long as the process lives.
  private void work(String name, Runnable step) {
    actors.spawn(
        name,
        () -> {
          while (true) {
            step.run();
            actors.giveWay();
          }
        });
  }

  private void die() {
    actors.die();
    devices.forEach(Device::forget);
    node.close();
    if (random.nextBoolean()) {
      machine.wander();
    }
    node = new Node();
    // A change that was under way when the node died was done, or not.
    for (Stay stay : stays) {
      stay.answeredAtDeath(++happened, node);
    }
  }

  /// Everybody reads and acknowledges until nothing moves; nobody may wait for a message then, also
  /// not those who have been connected all the time and ask for nothing.
  private void settle() {
    settling = true;
    actors.run(() -> acting == 0);
    untilQuiet();
    for (Device device : devices) {
      if (device.listening()) {
        assertThat(device.got)
            .as("what %s got that is connected all the time", device.session)
            .containsAll(device.mustGet());
      }
    }
    devices.forEach(Device::drop);
    devices.forEach(Device::connect);
    untilQuiet();
    for (Device device : devices) {
      assertThat(device.got).as("what %s got", device.session).containsAll(device.mustGet());
      assertThat(device.got)
          .as("what the directory shows to %s", device.session)
          .containsAll(device.shownByTheDirectory());
      assertThat(device.got)
          .as("what %s got is shown by the directory", device.session)
          .allMatch(device::isShownByTheDirectory);
    }
    node.acknowledgements.flush();
    untilQuiet();
    devices.forEach(Device::drop);
    untilQuiet();
    devices.forEach(device -> device.arrived.clear());
    devices.forEach(Device::connect);
    untilQuiet();
    for (Device device : devices) {
      assertThat(device.arrived).as("what %s gets again", device.session).isEmpty();
    }
  }

  private void untilQuiet() {
    int calm = 0;
    for (int i = 0; calm < 3; i++) {
      assertThat(i).as("rounds until nothing moves").isLessThan(2_000);
      long before = happened;
      int[] steps = {60};
      actors.run(() -> steps[0]-- <= 0);
      boolean moved = false;
      for (Device device : devices) {
        moved |= device.readAndAcknowledgeAll();
      }
      calm = moved || node.busy() || before != happened ? 0 : calm + 1;
    }
  }

  // Events

  private void say() {
    Device device = any(devices);
    ConversationId group = any(groups);
    boolean member =
        node.conversations.find(group).flatMap(found -> found.participant(device.user)).isPresent();
    if (!member) {
      return;
    }
    actors.giveWay();
    var message =
        new Message(
            new MessageId(uuid()),
            group,
            device.user,
            Optional.of(device.session),
            "PLAIN_TEXT",
            new byte[0],
            Optional.empty(),
            Optional.empty(),
            false,
            0);
    node.offer(new Draft(message, List.of(LogId.of(group))));
  }

  private void changeMembers() {
    if (random.nextInt(4) > 0) {
      return;
    }
    ConversationId group = any(groups);
    UserId user = any(people.subList(1, people.size()));
    UserId owner = people.getFirst();
    node.changing(() -> {
      Optional<Stay> stay =
          stays.stream().filter(one -> one.is(group, user) && one.lasts()).findFirst();
      if (stay.isPresent()) {
        stay.get().ending = ++happened;
        node.conversations.remove(owner, group, List.of(user));
        stay.get().ended = ++happened;
      } else {
        var fresh = new Stay(group, user, ++happened, Long.MAX_VALUE);
        stays.add(fresh);
        node.conversations.add(owner, group, List.of(user));
        fresh.joined = ++happened;
      }
    });
  }

  private void rarely() {
    switch (random.nextInt(60)) {
      case 0, 1 -> machine.wander();
      case 2, 3, 4, 5 -> node.sweep();
      case 6 -> node.changing(() -> devices.add(new Device(any(people))));
      case 7 -> node.acknowledgements.flush();
      default -> machine.pass();
    }
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  // Its parts

  /// The machine's clocks. Reading the time is where another thread may come in between.
  private final class Machine implements InstantSource {
    private Instant now = Instant.parse("2026-01-08T00:00:00Z");
    private long nanos;

    @Override
    public Instant instant() {
      Instant read = now;
      if (random.nextInt(3) == 0) {
        actors.giveWay();
      }
      return read;
    }

    void pass() {
      long by = random.nextInt(3_000_000);
      now = now.plusNanos(by);
      nanos += by;
    }

    /// Somebody sets the clock: minutes or days, either way. No time passes.
    void wander() {
      now =
          switch (random.nextInt(4)) {
            case 0 -> now.minus(Duration.ofSeconds(random.nextInt(3_600)));
            case 1 -> now.minus(Duration.ofHours(random.nextInt(24 * 9)));
            case 2 -> now.plus(Duration.ofSeconds(random.nextInt(3_600)));
            default -> now.plus(Duration.ofDays(random.nextInt(60)));
          };
    }

    long nanos() {
      return nanos;
    }
  }

  /// A message that is stored.
  ///
  /// @param offered when it was handed in
  /// @param stored when its commit had returned
  private record Said(Message message, List<Entry> entries, long offered, long stored) {}

  /// Somebody's time in a group, by the simulation's own time.
  private static final class Stay {
    final ConversationId group;
    final UserId user;
    final long joining;
    long joined;
    long ending = Long.MAX_VALUE;
    long ended = Long.MAX_VALUE;

    Stay(ConversationId group, UserId user, long joining, long joined) {
      this.group = group;
      this.user = user;
      this.joining = joining;
      this.joined = joined;
    }

    boolean is(ConversationId in, UserId one) {
      return group.equals(in) && user.equals(one);
    }

    boolean lasts() {
      return ending == Long.MAX_VALUE;
    }

    boolean surelyShows(Said message) {
      return joined < message.offered && message.stored < ending;
    }

    boolean mayShow(Said message) {
      return joining < message.stored && message.offered < ended;
    }

    /// The process died during the change: its outcome is known only afterwards.
    void answeredAtDeath(long now, Node node) {
      boolean member =
          node.conversations.find(group).flatMap(found -> found.participant(user)).isPresent();
      if (joined == Long.MAX_VALUE && lasts()) {
        joined = now;
        if (!member) {
          ending = now;
          ended = now;
        }
      } else if (ending != Long.MAX_VALUE && ended == Long.MAX_VALUE) {
        ended = now;
        if (member) {
          // It was not done: they have been a member all along.
          ending = Long.MAX_VALUE;
          ended = Long.MAX_VALUE;
        }
      }
    }
  }

  /// A process: the state that its end loses, on the stores that stay.
  private final class Node {
    final Database database = SqliteDatabase.open(folder.resolve("hearth.db"), List.of(TABLES));
    final PositionClock positions = new PositionClock(machine);
    final LogStore store = new Interrupted(RocksLog.open(folder.resolve("log"), positions));
    final Directory directory = new Directory(database, positions);
    final Accounts accounts = new Accounts(directory, SERVER_KEY);
    final Outbox outbox = directory.outbox();
    final NoticePost notices =
        new NoticePost(outbox, accounts, new NoticeMeters(new SimpleMeterRegistry()));
    final Conversations conversations =
        new Conversations(
            directory, accounts, new Relationships(directory), TestingExpenses.none(), 100);
    final PassedTime passed = new PassedTime(database, positions, machine::nanos);
    final OpenSessions readers = new OpenSessions();
    final DeliveryMeters meters = new DeliveryMeters(new SimpleMeterRegistry());
    final Audience audience = new ConversationAudience(conversations);
    final Delivery delivery =
        new Delivery(
            store,
            audience,
            SimulatedPush.ENCODER,
            readers,
            task -> actors.spawn("task", task),
            meters,
            1 + random.nextInt(6),
            TestingWindows.unbounded());

    {
      directory.onMembershipChange(delivery);
    }

    final SteppedAppender appender =
        new SteppedAppender(
            store,
            (entries, receipts) -> {
              actors.giveWay();
              delivery.committed(entries, receipts);
            });
    final Acknowledgements acknowledgements =
        new Acknowledgements(store, audience, readers, delivery, appender, meters);
    final Retention retention =
        new Retention(
            store,
            new SettledLogs(store, accounts, conversations),
            Duration.ofDays(7),
            passed,
            (_, _) -> {});

    private boolean changing;
    private boolean committing;
    private boolean posting;

    /// A change of the directory: its one writer makes them one after the other.
    void changing(Runnable change) {
      actors.await(() -> !changing);
      changing = true;
      change.run();
      changing = false;
    }

    void offer(Draft draft) {
      offered.putIfAbsent(draft.message().id(), ++happened);
      assertThat(appender.appendDraft(draft, _ -> {})).isEqualTo(Offered.QUEUED);
    }

    private void commit() {
      committing = true;
      appender.step();
      committing = false;
    }

    /// Does the same as the round of the production's notices, but waits in the way of this
    /// simulation.
    private void post() {
      posting = true;
      List<OutgoingNotice> page = notices.next(10);
      if (!page.isEmpty()) {
        Map<MessageId, Appended> outcomes = new HashMap<>();
        for (OutgoingNotice notice : page) {
          offered.putIfAbsent(notice.id(), ++happened);
          Draft draft = notices.draft(notice);
          assertThat(appender.appendDraft(draft, outcome -> outcomes.put(notice.id(), outcome)))
              .isEqualTo(Offered.QUEUED);
        }
        actors.await(() -> outcomes.size() == page.size());
        changing(() -> assertThat(notices.removeStored(page, outcomes)).isTrue());
      }
      posting = false;
    }

    void sweep() {
      changing(() -> {
        while (retention.sweep()) {
          actors.giveWay();
        }
      });
    }

    boolean busy() {
      return changing || committing || posting || !outbox.next(1).isEmpty();
    }

    void close() {
      store.close();
      database.close();
    }
  }

  /// The log, whose callers give way before and after they use it.
  private final class Interrupted extends WrappedLogStore {
    Interrupted(LogStore store) {
      super(store);
    }

    @Override
    public Committed commit(Batch batch) {
      Committed committed = super.commit(batch);
      for (Appended appended : committed.appended()) {
        if (appended instanceof Appended.Stored(long _, List<Entry> entries)) {
          Message message = entries.getFirst().message();
          long since = Optional.ofNullable(offered.get(message.id())).orElseThrow();
          said.put(message.id(), new Said(message, entries, since, ++happened));
        }
      }
      return committed;
    }

    private void sometimes() {
      if (random.nextInt(4) == 0) {
        actors.giveWay();
      }
    }

    @Override
    public List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
      sometimes();
      return super.read(log, after, limit, enoughBytes);
    }

    @Override
    public Map<LogId, Cursor> cursors(SessionId session) {
      Map<LogId, Cursor> cursors = super.cursors(session);
      sometimes();
      return cursors;
    }

    @Override
    public long[] firstAfter(List<LogId> logs, long[] after) {
      sometimes();
      return super.firstAfter(logs, after);
    }

    @Override
    public long horizon() {
      long horizon = super.horizon();
      sometimes();
      return horizon;
    }

    @Override
    public Optional<Cursor> cursor(SessionId session, LogId log) {
      Optional<Cursor> cursor = super.cursor(session, log);
      sometimes();
      return cursor;
    }

    @Override
    public Map<UserId, Long> expire(LogId log, long through) {
      sometimes();
      return super.expire(log, through);
    }
  }

  /// A client: it keeps the messages that it read, and loses those that were still on their way
  /// when a socket broke.
  private final class Device {
    final UserId user;
    final SessionId session;
    final long since;
    final long opening;
    final long opened;
    final Set<MessageId> got = new HashSet<>();
    final List<MessageId> unacknowledged = new ArrayList<>();
    final List<MessageId> arrived = new ArrayList<>();
    private @Nullable Socket socket;

    Device(UserId user) {
      this.user = user;
      this.opening = ++happened;
      var one = node.accounts.openSession(user, KEY, "iOS");
      this.session = one.id();
      this.since = one.createdAt();
      this.opened = ++happened;
    }

    Set<MessageId> mustGet() {
      Set<MessageId> all = new HashSet<>();
      for (Said message : said.values()) {
        if (isMine(message)) {
          continue;
        }
        boolean shown =
            isInMailbox(message)
                || (opened < message.offered
                    && stays.stream()
                        .anyMatch(stay ->
                            stay.is(message.message.conversation(), user)
                                && stay.surelyShows(message)));
        if (shown) {
          all.add(message.message.id());
        }
      }
      return all;
    }

    /// The messages that were stored while this session's user was a member, by the stamps in the
    /// directory. They include messages from while a joining was being written: nobody must count
    /// them as read, or delete them, before it is known who may see them.
    Set<MessageId> shownByTheDirectory() {
      Set<MessageId> all = new HashSet<>();
      for (Said message : said.values()) {
        if (!isMine(message) && opened < message.offered && isShown(message)) {
          all.add(message.message.id());
        }
      }
      return all;
    }

    boolean isShownByTheDirectory(MessageId id) {
      Said message = Optional.ofNullable(said.get(id)).orElseThrow();
      return isInMailbox(message) || isShown(message);
    }

    private boolean isShown(Said message) {
      List<Membership> memberships = node.conversations.membershipsOf(user);
      return message.entries.stream()
          .anyMatch(entry ->
              memberships.stream()
                  .anyMatch(membership ->
                      LogId.of(membership.conversation()).equals(entry.log())
                          && membership.shows(entry.position())));
    }

    private boolean mayGet(Said message) {
      return isInMailbox(message)
          || (opening < message.stored
              && stays.stream()
                  .anyMatch(stay ->
                      stay.is(message.message.conversation(), user) && stay.mayShow(message)));
    }

    private boolean isMine(Said message) {
      return message.message.session().filter(session::equals).isPresent();
    }

    private boolean isInMailbox(Said message) {
      return message.entries.stream().anyMatch(entry -> entry.log().equals(LogId.mailbox(session)));
    }

    boolean listening() {
      return socket != null;
    }

    void doSomething() {
      switch (random.nextInt(12)) {
        case 0 -> connect();
        case 1 -> {
          if (random.nextInt(3) == 0) {
            drop();
          }
        }
        case 2, 3, 4 -> acknowledgeSome();
        default -> read(1 + random.nextInt(MOST_UNREAD));
      }
    }

    void connect() {
      if (socket == null) {
        Socket fresh = new Socket();
        socket = fresh;
        fresh.feed = node.delivery.connect(user, session, since, fresh);
        fresh.feed.listPending(0);
      }
    }

    void drop() {
      Socket open = socket;
      socket = null;
      unacknowledged.clear();
      if (open != null && open.feed != null) {
        node.acknowledgements.disconnect(open.feed);
      }
    }

    /// Its process died under it.
    void forget() {
      socket = null;
      unacknowledged.clear();
    }

    int read(int most) {
      Socket open = socket;
      int count = 0;
      while (open != null && count < most && !open.unread.isEmpty()) {
        byte[] frame = open.unread.poll();
        count++;
        SimulatedPush.find(frame).ifPresent(push -> take(push.message()));
      }
      if (open != null && open.feed != null) {
        open.feed.resume();
      }
      return count;
    }

    private void take(MessageId id) {
      Said message = Optional.ofNullable(said.get(id)).orElseThrow();
      assertThat(mayGet(message)).as("%s may get %s", session, id).isTrue();
      got.add(id);
      arrived.add(id);
      unacknowledged.add(id);
    }

    void acknowledgeSome() {
      List<AcknowledgementRequest> words = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0 && !unacknowledged.isEmpty(); i--) {
        MessageId id = unacknowledged.remove(random.nextInt(unacknowledged.size()));
        words.add(AcknowledgementRequest.of(id, MessageStatus.DELIVERED));
      }
      if (!words.isEmpty()) {
        // As the edge does it: first on the event loop.
        try {
          node.acknowledgements.inMemory().acknowledge(user, session, since, words, () -> {});
        } catch (NotInMemory _) {
          node.acknowledgements.acknowledge(user, session, since, words, () -> {});
        }
      }
    }

    boolean readAndAcknowledgeAll() {
      boolean moved = read(Integer.MAX_VALUE) > 0 || !unacknowledged.isEmpty();
      while (!unacknowledged.isEmpty()) {
        acknowledgeSome();
      }
      return moved;
    }

    private static final class Socket extends SimulatedSocket {
      final Set<MessageId> pushed = new HashSet<>();
      @Nullable Feed feed;

      Socket() {
        super(MOST_UNREAD, true);
      }

      @Override
      void check(SimulatedPush push) {
        assertThat(pushed.add(push.message()))
            .as("%s comes once over one connection", push.message())
            .isTrue();
      }
    }
  }
}
