package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.chat.message.log.SteppedAppender;
import dev.hearth.chat.message.log.TestingAppender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Acknowledgements from several threads, and while the log is busy.
@Timeout(60)
final class AcknowledgementsTest {
  @TempDir private Path folder;
  private final UserId alice = UserId.random();
  private final UserId bob = UserId.random();
  private final SessionId session = SessionId.random();
  private final LogId mailbox = LogId.mailbox(session);
  private final OpenSessions readers = new OpenSessions();
  private final DeliveryMeters meters = new DeliveryMeters(new SimpleMeterRegistry());
  private volatile long free = Long.MAX_VALUE;
  private final DiskSpace space = new DiskSpace(() -> this.free, 1 << 20, new Health());

  /// The words of sessions that the log wrote.
  private final List<Acknowledged> words = new ArrayList<>();

  private LogStore store;
  private SteppedAppender appender;
  private Delivery delivery;

  @BeforeEach
  void open() {
    store = RocksLog.open(folder, new PositionClock(InstantSource.system()));
    appender =
        new SteppedAppender(
            store,
            (_, receipts) ->
                receipts.forEach(receipt ->
                    words.add(
                        new Acknowledged(receipt.message(), receipt.reader(), receipt.status()))),
            space);
    delivery =
        new Delivery(
            store,
            FixedMembers.NOBODY,
            TestingOutlet.ENCODER,
            readers,
            Runnable::run,
            meters,
            10_000,
            TestingWindows.unbounded());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void cursors_reach_the_log_in_the_order_in_which_they_moved() throws Exception {
    var first = said();
    var second = said();
    connect();
    var held = new HeldWriter(appender);
    var acknowledgements = acknowledgements(held);
    var one = Thread.ofPlatform().start(() -> acknowledge(acknowledgements, first));
    assertThat(held.inside.await(10, TimeUnit.SECONDS)).isTrue();

    var other = Thread.ofPlatform().start(() -> acknowledge(acknowledgements, second));
    // Either it has overtaken the first one, or it waits for it.
    Eventually.holds(
        "the second has overtaken or waits",
        () -> !held.moves.isEmpty() || other.getState() == Thread.State.BLOCKED);
    held.go.countDown();
    one.join();
    other.join();

    var last = held.moves.getLast();
    assertThat(last.cursor().has(position(first))).isTrue();
    assertThat(last.cursor().has(position(second))).isTrue();
    assertThat(appender.step()).isTrue();
    assertThat(cursor().has(position(first))).isTrue();
    assertThat(cursor().has(position(second))).isTrue();
  }

  @Test
  void acknowledgements_of_two_threads_at_once_are_all_stored() throws Exception {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("AcknowledgementsTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    try (var appender = TestingAppender.of(store)) {
      var acknowledgements = acknowledgements(appender);
      for (int trial = 0; trial < 300; trial++) {
        var messages = List.of(said(), said());
        Feed feed = connect();
        var together = new CyclicBarrier(2);
        var written = new CountDownLatch(2);
        for (var message : messages) {
          int spins = random.nextInt(200);
          Thread.ofVirtual()
              .start(() -> {
                await(together);
                for (int i = 0; i < spins; i++) {
                  Thread.onSpinWait();
                }
                acknowledgements.acknowledge(bob, session, 0, read(message), written::countDown);
              });
        }
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

        var cursor = store.cursor(session, mailbox).orElseThrow();
        assertThat(messages).allMatch(message -> cursor.has(position(message)));
        acknowledgements.disconnect(feed);
      }
    }
  }

  @Test
  void
      acknowledgements_that_a_busy_log_refuses_are_handed_over_again_also_after_the_connection_is_gone()
          throws IOException {
    var message = said();
    Feed feed = connect();
    var acknowledgements = acknowledgements(appender);
    setFree(0);

    acknowledge(acknowledgements, message);
    acknowledgements.disconnect(feed);
    acknowledgements.flush();
    assertThat(appender.step()).as("handed over").isFalse();
    setFree(Long.MAX_VALUE);
    acknowledgements.flush();

    assertThat(appender.step()).isTrue();
    assertThat(words).containsExactly(new Acknowledged(message, bob, MessageStatus.READ));
    assertThat(store.cursors(session)).containsOnlyKeys(mailbox);
    assertThat(cursor().has(position(message))).isTrue();
    assertThat(readers.sessions()).as("held no longer").isEmpty();
    acknowledgements.flush();
    assertThat(appender.step()).as("handed over again").isFalse();
  }

  @Test
  void acknowledgements_that_wait_for_a_busy_log_are_bounded_and_the_rest_come_again()
      throws IOException {
    List<MessageId> messages = new ArrayList<>();
    for (int i = 0; i < Acknowledgements.MOST_UNWRITTEN + 10; i++) {
      messages.add(said());
    }
    var outlet = TestingOutlet.ofIds().thatMayFail();
    Feed feed = delivery.connect(bob, session, 0, outlet);
    feed.listPending(0);
    var acknowledgements = acknowledgements(appender);
    setFree(0);

    messages.forEach(message -> acknowledge(acknowledgements, message));
    assertThat(outlet.hasFailed()).as("the connection ends").isTrue();
    setFree(Long.MAX_VALUE);
    acknowledgements.disconnect(feed);
    assertThat(appender.step()).isTrue();

    assertThat(words).hasSize(Acknowledgements.MOST_UNWRITTEN);
    var cursor = cursor();
    var unwrittenAcknowledgements =
        messages.subList(Acknowledgements.MOST_UNWRITTEN, messages.size());
    assertThat(unwrittenAcknowledgements).noneMatch(message -> cursor.has(position(message)));
  }

  @Test
  void in_memory_messages_are_acknowledged_all_or_none() {
    var pushed = said();
    connect();
    var missing = said();
    var inMemory = acknowledgements(appender).inMemory();
    var both = Stream.of(pushed, missing).flatMap(id -> read(id).stream()).toList();

    assertThatThrownBy(() -> inMemory.moveCursors(bob, session, 0, both))
        .isSameAs(NotInMemory.SIGNAL);
    SessionCursors reader = readers.find(session).orElseThrow();
    synchronized (reader) {
      assertThat(reader.has(mailbox, position(pushed))).as("the cursor stays").isFalse();
    }

    // The same code with the store.
    acknowledgements(appender).acknowledge(bob, session, 0, both, () -> {});
    assertThat(appender.step()).isTrue();
    assertThat(words).extracting(Acknowledged::message).containsExactly(pushed, missing);
    assertThat(cursor().has(position(missing))).isTrue();
  }

  @Test
  void in_memory_a_session_that_is_not_connected_stays_so() {
    var message = said();
    var inMemory = acknowledgements(appender).inMemory();

    assertThatThrownBy(() -> inMemory.moveCursors(bob, session, 0, read(message)))
        .isSameAs(NotInMemory.SIGNAL);

    assertThat(readers.sessions()).isEmpty();
  }

  @Test
  void a_message_that_is_named_twice_came_as_far_as_the_furthest() {
    var message = said();
    connect();
    var inMemory = acknowledgements(appender).inMemory();
    var read = new AcknowledgementRequest(message, MessageStatus.READ, OptionalLong.empty());
    var delivered =
        new AcknowledgementRequest(message, MessageStatus.DELIVERED, OptionalLong.empty());

    inMemory.acknowledge(bob, session, 0, List.of(delivered, read, delivered), () -> {});

    assertThat(appender.step()).isTrue();
    assertThat(words).containsExactly(new Acknowledged(message, bob, MessageStatus.READ));
  }

  /// How many bytes of the disk are free from now on; without any, the log takes nothing.
  private void setFree(long bytes) throws IOException {
    free = bytes;
    space.look();
  }

  /// The stored one.
  private Cursor cursor() {
    return store.cursor(session, mailbox).orElseThrow();
  }

  private Acknowledgements acknowledgements(LogWriter writer) {
    return new Acknowledgements(store, FixedMembers.NOBODY, readers, delivery, writer, meters);
  }

  private void acknowledge(Acknowledgements acknowledgements, MessageId message) {
    acknowledgements.acknowledge(bob, session, 0, read(message), () -> {});
  }

  private static List<AcknowledgementRequest> read(MessageId message) {
    return List.of(new AcknowledgementRequest(message, MessageStatus.READ, OptionalLong.empty()));
  }

  private Feed connect() {
    Feed feed = delivery.connect(bob, session, 0, TestingOutlet.ofIds());
    feed.listPending(0);
    return feed;
  }

  private MessageId said() {
    var id = MessageId.random();
    var message = Drafts.message(id, alice, ConversationId.random(), "PLAIN_TEXT", "hello");
    var draft = Drafts.to(message, mailbox);
    store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    return id;
  }

  private long position(MessageId message) {
    return store.find(message).orElseThrow().position();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Passes everything on to the log's queue, and keeps the order; the first call waits for `go`.
  private static final class HeldWriter implements LogWriter {
    final CountDownLatch inside = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final List<CursorMove> moves = new CopyOnWriteArrayList<>();
    private final LogWriter writer;

    HeldWriter(LogWriter writer) {
      this.writer = writer;
    }

    @Override
    public Offered appendDraft(Draft draft, Consumer<Appended> then) {
      throw new AssertionError("nothing is said");
    }

    @Override
    public boolean writeCursors(List<CursorMove> moved, List<Acknowledged> words, Runnable then) {
      if (inside.getCount() > 0) {
        inside.countDown();
        try {
          assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      moves.addAll(moved);
      return writer.writeCursors(moved, words, then);
    }
  }
}
