package dev.hearth.sdk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The behaviour of every store.
abstract class ClientStoreContract {
  static final Kind LETTER = new Kind("letter", 3);
  static final Kind NUMBER = Kind.unbounded("number");

  ClientStore store = ClientStore.inMemory();

  /// A store with nothing in it.
  abstract ClientStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void a_record_is_found_until_it_is_removed() {
    assertThat(find(LETTER, "a")).isEmpty();

    put(LETTER, "a", "Alpha");
    assertThat(find(LETTER, "a")).contains("Alpha");
    put(LETTER, "a", "");
    assertThat(find(LETTER, "a")).contains("");

    change(records -> records.remove(LETTER, "a"));
    change(records -> records.remove(LETTER, "a"));
    assertThat(find(LETTER, "a")).isEmpty();
  }

  @Test
  void kinds_have_nothing_to_do_with_each_other() {
    put(LETTER, "1", "one letter");
    put(NUMBER, "1", "one");

    change(records -> records.remove(LETTER, "1"));

    assertThat(find(NUMBER, "1")).contains("one");
    assertThat(names(LETTER)).isEmpty();
  }

  @Test
  void names_come_as_they_were_put_the_oldest_first() {
    List.of("c", "a", "b").forEach(name -> put(NUMBER, name, name));
    put(NUMBER, "a", "again");
    change(records -> records.remove(NUMBER, "b"));
    put(NUMBER, "ü/ñ", "any letters");

    assertThat(names(NUMBER)).containsExactly("c", "a", "ü/ñ");
  }

  @Test
  void the_oldest_of_a_kind_goes_when_there_are_too_many() {
    List.of("a", "b", "c").forEach(name -> put(LETTER, name, name));
    put(LETTER, "a", "younger than b now");
    for (int i = 0; i < 10; i++) {
      put(NUMBER, "n" + i, "of another kind");
    }

    put(LETTER, "d", "one too many");

    assertThat(names(LETTER)).containsExactly("c", "a", "d");
    assertThat(find(LETTER, "b")).isEmpty();
    assertThat(names(NUMBER)).hasSize(10);
  }

  @Test
  void a_transaction_that_throws_has_changed_nothing() {
    List.of("a", "b", "c").forEach(name -> put(LETTER, name, name));
    var broken = new IllegalArgumentException("broken");

    assertThatThrownBy(() ->
            change(records -> {
              records.put(LETTER, "b", bytes("changed"));
              records.put(LETTER, "d", bytes("drops a"));
              records.remove(LETTER, "c");
              records.put(LETTER, "c", bytes("new"));
              assertThat(records.names(LETTER)).containsExactly("b", "d", "c");
              throw broken;
            }))
        .isSameAs(broken);

    assertThat(names(LETTER)).containsExactly("a", "b", "c");
    assertThat(find(LETTER, "b")).contains("b");
    put(LETTER, "d", "d");
    assertThat(names(LETTER)).containsExactly("b", "c", "d");
  }

  @Test
  void a_transaction_within_another_is_part_of_it() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            change(records -> {
              put(LETTER, "a", "inner");
              assertThat(records.find(LETTER, "a")).contains(bytes("inner"));
              throw new IllegalArgumentException("after it");
            }));

    assertThat(find(LETTER, "a")).isEmpty();
  }

  @Test
  void a_part_that_has_failed_fails_the_whole_also_when_it_is_caught() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            change(records -> {
              records.put(LETTER, "a", bytes("outer"));
              assertThatIllegalArgumentException().isThrownBy(this::failAfterPutting);
              records.put(LETTER, "c", bytes("outer, too"));
            }));

    assertThat(names(LETTER)).isEmpty();
    put(LETTER, "a", "the next one is a new one");
    assertThat(names(LETTER)).containsExactly("a");
  }

  private void failAfterPutting() {
    change(records -> {
      records.put(LETTER, "b", bytes("inner"));
      throw new IllegalArgumentException("in the middle");
    });
  }

  @Test
  void a_caller_that_comes_while_a_transaction_is_under_way_waits_for_its_end() throws Exception {
    var inside = new CountDownLatch(1);
    var othersAreWaiting = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(() ->
              change(records -> {
                records.put(NUMBER, "count", bytes("0"));
                inside.countDown();
                await(othersAreWaiting);
                records.put(NUMBER, "count", bytes("100"));
              }));
      inside.await();
      for (int i = 0; i < 20; i++) {
        threads.execute(this::countUp);
      }
      othersAreWaiting.countDown();
      first.get();
    }

    assertThat(find(NUMBER, "count")).contains("120");
  }

  private void countUp() {
    change(records -> {
      String count = text(records.find(NUMBER, "count").orElseThrow());
      records.put(NUMBER, "count", bytes(Integer.toString(Integer.parseInt(count) + 1)));
    });
  }

  @Test
  void nobody_outside_changes_what_is_kept() {
    byte[] mine = bytes("mine");
    change(records -> records.put(LETTER, "a", mine));
    mine[0] = 'w';
    change(records -> records.find(LETTER, "a").orElseThrow()[0] = 'f');

    assertThat(find(LETTER, "a")).contains("mine");
  }

  @Test
  void records_are_only_there_in_their_transaction_and_in_its_thread() {
    var kept = new AtomicReference<Records>();
    change(kept::set);
    assertThatIllegalStateException().isThrownBy(() -> kept.get().names(LETTER));

    change(records -> {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<List<String>> elsewhere = threads.submit(() -> records.names(LETTER));
        assertThatThrownBy(elsewhere::get).hasCauseInstanceOf(IllegalStateException.class);
      }
    });
  }

  @Test
  void records_out_of_bounds_are_refused() {
    String longest = "n".repeat(Records.MOST_NAME_LENGTH);
    put(LETTER, longest, "kept");
    assertThat(names(LETTER)).containsExactly(longest);

    assertThatIllegalArgumentException().isThrownBy(() -> put(LETTER, longest + "n", "too long"));
    assertThatIllegalArgumentException().isThrownBy(() -> put(LETTER, "", "no name"));
    assertThatIllegalArgumentException().isThrownBy(() -> put(LETTER, "\ud83d", "half a letter"));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            change(records -> records.put(LETTER, "big", new byte[Records.MOST_VALUE_BYTES + 1])));
    assertThatIllegalArgumentException().isThrownBy(() -> new Kind("Letter", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Kind("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Kind("nothing", 0));
    assertThat(names(LETTER)).containsExactly(longest);
  }

  @Test
  void a_closed_store_refuses() {
    assertThatIllegalStateException().isThrownBy(() -> change(records -> store.close()));
    put(LETTER, "a", "still open");

    store.close();
    store.close();

    assertThatIllegalStateException().isThrownBy(() -> names(LETTER));
  }

  final void put(Kind kind, String name, String value) {
    change(records -> records.put(kind, name, bytes(value)));
  }

  final Optional<String> find(Kind kind, String name) {
    return store.inTransaction(records -> records.find(kind, name)).map(ClientStoreContract::text);
  }

  final List<String> names(Kind kind) {
    return store.inTransaction(records -> records.names(kind));
  }

  final void change(Consumer<Records> work) {
    store.inTransaction(records -> {
      work.accept(records);
      return records;
    });
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
