package dev.hearth.chat.message.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.Eventually;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One bad sector loses the entries in it, and nothing else.
final class DamagedFilesTest {
  private static final int CONVERSATIONS = 12;

  @TempDir private Path folder;

  private final UserId author = UserId.random();
  private final Random random = new Random(5);
  private final List<Draft> drafts = new ArrayList<>();

  @Test
  void a_damaged_part_of_a_log_costs_no_other_log_and_nothing_around_it() {
    write(200);
    damageBlockOf(drafts.get(100));

    try (var log = open()) {
      int unread = 0;
      for (int i = 0; i < CONVERSATIONS; i++) {
        List<Draft> said = saidIn(conversation(i));
        List<Entry> read = readAll(log, LogId.of(conversation(i)));
        unread += said.size() - read.size();
        if (!said.contains(drafts.get(100))) {
          continue;
        }
        assertThat(read).isNotEmpty();
        assertThat(read.getLast().message().id()).isEqualTo(said.getLast().message().id());
      }
      assertThat(unread).isBetween(1, 20);
      assertThat(log.logs(Optional.empty(), 100)).hasSizeBetween(CONVERSATIONS - 1, CONVERSATIONS);
      for (int i = 0; i < CONVERSATIONS; i++) {
        assertThat(commit(log, text(conversation(i)))).isInstanceOf(Appended.Stored.class);
      }
    }
  }

  @Test
  void a_draft_that_meets_a_damaged_part_of_the_ids_is_not_stored_and_the_rest_of_its_batch_is() {
    write(1_000);
    Path ids = tableOfIds();
    byte[] bytes = bytes(ids);
    bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ 4);
    write(ids, bytes);

    try (var log = open()) {
      List<Draft> batch = new ArrayList<>(drafts);
      batch.add(text(conversation(0)));
      List<Appended> outcomes =
          log.commit(new LogStore.Batch(batch, List.of(), List.of())).appended();

      // Sent again, they would be stored twice if nobody knew of the first time.
      List<Draft> unknown = new ArrayList<>();
      for (int i = 0; i < drafts.size(); i++) {
        if (outcomes.get(i) instanceof Appended.NotStored) {
          unknown.add(drafts.get(i));
        } else {
          assertThat(outcomes.get(i)).isInstanceOf(Appended.Duplicate.class);
        }
      }
      assertThat(unknown).hasSizeBetween(1, 200);
      assertThat(outcomes.getLast()).isNotInstanceOf(Appended.IdTaken.class);
      assertThatExceptionOfType(UnreadableLog.class)
          .isThrownBy(() -> log.find(unknown.getFirst().message().id()));
      for (int i = 0; i < CONVERSATIONS; i++) {
        assertThat(readAll(log, LogId.of(conversation(i))))
            .hasSizeGreaterThanOrEqualTo(saidIn(conversation(i)).size());
      }
      while (log.forget(Long.MAX_VALUE, 100)) {
        // A round ends, though part of the ids can't be read.
      }
    }
  }

  @Test
  void a_compaction_that_meets_damage_stops_no_writes() {
    // A file for each start: from four on, RocksDB merges them.
    write(100);
    damageBlockOf(drafts.get(50));
    for (int i = 0; i < 5; i++) {
      try (var log = open()) {
        Draft more = text(conversation(i));
        assertThat(commit(log, more)).isInstanceOf(Appended.Stored.class);
        drafts.add(more);
      }
    }

    try (var database = RocksDatabase.open(folder)) {
      Eventually.holds(
          "RocksDB fails in the background", () -> database.failuresInBackground() > 0);
    }
    try (var log = open()) {
      for (int i = 0; i < 50; i++) {
        assertThat(commit(log, text(conversation(i % CONVERSATIONS))))
            .isInstanceOf(Appended.Stored.class);
        Eventually.holds(
            "the log can be read", () -> readAll(log, LogId.of(conversation(0))).size() > 0);
      }
    }
  }

  @Test
  void retention_takes_away_what_is_damaged() {
    write(200);
    damageBlockOf(drafts.get(100));

    try (var log = open()) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        log.expire(LogId.of(conversation(i)), log.horizon());
      }
      assertThat(log.logs(Optional.empty(), 100)).isEmpty();
    }
  }

  private RocksLog open() {
    return RocksLog.open(folder, new PositionClock(InstantSource.system()));
  }

  private void write(int count) {
    try (var log = open()) {
      for (int i = 0; i < count; i++) {
        Draft draft = text(conversation(i % CONVERSATIONS));
        assertThat(commit(log, draft)).isInstanceOf(Appended.Stored.class);
        drafts.add(draft);
      }
    }
  }

  private static Appended commit(RocksLog log, Draft draft) {
    return log.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()))
        .appended()
        .getFirst();
  }

  private Draft text(ConversationId conversation) {
    var text = new StringBuilder();
    random.ints(700, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
    return Drafts.text(author, conversation, text.toString());
  }

  private static ConversationId conversation(int number) {
    return new ConversationId(new UUID(7, number));
  }

  private List<Draft> saidIn(ConversationId conversation) {
    return drafts.stream()
        .filter(draft -> draft.message().conversation().equals(conversation))
        .toList();
  }

  /// Page by page, as a session reads.
  private static List<Entry> readAll(RocksLog log, LogId id) {
    List<Entry> entries = new ArrayList<>();
    List<Entry> page = Entries.of(log, id, 0, 4);
    while (!page.isEmpty()) {
      entries.addAll(page);
      page = Entries.of(log, id, entries.getLast().position(), 4);
    }
    return entries;
  }

  private void damageBlockOf(Draft draft) {
    byte[] text = draft.message().payload();
    Path table = tableWith(text);
    byte[] bytes = bytes(table);
    int at = find(bytes, text) + text.length / 2;
    bytes[at] = (byte) (bytes[at] ^ 4);
    write(table, bytes);
  }

  /// The file with the index of ids. For most keys it holds only the part that differs from the key
  /// before.
  private Path tableOfIds() {
    return tables().stream()
        .filter(table -> find(bytes(table), drafts.getFirst().message().payload()) < 0)
        .filter(table -> {
          byte[] content = bytes(table);
          return drafts.stream()
              .anyMatch(draft -> find(content, Keys.message(draft.message().id())) >= 0);
        })
        .findFirst()
        .orElseThrow();
  }

  private Path tableWith(byte[] content) {
    return tables().stream()
        .filter(table -> find(bytes(table), content) >= 0)
        .findFirst()
        .orElseThrow();
  }

  private List<Path> tables() {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int find(byte[] in, byte[] what) {
    return new String(in, StandardCharsets.ISO_8859_1)
        .indexOf(new String(what, StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
