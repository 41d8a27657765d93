package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.WrappedLogStore;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much of the store it takes to catch up.
final class PassTest {
  private static final int CONVERSATIONS = 200;
  private static final int MESSAGES = 20;
  private static final int WINDOW = 50;

  @TempDir private Path folder;
  private final UserId alice = UserId.random();
  private final UserId bob = UserId.random();
  private final SessionId session = SessionId.random();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private final List<ConversationId> conversations =
      Stream.generate(ConversationId::random).limit(CONVERSATIONS).toList();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Counted store;

  @BeforeEach
  void open() {
    store = new Counted(RocksLog.open(folder, new PositionClock(InstantSource.system())));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void catching_up_in_many_conversations_looks_at_each_a_few_times_however_small_the_window() {
    for (int i = 0; i < MESSAGES; i++) {
      List<Draft> round = conversations.stream().map(this::draft).toList();
      store.commit(new LogStore.Batch(round, List.of(), List.of()));
      round.forEach(draft -> said.add(draft.message().id().toString()));
    }
    var outlet = TestingOutlet.ofIds();
    Feed feed = delivery().connect(bob, session, 0, outlet);

    feed.listPending(0);
    run();
    for (int next = 0; next < outlet.pushed().size(); next++) {
      acknowledge(feed, outlet.pushed().get(next));
      run();
    }

    assertThat(outlet.pushed()).isEqualTo(said);
    assertThat(feedsIn(Feed.State.LIVE)).isOne();
    System.out.println(
        "PassTest: %d messages of %d conversations took %d reads and %d entries"
            .formatted(said.size(), CONVERSATIONS, store.reads, store.entries));
    // A pass that begins anew for each half of a window looks some 36,000 times.
    assertThat(store.reads).isLessThan(CONVERSATIONS * (MESSAGES + 10));
    assertThat(store.entries).isLessThan(5 * said.size());
  }

  @Test
  void entries_that_come_while_a_feed_waits_for_room_follow_those_that_were_there() {
    List<Draft> first = conversations.stream().map(this::draft).toList();
    store.commit(new LogStore.Batch(first, List.of(), List.of()));
    var outlet = TestingOutlet.ofIds();
    Feed feed = delivery().connect(bob, session, 0, outlet);
    feed.listPending(0);
    run();
    assertThat(outlet.pushed()).hasSize(WINDOW);

    List<Draft> second = conversations.stream().map(this::draft).toList();
    store.commit(new LogStore.Batch(second, List.of(), List.of()));
    for (int next = 0; next < outlet.pushed().size(); next++) {
      acknowledge(feed, outlet.pushed().get(next));
      run();
    }

    assertThat(outlet.pushed())
        .isEqualTo(
            Stream.of(first, second)
                .flatMap(List::stream)
                .map(draft -> draft.message().id().toString())
                .toList());
  }

  @Test
  void a_pass_that_waits_for_room_takes_memory_from_the_budget_and_gives_it_back() {
    say(2);
    var budget = new ByteBudget("windows", 1 << 20);
    var outlet = TestingOutlet.ofIds();
    Feed feed = delivery(new WindowBudget(budget, 1 << 20)).connect(bob, session, 0, outlet);

    feed.listPending(0);
    run();

    assertThat(feedsIn(Feed.State.PAUSED)).isOne();
    assertThat(budget.held()).isGreaterThan(CONVERSATIONS * 200);
    acknowledgeAll(feed, outlet);
    assertThat(outlet.pushed()).isEqualTo(said);
    assertThat(budget.held()).isZero();
  }

  @Test
  void without_memory_for_it_no_pass_is_kept_and_everything_still_comes_in_order() {
    say(2);
    var budget = new ByteBudget("windows", 1 << 20);
    var outlet = TestingOutlet.ofIds();
    Feed feed = delivery(new WindowBudget(budget, 32 << 10)).connect(bob, session, 0, outlet);

    feed.listPending(0);
    run();

    assertThat(feedsIn(Feed.State.PAUSED)).isOne();
    assertThat(budget.held()).isLessThanOrEqualTo(4 << 10);
    acknowledgeAll(feed, outlet);
    assertThat(outlet.pushed()).isEqualTo(said);
    feed.cursors().remove(feed);
    assertThat(budget.held()).isZero();
  }

  private void say(int times) {
    for (int i = 0; i < times; i++) {
      List<Draft> round = conversations.stream().map(this::draft).toList();
      store.commit(new LogStore.Batch(round, List.of(), List.of()));
      round.forEach(draft -> said.add(draft.message().id().toString()));
    }
  }

  private static void acknowledge(Feed feed, String message) {
    var word =
        AcknowledgementRequest.of(MessageId.find(message).orElseThrow(), MessageStatus.DELIVERED);
    assertThat(feed.cursors().acknowledgePushed(List.of(word), (_, _) -> {})).isTrue();
  }

  private void acknowledgeAll(Feed feed, TestingOutlet outlet) {
    for (int next = 0; next < outlet.pushed().size(); next++) {
      acknowledge(feed, outlet.pushed().get(next));
      run();
    }
  }

  private double feedsIn(Feed.State one) {
    String state = one.name().toLowerCase(Locale.ROOT);
    return meters.get("hearth.delivery.feeds").tag("state", state).gauge().value();
  }

  private Delivery delivery() {
    return delivery(TestingWindows.unbounded());
  }

  private Delivery delivery(WindowBudget windows) {
    return new Delivery(
        store,
        FixedMembers.of(conversations, bob),
        TestingOutlet.ENCODER,
        new OpenSessions(),
        tasks::add,
        new DeliveryMeters(meters),
        WINDOW,
        windows);
  }

  private Draft draft(ConversationId conversation) {
    return Drafts.text(alice, conversation, "hello");
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  /// A store that counts how often it is asked about a log, and how much it answers.
  private static final class Counted extends WrappedLogStore {
    private int reads;
    private int entries;

    Counted(LogStore store) {
      super(store);
    }

    @Override
    public List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
      reads++;
      List<Entry> read = super.read(log, after, limit, enoughBytes);
      entries += read.size();
      return read;
    }

    @Override
    public Optional<Cursor> cursor(SessionId session, LogId log) {
      reads++;
      return super.cursor(session, log);
    }

    @Override
    public Map<LogId, Cursor> cursors(SessionId session) {
      reads++;
      return super.cursors(session);
    }

    @Override
    public long[] firstAfter(List<LogId> logs, long[] after) {
      reads += logs.size();
      return super.firstAfter(logs, after);
    }
  }
}
