package dev.hearth.chat.directory.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.Eventually;
import dev.hearth.chat.directory.door.Answers.Room;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The answers that are kept in memory: none is older than the changes before the question.
class AnswersTest {
  private static final String KEY = "key";

  @TempDir private Path folder;
  private Database database;
  private ExecutorService threads;

  /// Stands for a table.
  private final AtomicReference<Optional<Long>> stored = new AtomicReference<>(Optional.of(1L));

  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("directory"), List.of());
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void close() {
    threads.close();
    database.close();
  }

  @Test
  void an_answer_is_asked_for_once_and_known_without_waiting_from_then_on() {
    var answers = answers();
    assertThat(inMemory(answers, KEY)).isEmpty();

    assertThat(answers.get(KEY)).contains(1L);
    assertThat(answers.get(KEY)).contains(1L);

    assertThat(inMemory(answers, KEY)).contains(Optional.of(1L));
    assertThat(asked).hasValue(1);
  }

  @Test
  void that_there_is_nothing_is_an_answer_until_there_is_something() {
    stored.set(Optional.empty());
    var answers = answers();
    assertThat(answers.get(KEY)).isEmpty();
    assertThat(answers.get(KEY)).isEmpty();
    assertThat(inMemory(answers, KEY)).contains(Optional.empty());
    assertThat(asked).hasValue(1);

    stored.set(Optional.of(2L));
    answers.forget(KEY);

    assertThat(answers.get(KEY)).contains(2L);
  }

  @Test
  void an_answer_that_was_being_read_when_it_changed_is_not_kept() throws Exception {
    var hasRead = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    var answers = answers(hasRead, changed);
    Future<Optional<Long>> early = threads.submit(() -> answers.get(KEY));
    hasRead.await();

    stored.set(Optional.of(2L));
    answers.forget(KEY);
    changed.countDown();

    assertThat(early.get(10, TimeUnit.SECONDS)).contains(1L);
    assertThat(inMemory(answers, KEY)).isEmpty();
    assertThat(answers.get(KEY)).contains(2L);
  }

  @Test
  void a_caller_who_asks_after_a_change_does_not_share_the_query_of_one_who_asked_before()
      throws Exception {
    var hasRead = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    var answers = answers(hasRead, changed);
    Future<Optional<Long>> early = threads.submit(() -> answers.get(KEY));
    hasRead.await();
    stored.set(Optional.of(2L));
    answers.forget(KEY);

    assertThat(answers.get(KEY)).contains(2L);

    changed.countDown();
    assertThat(early.get(10, TimeUnit.SECONDS)).contains(1L);
    assertThat(inMemory(answers, KEY)).contains(Optional.of(2L));
  }

  @Test
  void those_who_miss_the_same_answer_share_one_query_and_its_failure() throws Exception {
    var hasRead = new CountDownLatch(1);
    var mayContinue = new CountDownLatch(1);
    var answers =
        Answers.<String, Long>ageless(
            database,
            Room.forAsMany(10),
            (_, _) -> {
              asked.incrementAndGet();
              hasRead.countDown();
              await(mayContinue);
              throw new IllegalStateException("no disk");
            });
    var first = threads.submit(() -> answers.get(KEY));
    hasRead.await();
    var arrived = new CompletableFuture<Thread>();
    var second =
        threads.submit(() -> {
          arrived.complete(Thread.currentThread());
          return answers.get(KEY);
        });
    var waiter = arrived.get(10, TimeUnit.SECONDS);
    Eventually.holds("the second waits", () -> waiter.getState() == Thread.State.WAITING);
    mayContinue.countDown();

    assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasMessageContaining("no disk");
    assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).hasMessageContaining("no disk");
    assertThat(asked).hasValue(1);
    assertThat(inMemory(answers, KEY)).isEmpty();
  }

  @Test
  void of_changes_that_come_in_another_order_the_younger_one_stays() {
    var answers = answers();
    answers.get(KEY);
    long version = answers.version(KEY);

    answers.replace(KEY, Optional.of(3L), version);
    answers.replace(KEY, Optional.of(2L), version);

    assertThat(inMemory(answers, KEY)).contains(Optional.of(3L));
  }

  @Test
  void a_change_puts_nothing_back_that_a_younger_one_has_made_forgotten() {
    var answers = answers();
    long version = answers.version(KEY);

    answers.forget(KEY);
    answers.replace(KEY, Optional.of(2L), version);

    assertThat(inMemory(answers, KEY)).isEmpty();
  }

  @Test
  @Timeout(30)
  void no_more_are_kept_than_there_is_room_for() {
    var answers = answers();

    for (int number = 0; number < 1_000; number++) {
      answers.get(KEY + number);
    }

    // Those too many are thrown out a moment later.
    Eventually.holds("ten at most are kept", () -> kept(answers) <= 10);
    assertThat(kept(answers)).isPositive();
  }

  private static <K, V> Optional<V> inMemory(Answers<K, V> answers, K key) {
    try {
      return Optional.of(answers.inMemory(key));
    } catch (NotInMemory _) {
      return Optional.empty();
    }
  }

  private static long kept(Answers<String, Optional<Long>> answers) {
    return IntStream.range(0, 1_000)
        .filter(number -> inMemory(answers, KEY + number).isPresent())
        .count();
  }

  private Answers<String, Optional<Long>> answers() {
    return answers(new CountDownLatch(1), new CountDownLatch(0));
  }

  /// Answers whose first reading has its answer, and waits until it may return it.
  private Answers<String, Optional<Long>> answers(
      CountDownLatch hasRead, CountDownLatch mayContinue) {
    return new Answers<>(
        database,
        Room.forAsMany(10),
        (Handle _, String _) -> {
          Optional<Long> answer = stored.get();
          if (asked.getAndIncrement() == 0) {
            hasRead.countDown();
            await(mayContinue);
          }
          return answer;
        },
        answer -> answer.orElse(-1L));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
