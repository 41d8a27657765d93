package dev.hearth.chat.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.limits.FairQueue.QueueBounds;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AppenderTest {
  private static final int PLENTY = 10_000;
  private static final QueueBounds BOUNDS = QueueBounds.of(PLENTY, 64 << 20);

  @TempDir private Path folder;

  private final UserId alice = UserId.random();
  private final UserId bob = UserId.random();
  private final ConversationId conversation = ConversationId.random();
  private final LogId log = LogId.of(conversation);
  private final CountDownLatch failed = new CountDownLatch(1);
  private RocksLog store;

  @BeforeEach
  void openStore() {
    store = RocksLog.open(folder, new PositionClock(InstantSource.system()));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /// A listener that keeps the first commit from going on until it is let go.
  private static final class Held implements Appender.Listener {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    final AtomicInteger commits = new AtomicInteger();

    @Override
    public void committed(List<Entry> entries, List<Receipt> receipts) {
      commits.incrementAndGet();
      reached.countDown();
      await(letGo);
    }
  }

  @Test
  void messages_that_many_threads_send_during_a_commit_share_the_next_one()
      throws InterruptedException {
    var held = new Held();
    int threads = 8;
    int each = 250;
    var answered = new CountDownLatch(1 + threads * each);
    try (var appender = TestingAppender.of(store, held, PLENTY, failed::countDown)) {
      append(appender, "first", _ -> answered.countDown());
      await(held.reached);

      inThreads(
          threads,
          () -> {
            for (int i = 0; i < each; i++) {
              assertThat(append(appender, "more", _ -> answered.countDown())).isTrue();
            }
          });
      held.letGo.countDown();
      await(answered);
    }

    assertThat(held.commits).hasValue(2);
    assertThat(Entries.of(store, log, 0, PLENTY)).hasSize(1 + threads * each);
  }

  @Test
  void more_than_a_commit_holds_goes_into_the_next_ones() throws InterruptedException {
    var held = new Held();
    int sent = 2 * Appender.MOST_TOGETHER + 1;
    var answered = new CountDownLatch(1 + sent);
    try (var appender = TestingAppender.of(store, held, PLENTY, failed::countDown)) {
      append(appender, "first", _ -> answered.countDown());
      await(held.reached);
      for (int i = 0; i < sent; i++) {
        append(appender, "more", _ -> answered.countDown());
      }
      held.letGo.countDown();
      await(answered);
    }

    assertThat(held.commits).hasValue(1 + 3);
  }

  @Test
  void each_sender_is_answered_in_order_after_the_listener_heard_and_the_log_has_it() {
    List<String> events = new ArrayList<>();
    Appender.Listener listener =
        (entries, _) -> entries.forEach(entry -> events.add("heard " + Drafts.payload(entry)));
    int sent = 200;

    try (var appender = TestingAppender.of(store, listener, PLENTY, failed::countDown)) {
      for (int i = 0; i < sent; i++) {
        String text = "" + i;
        append(
            appender,
            text,
            outcome -> {
              assertThat(outcome).isInstanceOf(Appended.Stored.class);
              Entry entry = ((Appended.Stored) outcome).entries().getFirst();
              assertThat(elsewhere(() -> store.find(entry.message().id(), log))).isPresent();
              events.add("answered " + text);
            });
      }
    }

    assertThat(events.stream().filter(event -> event.startsWith("heard")))
        .containsExactlyElementsOf(IntStream.range(0, sent).mapToObj(i -> "heard " + i).toList());
    assertThat(events.stream().filter(event -> event.startsWith("answered")))
        .containsExactlyElementsOf(
            IntStream.range(0, sent).mapToObj(i -> "answered " + i).toList());
    for (int i = 0; i < sent; i++) {
      assertThat(events.indexOf("heard " + i)).isLessThan(events.indexOf("answered " + i));
    }
  }

  /// The thread that writes the log must not read it like others.
  private static <T> T elsewhere(Supplier<T> read) {
    return CompletableFuture.supplyAsync(read).orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void an_acknowledgement_moves_the_cursor_and_raises_the_message_before_it_is_answered()
      throws InterruptedException {
    var receipts = new LinkedBlockingQueue<Receipt>();
    SessionId session = SessionId.random();
    var answered = new CountDownLatch(1);
    Draft draft = Drafts.text(alice, conversation, "hello");
    try (var appender =
        TestingAppender.of(
            store, (_, heard) -> receipts.addAll(heard), PLENTY, failed::countDown)) {
      var stored = new CompletableFuture<Appended>();
      appender.appendDraft(draft, stored::complete);
      long position = ((Appended.Stored) stored.join()).position();

      appender.writeCursors(
          List.of(
              new CursorMove(session, log, Cursor.at(1)),
              new CursorMove(session, log, Cursor.at(position))),
          List.of(new Acknowledged(draft.message().id(), bob, MessageStatus.READ)),
          answered::countDown);
      await(answered);

      assertThat(store.cursor(session, log)).contains(Cursor.at(position));
      assertThat(receipts).extracting(Receipt::status).containsExactly(MessageStatus.READ);
    }
  }

  @Test
  void too_much_waiting_is_refused_and_what_was_taken_is_answered() throws InterruptedException {
    var held = new Held();
    int mostWaiting = 10;
    var answered = new CountDownLatch(1 + mostWaiting);
    try (var appender = TestingAppender.of(store, held, mostWaiting, failed::countDown)) {
      append(appender, "on its way", _ -> answered.countDown());
      await(held.reached);
      for (int i = 0; i < mostWaiting; i++) {
        assertThat(append(appender, "waits", _ -> answered.countDown())).isTrue();
      }

      assertThat(append(appender, "too much", _ -> {})).isFalse();
      assertThat(appender.writeCursors(List.of(), List.of(), () -> {})).isFalse();
      held.letGo.countDown();
      await(answered);

      assertThat(append(appender, "room again", _ -> {})).isTrue();
    }
    assertThat(Entries.of(store, log, 0, PLENTY)).hasSize(mostWaiting + 2);
  }

  @Test
  void an_author_who_sends_a_flood_keeps_nobody_else_out() throws InterruptedException {
    var held = new Held();
    var answered = new CountDownLatch(1);
    try (var appender =
        TestingAppender.of(store, held, BOUNDS, DiskSpace.boundless(), failed::countDown)) {
      append(appender, "on its way", _ -> {});
      await(held.reached);
      int taken = 0;
      while (append(appender, "flood", _ -> {})) {
        taken++;
      }
      assertThat(taken).isEqualTo(PLENTY / 8);
      Draft more = Drafts.text(alice, conversation, "flood");
      assertThat(appender.appendDraft(more, _ -> {})).isEqualTo(Offered.NO_ROOM_FOR_OWNER);

      Draft other = Drafts.text(bob, conversation, "hello");
      assertThat(appender.appendDraft(other, _ -> answered.countDown())).isEqualTo(Offered.QUEUED);
      held.letGo.countDown();
      await(answered);
    }
    // It was not behind the flood.
    assertThat(Entries.of(store, log, 0, 3)).extracting(Drafts::payload).contains("hello");
  }

  @Test
  void closing_answers_all_that_was_taken_and_takes_no_more() throws InterruptedException {
    var taken = new AtomicInteger();
    var answered = new AtomicInteger();
    var some = new CountDownLatch(500);
    var appender = TestingAppender.of(store, (_, _) -> {}, Integer.MAX_VALUE, failed::countDown);

    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              await(some);
              appender.close();
            });
    inThreads(
        4,
        () -> {
          while (append(
              appender,
              "x",
              _ -> {
                answered.incrementAndGet();
                some.countDown();
              })) {
            taken.incrementAndGet();
          }
        });
    closing.join();
    appender.close();

    assertThat(answered).hasValue(taken.get());
    assertThat(Entries.of(store, log, 0, Integer.MAX_VALUE)).hasSize(taken.get());
    assertThat(append(appender, "too late", _ -> {})).isFalse();
    assertThat(failed.getCount()).isOne();
  }

  @Test
  void when_the_store_fails_nothing_is_answered_and_nothing_more_is_taken()
      throws InterruptedException {
    var answered = new AtomicInteger();
    var held = new Held();
    var appender = TestingAppender.of(store, held, PLENTY, failed::countDown);
    append(appender, "before", _ -> answered.incrementAndGet());
    await(held.reached);
    store.close();
    append(appender, "after", _ -> answered.incrementAndGet());
    appender.writeCursors(List.of(), List.of(), answered::incrementAndGet);

    held.letGo.countDown();
    await(failed);

    assertThat(append(appender, "more", _ -> answered.incrementAndGet())).isFalse();
    appender.close();
    assertThat(answered).hasValue(1);
    try (var reopened = RocksLog.open(folder, new PositionClock(InstantSource.system()))) {
      assertThat(Entries.of(reopened, log, 0, PLENTY))
          .extracting(Drafts::payload)
          .containsExactly("before");
    }
  }

  @Test
  void one_who_throws_when_called_back_harms_nobody_else() throws InterruptedException {
    var answered = new CountDownLatch(2);
    Appender.Listener deaf =
        (_, _) -> {
          throw new IllegalStateException("a listener that throws, as the test wants it");
        };
    try (var appender = TestingAppender.of(store, deaf, PLENTY, failed::countDown)) {
      append(appender, "1", _ -> answered.countDown());
      append(
          appender,
          "2",
          _ -> {
            throw new IllegalStateException("a sender that throws, as the test wants it");
          });
      append(appender, "3", _ -> answered.countDown());
      await(answered);
    }

    assertThat(Entries.of(store, log, 0, PLENTY)).hasSize(3);
    assertThat(failed.getCount()).isOne();
  }

  @Test
  void a_full_disk_refuses_drafts_and_keeps_acknowledgements_until_there_is_room()
      throws Exception {
    var full = new AtomicBoolean(true);
    var space = new DiskSpace(() -> Long.MAX_VALUE, 0, new Health());
    SessionId session = SessionId.random();
    var acknowledged = new CountDownLatch(1);
    try (var appender =
        TestingAppender.of(full(full), (_, _) -> {}, BOUNDS, space, failed::countDown)) {
      appender.writeCursors(
          List.of(new CursorMove(session, log, Cursor.at(7))), List.of(), acknowledged::countDown);
      await(acknowledged);
      assertThatExceptionOfType(DiskFull.class)
          .isThrownBy(() -> append(appender, "refused", _ -> {}));
      space.look();
      assertThat(space.isOut()).isTrue();
      assertThat(store.cursor(session, log)).isEmpty();

      full.set(false);
      while (space.isOut()) {
        space.look();
      }

      assertThat(store.cursor(session, log)).contains(Cursor.at(7));
      var stored = new CompletableFuture<Appended>();
      append(appender, "later", stored::complete);
      assertThat(stored.get(30, TimeUnit.SECONDS)).isInstanceOf(Appended.Stored.class);
    }
    assertThat(failed.getCount()).isOne();
  }

  @Test
  void a_draft_that_finds_no_room_is_answered() throws Exception {
    var space = new DiskSpace(() -> Long.MAX_VALUE, 0, new Health());
    var refused = new CompletableFuture<Appended>();
    try (var appender =
        TestingAppender.of(
            full(new AtomicBoolean(true)), (_, _) -> {}, BOUNDS, space, failed::countDown)) {
      append(appender, "refused", refused::complete);

      assertThat(refused.get(30, TimeUnit.SECONDS)).isEqualTo(new Appended.NotStored());
    }
    assertThat(Entries.of(store, log, 0, 1)).isEmpty();
    assertThat(failed.getCount()).isOne();
  }

  /// The store, on a disk that is full as long as this says so.
  private LogStore full(AtomicBoolean full) {
    return (LogStore)
        Proxy.newProxyInstance(
            LogStore.class.getClassLoader(),
            new Class<?>[] {LogStore.class},
            (_, method, arguments) -> {
              if (full.get() && List.of("commit", "mend").contains(method.getName())) {
                throw new LogFull("the disk is full", new IOException("no room"));
              }
              return method.invoke(store, arguments);
            });
  }

  @Test
  void an_id_sent_twice_at_once_is_stored_once() {
    Message message = Drafts.message(MessageId.random(), alice, conversation, "PLAIN_TEXT", "once");
    List<Appended> outcomes = new ArrayList<>();

    try (var appender = TestingAppender.of(store, (_, _) -> {}, PLENTY, failed::countDown)) {
      appender.appendDraft(Drafts.to(message, log), outcomes::add);
      appender.appendDraft(Drafts.to(message, log), outcomes::add);
    }

    long position = ((Appended.Stored) outcomes.getFirst()).position();
    assertThat(outcomes.getLast()).isEqualTo(new Appended.Duplicate(position));
  }

  private boolean append(Appender appender, String text, Consumer<Appended> then) {
    var draft = Drafts.text(alice, conversation, text);
    return appender.appendDraft(draft, then) == Offered.QUEUED;
  }

  private static void inThreads(int count, Runnable work) throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, count).mapToObj(_ -> Thread.ofPlatform().start(work)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
