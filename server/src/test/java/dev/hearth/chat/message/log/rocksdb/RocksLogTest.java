package dev.hearth.chat.message.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.LogStoreContract;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

final class RocksLogTest extends LogStoreContract {
  @TempDir private Path folder;

  @Override
  protected LogStore open(InstantSource clock) {
    return RocksLog.open(folder.resolve("log"), new PositionClock(clock));
  }

  @Test
  void a_folder_that_is_open_already_is_refused() {
    assertThatThrownBy(() -> open(clock))
        .isInstanceOf(LogFailure.class)
        .hasMessageContaining("open already")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void a_folder_that_can_not_be_made_is_refused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> RocksLog.open(file.resolve("log"), new PositionClock(clock)))
        .isInstanceOf(LogFailure.class)
        .hasMessageContaining("can't be made");
  }

  @Test
  void a_damaged_folder_is_refused() throws IOException {
    Path damaged = folder.resolve("damaged");
    RocksLog.open(damaged, new PositionClock(clock)).close();
    Files.writeString(damaged.resolve("CURRENT"), "nonsense");

    assertThatThrownBy(() -> RocksLog.open(damaged, new PositionClock(clock)))
        .isInstanceOf(LogFailure.class)
        .hasMessageContaining("can't be opened");
  }

  @Test
  void a_value_of_an_unknown_format_or_cut_short_is_refused() {
    Path other = folder.resolve("other");
    ConversationId conversation = ConversationId.random();
    var draft = Drafts.text(UserId.random(), conversation, "secret");
    try (var log = RocksLog.open(other, new PositionClock(clock))) {
      log.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    }
    MessageId id = draft.message().id();
    byte[] unknown = new byte[50];
    unknown[0] = 9;
    overwrite(other, Family.IDS, Keys.message(id), unknown);
    overwrite(other, Family.ENTRIES, Keys.entry(LogId.of(conversation), 7), new byte[] {1, 0});

    try (var log = RocksLog.open(other, new PositionClock(clock))) {
      assertThatThrownBy(() -> log.find(id))
          .isInstanceOf(LogFailure.class)
          .hasMessageContaining("format 9");
      assertThat(Entries.of(log, LogId.of(conversation), 0, 10))
          .extracting(Drafts::payload)
          .containsExactly("secret");
    }
  }

  @Test
  void a_full_disk_is_told_as_such() {
    var full = new Status(Status.Code.IOError, Status.SubCode.NoSpace, "No space left on device");

    assertThat(Failures.writing(folder, new RocksDBException("IO error", full)))
        .hasMessageContaining("the disk is full");
  }

  @Test
  void a_closed_log_refuses_and_can_be_closed_again() {
    var log = RocksLog.open(folder.resolve("closed"), new PositionClock(clock));
    log.close();
    log.close();

    assertThatThrownBy(log::horizon).isInstanceOf(LogFailure.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> Entries.of(log, LogId.of(ConversationId.random()), 0, 1))
        .isInstanceOf(LogFailure.class);
    assertThatThrownBy(() -> log.commit(batch())).isInstanceOf(LogFailure.class);
  }

  @Test
  void heads_are_dropped_only_once_they_are_stored() {
    var heads = new Heads(2);
    List<LogId> logs =
        List.of(
            LogId.of(ConversationId.random()),
            LogId.of(ConversationId.random()),
            LogId.of(ConversationId.random()));

    logs.forEach(log -> heads.put(log, 1));
    assertThat(logs).allSatisfy(log -> assertThat(heads.find(log)).hasValue(1));
    heads.written();

    assertThat(heads.find(logs.get(0))).isEmpty();
    assertThat(heads.find(logs.get(1))).isPresent();
    assertThat(heads.find(logs.get(2))).isPresent();
  }

  private static LogStore.Batch batch() {
    return new LogStore.Batch(
        List.of(Drafts.text(UserId.random(), ConversationId.random(), "1")), List.of(), List.of());
  }

  private static void overwrite(Path folder, Family family, byte[] key, byte[] value) {
    try (var database = RocksDatabase.open(folder)) {
      database.write(family, key, value);
    }
  }
}
