package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.platform.runtime.OpenFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.WALRecoveryMode;

/// How RocksDB is set up: for a small server, some 80 MB at most, and for a quick start.
final class RocksSettings implements AutoCloseable {
  private static final long SHARD_BYTES = 8 << 20;
  private static final long MOST_SHARDS = 64;
  private static final int PIECE_BYTES = 4 << 10;

  /// How much data may be held in memory.
  ///
  /// @param cacheBytes of what was read
  record Memory(long cacheBytes) {
    static final Memory DEFAULT = new Memory(32 << 20);

    /// A part of the cache for each thread that reads at the same time, but none so small that one
    /// block takes much of it.
    int shardBits() {
      long shards = Math.clamp(cacheBytes / SHARD_BYTES, 1, MOST_SHARDS);
      return Long.SIZE - 1 - Long.numberOfLeadingZeros(shards);
    }
  }

  /// How to recover a log that was not closed.
  enum Recovery {
    /// All up to the first damaged record of the write-ahead log.
    TORN_TAIL,
    /// All but the damaged records of the write-ahead log, and without those of its files that are
    /// missing.
    WITHOUT_DAMAGED,
    /// As the first; files are never merged, so that a damaged one stops nothing.
    UNMERGED,
    /// The newest state whose files are all there, without the write-ahead log.
    OLDER_STATE
  }

  /// All families together; beyond it the largest goes to a file.
  private static final long WRITE_BUFFERS_BYTES = 48 << 20;

  /// At most this much is read again after a crash before the server can start: about a quarter of
  /// a second.
  private static final long WAL_BYTES = 32 << 20;

  private static final String TRACKED_WALS = "track_and_verify_wals_in_manifest";
  private static final int BLOOM_BITS_PER_KEY = 10;

  /// How many files of one family there may be when they are not merged; then writes stop.
  private static final int MOST_UNMERGED = 10_000;

  final DBOptions database;
  final List<ColumnFamilyDescriptor> families = new ArrayList<>();

  private final LRUCache cache;
  private @Nullable Logger silent;
  private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);

  RocksSettings(Memory memory, Recovery recovery) {
    cache = new LRUCache(memory.cacheBytes(), memory.shardBits());
    database = database(recovery);
    for (Family family : Family.values()) {
      families.add(
          new ColumnFamilyDescriptor(
              family.stored.getBytes(StandardCharsets.US_ASCII),
              options(family, recovery == Recovery.UNMERGED)));
    }
  }

  /// RocksDB writes no file of its own about what it does.
  void silence() {
    var nowhere =
        new Logger(InfoLogLevel.FATAL_LEVEL) {
          @Override
          protected void log(InfoLogLevel level, String message) {
            // It throws what went wrong.
          }
        };
    silent = nowhere;
    database.setLogger(nowhere);
  }

  private static DBOptions database(Recovery recovery) {
    return tracked(recovery != Recovery.WITHOUT_DAMAGED)
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setParanoidChecks(true)
        .setDbWriteBufferSize(WRITE_BUFFERS_BYTES)
        .setMaxTotalWalSize(WAL_BYTES)
        // A power cut may tear what was not synced, anywhere behind what was: take all up to the
        // first tear, rather than refuse to start. Damage before that looks the same to RocksDB;
        // the watermark tells them apart.
        .setWalRecoveryMode(
            recovery == Recovery.WITHOUT_DAMAGED
                ? WALRecoveryMode.SkipAnyCorruptedRecords
                : WALRecoveryMode.PointInTimeRecovery)
        .setBestEffortsRecovery(recovery == Recovery.OLDER_STATE)
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(OpenFiles.ofThisProcess().tables())
        .setBytesPerSync(1 << 20)
        .setSkipStatsUpdateOnDbOpen(true)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(1 << 20)
        .setKeepLogFileNum(2);
  }

  /// Whether the manifest says which write-ahead logs there must be: without it, RocksDB takes no
  /// notice of one that is gone. Java has no other way to set these.
  private static DBOptions tracked(boolean tracked) {
    var properties = new Properties();
    properties.setProperty(TRACKED_WALS, Boolean.toString(tracked));
    return Objects.requireNonNull(DBOptions.getDBOptionsFromProps(properties));
  }

  private ColumnFamilyOptions options(Family family, boolean unmerged) {
    var tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(bloom)
            // In pieces, of which only the list of them is always in memory: as one block, the
            // filter of a large file fits into no cache, and every send would read it from the
            // disk.
            // Damage to one costs what is in it, too, and not the file.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setMetadataBlockSize(PIECE_BYTES)
            .setPinTopLevelIndexAndFilter(true)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinL0FilterAndIndexBlocksInCache(true);
    var options =
        new ColumnFamilyOptions()
            .setWriteBufferSize(family.writeBufferBytes)
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    if (unmerged) {
      options
          .setDisableAutoCompactions(true)
          .setLevel0SlowdownWritesTrigger(MOST_UNMERGED)
          .setLevel0StopWritesTrigger(MOST_UNMERGED);
    }
    switch (family) {
      // Entries are looked for by their log, so a file need only know which logs it holds.
      case ENTRIES -> {
        options.useFixedLengthPrefixExtractor(Keys.UUID_BYTES);
        tables.setWholeKeyFiltering(false);
      }
      // Every send asks for an id that is not there yet: the filter spares the search, in memory
      // too.
      case IDS ->
          options
              .setMemtablePrefixBloomSizeRatio(0.1)
              .setMemtableWholeKeyFiltering(true)
              .setCompressionType(CompressionType.NO_COMPRESSION);
      case META, CURSORS, RECEIPTS -> {}
    }
    return options.setTableFormatConfig(tables);
  }

  @Override
  public void close() {
    for (ColumnFamilyDescriptor family : families) {
      family.getOptions().close();
    }
    database.close();
    if (silent != null) {
      silent.close();
    }
    bloom.close();
    cache.close();
  }
}
