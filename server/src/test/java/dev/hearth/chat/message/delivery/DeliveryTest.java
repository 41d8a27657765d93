package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.edge.LoggedLines;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveryTest {
  @TempDir private Path folder;
  private LogStore store;

  @BeforeEach
  void open() {
    store = RocksLog.open(folder.resolve("log"), new PositionClock(InstantSource.system()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_connection_whose_backlog_can_not_be_read_ends_so_that_its_client_asks_again() {
    var outlet = TestingOutlet.ofIds().thatMayFail();
    var delivery = delivery(broken(), Runnable::run, new SimpleMeterRegistry(), 10);

    delivery.connect(UserId.random(), SessionId.random(), 0, outlet).listPending(0);

    assertThat(outlet.hasFailed()).isTrue();
  }

  @Test
  void a_socket_that_was_slow_gets_the_rest_though_nothing_was_acknowledged() {
    var session = SessionId.random();
    var outlet = TestingOutlet.ofIds().withRoomFor(7);
    for (int i = 0; i < 9; i++) {
      store.commit(new LogStore.Batch(List.of(toMailbox(session)), List.of(), List.of()));
    }
    var delivery = delivery(FixedMembers.NOBODY, Runnable::run, new SimpleMeterRegistry(), 10);
    var feed = delivery.connect(UserId.random(), session, 0, outlet);
    feed.listPending(0);
    assertThat(outlet.pushed()).hasSize(7);

    outlet.withRoomFor(100);
    feed.resume();

    assertThat(outlet.pushed()).hasSize(9);
  }

  @Test
  void connections_are_counted_by_the_state_of_their_delivery() {
    var session = SessionId.random();
    var registry = new SimpleMeterRegistry();
    var later = new ArrayDeque<Runnable>();
    var delivery = delivery(FixedMembers.NOBODY, later::add, registry, 10);
    var slow = TestingOutlet.ofIds().withRoomFor(0);
    assertThat(feeds(registry)).isEqualTo("silent 0, draining 0, paused 0, live 0");

    var one = delivery.connect(UserId.random(), session, 0, slow);
    var other =
        delivery.connect(
            UserId.random(), SessionId.random(), 0, TestingOutlet.ofIds().withRoomFor(1));
    assertThat(feeds(registry)).isEqualTo("silent 2, draining 0, paused 0, live 0");
    store.commit(new LogStore.Batch(List.of(toMailbox(session)), List.of(), List.of()));
    one.listPending(0);
    other.listPending(0);
    assertThat(feeds(registry)).isEqualTo("silent 0, draining 2, paused 0, live 0");
    run(later);
    assertThat(feeds(registry)).isEqualTo("silent 0, draining 0, paused 1, live 1");
    one.listPending(0);
    one.listPending(0);
    assertThat(feeds(registry)).isEqualTo("silent 0, draining 1, paused 0, live 1");
    delivery.disconnect(one);
    delivery.disconnect(other);
    other.listPending(0);
    assertThat(feeds(registry)).isEqualTo("silent 0, draining 0, paused 0, live 0");
  }

  @Test
  void a_client_that_stops_acknowledging_is_named_once_until_it_recovers() {
    var user = UserId.random();
    var session = SessionId.random();
    var registry = new SimpleMeterRegistry();
    var delivery = delivery(FixedMembers.NOBODY, Runnable::run, registry, 10);
    var outlet = TestingOutlet.ofIds();
    var feed = delivery.connect(user, session, 0, outlet);
    feed.listPending(0);
    pushMore(delivery, session, 7);

    try (var log = new LoggedLines()) {
      delivery.nameSilent();
      delivery.nameSilent();
      assertThat(named(log)).isEmpty();

      pushMore(delivery, session, 1);
      delivery.nameSilent();
      acknowledge(feed, outlet, 0, 1);
      pushMore(delivery, session, 1);
      delivery.nameSilent();
      assertThat(named(log)).as("it acknowledged something").isEmpty();

      delivery.nameSilent();
      delivery.nameSilent();
      assertThat(named(log))
          .containsExactly(
              "User %s, session %s has stopped acknowledging: 8 messages wait for that, and after 10 it gets no more. A client acknowledges each message that it gets"
                  .formatted(user, session));
      assertThat(registry.get("hearth.delivery.silent").counter().count()).isEqualTo(1);

      acknowledge(feed, outlet, 1, 9);
      delivery.nameSilent();
      pushMore(delivery, session, 12);
      delivery.nameSilent();
      delivery.nameSilent();
      assertThat(named(log)).hasSize(2);
      assertThat(named(log).getLast()).contains("10 messages wait");
    }
  }

  /// The members of conversations, whose database does not answer any more.
  private Audience broken() {
    var database =
        TestingDatabase.in(
            folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    var directory = new Directory(database, new PositionClock(InstantSource.system()));
    var accounts = new Accounts(directory, ServerKey.generate());
    var audience =
        new ConversationAudience(
            new Conversations(
                directory, accounts, new Relationships(directory), TestingExpenses.none(), 1_000));
    database.close();
    return audience;
  }

  private Delivery delivery(Audience audience, Executor threads, MeterRegistry meters, int window) {
    return new Delivery(
        store,
        audience,
        TestingOutlet.ENCODER,
        new OpenSessions(),
        threads,
        new DeliveryMeters(meters),
        window,
        TestingWindows.unbounded());
  }

  private void pushMore(Delivery delivery, SessionId session, int messages) {
    for (int i = 0; i < messages; i++) {
      var batch = new LogStore.Batch(List.of(toMailbox(session)), List.of(), List.of());
      var stored = (Appended.Stored) store.commit(batch).appended().getFirst();
      delivery.committed(stored.entries(), List.of());
    }
  }

  private static List<String> named(LoggedLines log) {
    return log.lines().stream().filter(line -> line.contains("acknowledging")).toList();
  }

  private static void acknowledge(Feed feed, TestingOutlet outlet, int from, int to) {
    synchronized (feed.cursors()) {
      for (String id : outlet.pushed().subList(from, to)) {
        assertThat(feed.acknowledgePushed(MessageId.find(id).orElseThrow())).isPresent();
      }
    }
  }

  private static String feeds(SimpleMeterRegistry registry) {
    return Stream.of("silent", "draining", "paused", "live")
        .map(state ->
            state
                + " "
                + (long) registry.get("hearth.delivery.feeds").tag("state", state).gauge().value())
        .collect(Collectors.joining(", "));
  }

  @Test
  void a_crowd_does_not_hold_up_others_and_each_of_it_gets_everything_in_order() {
    var crowded = ConversationId.random();
    var quiet = ConversationId.random();
    var people = Stream.generate(UserId::random).limit(10_000).toList();
    var stranger = UserId.random();
    var last = people.getLast();
    var later = new ArrayDeque<Runnable>();
    var delivery =
        delivery(
            new FixedMembers(Map.of(crowded, people, quiet, List.of(stranger, last))),
            later::add,
            new SimpleMeterRegistry(),
            1_000);
    var outlets = new HashMap<UserId, TestingOutlet>();
    for (var user : Stream.concat(people.stream(), Stream.of(stranger)).toList()) {
      outlets.put(user, TestingOutlet.ofIds());
      delivery
          .connect(user, SessionId.random(), 0, Objects.requireNonNull(outlets.get(user)))
          .listPending(0);
    }
    run(later);

    var first = said(delivery, crowded);
    var second = said(delivery, quiet);

    assertThat(pushed(outlets, stranger)).containsExactly(second);
    assertThat(pushed(outlets, people.getFirst())).containsExactly(first);
    assertThat(pushed(outlets, last)).isEmpty();
    run(later);
    assertThat(pushed(outlets, last)).containsExactly(first, second);
    assertThat(people).allMatch(user -> pushed(outlets, user).getFirst().equals(first));
    assertThat(store.read(LogId.of(crowded), 0, 10, 1 << 20)).hasSize(1);
  }

  @Test
  void the_first_push_of_a_message_is_timed_and_every_sixteenth_after_it() {
    var group = ConversationId.random();
    var pair = ConversationId.random();
    var people = Stream.generate(UserId::random).limit(33).toList();
    var later = new ArrayDeque<Runnable>();
    var registry = new SimpleMeterRegistry();
    var delivery =
        delivery(
            new FixedMembers(Map.of(group, people, pair, List.of(people.getFirst()))),
            later::add,
            registry,
            10);
    for (var user : people) {
      delivery.connect(user, SessionId.random(), 0, TestingOutlet.ofIds()).listPending(0);
    }
    run(later);

    said(delivery, pair);
    assertThat(timedPushes(registry)).isEqualTo(1);

    said(delivery, group);
    assertThat(timedPushes(registry)).isEqualTo(1 + 3);
  }

  private static long timedPushes(SimpleMeterRegistry registry) {
    return registry.get("hearth.message.latency").tag("stage", "pushed").timer().count();
  }

  @Test
  void an_entry_whose_members_are_not_in_memory_is_not_overtaken_by_later_ones() {
    var forgotten = ConversationId.random();
    var known = ConversationId.random();
    var bob = UserId.random();
    var session = SessionId.random();
    var outlet = TestingOutlet.ofIds();
    var later = new ArrayDeque<Runnable>();
    var delivery =
        forgetful(
            forgotten,
            new FixedMembers(Map.of(forgotten, List.of(bob), known, List.of(bob))),
            later);
    delivery.connect(bob, session, 0, outlet).listPending(0);
    run(later);

    var first = said(delivery, forgotten);
    var second = said(delivery, known);
    pushMore(delivery, session, 1);

    assertThat(outlet.pushed()).isEmpty();
    run(later);
    assertThat(outlet.pushed()).hasSize(3).startsWith(first, second);
    var fourth = said(delivery, known);
    assertThat(outlet.pushed()).hasSize(4).endsWith(fourth);
  }

  @Test
  void when_more_entries_wait_than_may_everybody_reads_the_log_and_misses_nothing() {
    var forgotten = ConversationId.random();
    var known = ConversationId.random();
    var bob = UserId.random();
    var carol = UserId.random();
    var bobs = TestingOutlet.ofIds();
    var carols = TestingOutlet.ofIds();
    var later = new ArrayDeque<Runnable>();
    var members = new FixedMembers(Map.of(forgotten, List.of(bob), known, List.of(bob, carol)));
    var delivery = forgetful(forgotten, members, later);
    delivery.connect(bob, SessionId.random(), 0, bobs).listPending(0);
    delivery.connect(carol, SessionId.random(), 0, carols).listPending(0);
    run(later);

    var first = said(delivery, forgotten);
    var rest =
        Stream.generate(() -> said(delivery, known))
            .limit(WaitingAnnouncements.MOST_WAITING + 10)
            .toList();
    run(later);

    assertThat(carols.pushed()).isEqualTo(rest);
    assertThat(bobs.pushed().getFirst()).isEqualTo(first);
    assertThat(bobs.pushed().subList(1, bobs.pushed().size())).isEqualTo(rest);
  }

  /// A delivery that has the members of all conversations but one in memory.
  private Delivery forgetful(
      ConversationId forgotten, FixedMembers members, ArrayDeque<Runnable> later) {
    return delivery(
        new Forgetful(forgotten, members), later::add, new SimpleMeterRegistry(), 10_000);
  }

  private record Forgetful(ConversationId forgotten, FixedMembers members)
      implements TestingAudience {
    @Override
    public Audience inMemory() {
      return new TestingAudience() {
        @Override
        public List<Span> spans(UserId user) {
          throw NotInMemory.SIGNAL;
        }

        @Override
        public boolean forEachMemberAt(
            ConversationId conversation, long position, Consumer<UserId> each) {
          if (conversation.equals(forgotten)) {
            throw NotInMemory.SIGNAL;
          }
          return members.forEachMemberAt(conversation, position, each);
        }
      };
    }

    @Override
    public List<Span> spans(UserId user) {
      return members.spans(user);
    }

    @Override
    public boolean forEachMemberAt(
        ConversationId conversation, long position, Consumer<UserId> each) {
      return members.forEachMemberAt(conversation, position, each);
    }
  }

  @Test
  void a_session_held_back_too_long_reads_the_log_and_misses_nothing() {
    var crowded = ConversationId.random();
    var people = Stream.generate(UserId::random).limit(Crowd.SLICE + 1).toList();
    var later = new ArrayDeque<Runnable>();
    var delivery =
        delivery(
            new FixedMembers(Map.of(crowded, people)),
            later::add,
            new SimpleMeterRegistry(),
            1_000);
    var outlets = new HashMap<UserId, TestingOutlet>();
    for (var user : people) {
      outlets.put(user, TestingOutlet.ofIds());
      delivery
          .connect(user, SessionId.random(), 0, Objects.requireNonNull(outlets.get(user)))
          .listPending(0);
    }
    run(later);

    var said = Stream.generate(() -> said(delivery, crowded)).limit(300).toList();
    run(later);

    assertThat(pushed(outlets, people.getLast())).isEqualTo(said);
  }

  private static List<String> pushed(Map<UserId, TestingOutlet> outlets, UserId user) {
    return Objects.requireNonNull(outlets.get(user)).pushed();
  }

  private static void run(ArrayDeque<Runnable> work) {
    while (!work.isEmpty()) {
      work.poll().run();
    }
  }

  /// Says something in a conversation, and answers how it is pushed.
  private String said(Delivery delivery, ConversationId conversation) {
    var message =
        new Message(
            MessageId.random(),
            conversation,
            UserId.random(),
            Optional.of(SessionId.random()),
            "PLAIN_TEXT",
            new byte[0],
            Optional.empty(),
            Optional.empty(),
            false,
            0);
    var draft = new Draft(message, List.of(LogId.of(conversation)));
    var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    var stored = (Appended.Stored) committed.appended().getFirst();
    delivery.committed(stored.entries(), List.of());
    return message.id().toString();
  }

  private static Draft toMailbox(SessionId session) {
    return new Draft(
        new Message(
            MessageId.random(),
            new ConversationId(UUID.randomUUID()),
            UserId.random(),
            Optional.of(SessionId.random()),
            "PLAIN_TEXT",
            new byte[0],
            Optional.empty(),
            Optional.empty(),
            false,
            0),
        List.of(LogId.mailbox(session)));
  }
}
