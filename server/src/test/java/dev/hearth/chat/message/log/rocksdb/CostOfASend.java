package dev.hearth.chat.message.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/// Counts the bytes that a send reads from the files, however much is stored; it doesn't measure
/// time. Runs only with `-Dtest=CostOfASend`; `-Dhearth.stored=N` stores N messages first. Small
/// files stay completely in memory, so a few messages show nothing.
final class CostOfASend {
  private static final int TOGETHER = 2_000;
  private static final int SENDS = 300;

  private static final long MOST_BYTES_READ = 1_024;

  @TempDir private Path folder;

  private final UserId author = UserId.random();
  private final List<ConversationId> conversations =
      Stream.generate(ConversationId::random).limit(100).toList();

  @Test
  void a_send_reads_next_to_nothing_however_much_is_stored() {
    int stored = Integer.getInteger("hearth.stored", 1_500_000);
    var memory = RocksSettings.Memory.DEFAULT;
    RocksDB.loadLibrary();
    var settings = new RocksSettings(memory, RocksSettings.Recovery.TORN_TAIL);
    try (var statistics = new Statistics();
        var database = open(memory, settings, statistics)) {
      var log = RocksLog.of(database, new PositionClock(InstantSource.system()));
      for (int i = 0; i < stored; i += TOGETHER) {
        commit(log, TOGETHER);
      }
      database.merge();
      // Fills the cache with blocks that every send needs.
      for (int i = 0; i < SENDS; i++) {
        commit(log, 1);
      }
      long before = read(statistics);
      for (int i = 0; i < SENDS; i++) {
        commit(log, 1);
      }
      long each = (read(statistics) - before) / SENDS;

      System.out.println("CostOfASend: " + stored + " stored, a send reads " + each + " bytes");
      assertThat(each).isLessThan(MOST_BYTES_READ);
    }
  }

  private RocksDatabase open(
      RocksSettings.Memory memory, RocksSettings settings, Statistics statistics) {
    settings.database.setStatistics(statistics);
    return RocksDatabase.open(folder, memory, settings);
  }

  /// The bytes that had to come from files, for they were not in the cache.
  private static long read(Statistics statistics) {
    return statistics.getTickerCount(TickerType.BLOCK_CACHE_BYTES_WRITE);
  }

  private void commit(RocksLog log, int count) {
    List<Draft> drafts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      drafts.add(Drafts.text(author, conversations.get(i % conversations.size()), "hello"));
    }
    log.commit(new LogStore.Batch(drafts, List.of(), List.of()));
  }
}
