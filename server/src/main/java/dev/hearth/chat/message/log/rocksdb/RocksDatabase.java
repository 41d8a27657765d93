package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.UnreadableLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// RocksDB with its sharp edges filed off: failures are `LogFailure`s, an iterator that stops early
/// says why, and what comes after `close` is refused, where RocksDB would take the process down.
///
/// Any thread may call it.
final class RocksDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);

  private final Path folder;
  private final RocksSettings.Memory memory;

  // Others than at first after a compaction that met damage.
  private RocksSettings settings;
  private RocksDB db;
  private Map<Family, ColumnFamilyHandle> families;
  private boolean unmerged;

  private final ReadOptions plainly = new ReadOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions buffered = new WriteOptions();

  /// Calls hold it for reading, opening again and closing for writing. Only calls that come after
  /// the close are refused.
  private final ReadWriteLock door = new ReentrantReadWriteLock();

  private boolean closed;

  private RocksDatabase(Path folder, RocksSettings.Memory memory, Opened opened) {
    this.folder = folder;
    this.memory = memory;
    this.settings = opened.settings;
    this.db = opened.db;
    this.families = opened.families;
  }

  private record Opened(
      RocksSettings settings, RocksDB db, Map<Family, ColumnFamilyHandle> families) {}

  static RocksDatabase open(Path folder) {
    return open(folder, RocksSettings.Memory.DEFAULT, RocksSettings.Recovery.TORN_TAIL);
  }

  static RocksDatabase open(
      Path folder, RocksSettings.Memory memory, RocksSettings.Recovery recovery) {
    loadLibrary();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LogFailure("The folder " + folder + " for the log can't be made.", e);
    }
    return open(folder, memory, new RocksSettings(memory, recovery));
  }

  /// @param settings are closed with the database
  static RocksDatabase open(Path folder, RocksSettings.Memory memory, RocksSettings settings) {
    return new RocksDatabase(folder, memory, opened(folder, settings));
  }

  /// The last position of the log in `folder`, which is not changed by the look at it.
  static long lastPosition(Path folder, RocksSettings.Memory memory) {
    return inspect(folder, memory, LastPosition::read);
  }

  /// Reads everything there is in `folder`, and compares it with its checksums. Changes nothing.
  static void verify(Path folder) {
    inspect(
        folder,
        RocksSettings.Memory.DEFAULT,
        database -> {
          try {
            database.db.verifyChecksum();
            return true;
          } catch (RocksDBException e) {
            throw Failures.reading(folder, e);
          }
        });
  }

  private static <T> T inspect(
      Path folder, RocksSettings.Memory memory, Function<RocksDatabase, T> look) {
    loadLibrary();
    var settings = new RocksSettings(memory, RocksSettings.Recovery.TORN_TAIL);
    settings.silence();
    Opened opened =
        opened(
            folder,
            settings,
            handles ->
                RocksDB.openReadOnly(
                    settings.database, folder.toString(), settings.families, handles));
    var database = new RocksDatabase(folder, memory, opened);
    try {
      return look.apply(database);
    } finally {
      database.closeUnflushed();
    }
  }

  private interface Opener {
    RocksDB open(List<ColumnFamilyHandle> handles) throws RocksDBException;
  }

  private static Opened opened(Path folder, RocksSettings settings) {
    return opened(
        folder,
        settings,
        handles -> RocksDB.open(settings.database, folder.toString(), settings.families, handles));
  }

  private static Opened opened(Path folder, RocksSettings settings, Opener opener) {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = opener.open(handles);
      Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        families.put(family, handles.get(families.size()));
      }
      return new Opened(settings, db, families);
    } catch (RocksDBException e) {
      settings.close();
      throw Failures.opening(folder, e);
    }
  }

  private static void loadLibrary() {
    try {
      RocksDB.loadLibrary();
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw new LogFailure(
          "RocksDB can't be loaded. Is this machine one it is made for, and may programs run from "
              + System.getProperty("java.io.tmpdir")
              + "?",
          e);
    }
  }

  Optional<byte[]> find(Family family, byte[] key) {
    enter();
    try {
      return Optional.ofNullable(db.get(handle(family), plainly, key));
    } catch (RocksDBException e) {
      throw Failures.reading(folder, e);
    } finally {
      leave();
    }
  }

  /// The rows from `from` up to, but without, `to`, as they are now.
  Rows rows(Family family, byte[] from, byte[] to) {
    return new Rows(family, from, to, true);
  }

  /// As {@link #rows}, for rows that nobody will soon ask for again: the cache stays as it is.
  Rows rowsInPassing(Family family, byte[] from, byte[] to) {
    return new Rows(family, from, to, false);
  }

  /// Writes all of `writes` or nothing: to the disk itself, or only as far as the operating system.
  void write(Writes writes, boolean sync) {
    if (!written(writes, sync)) {
      openWithoutCompaction();
      if (!written(writes, sync)) {
        throw new LogFailure("The log in " + folder + " can't be written: it is damaged.");
      }
    }
  }

  /// Writes one row, to the disk itself.
  void write(Family family, byte[] key, byte[] value) {
    var writes = new Writes();
    writes.put(family, key, value);
    write(writes, true);
  }

  /// Returns false when RocksDB takes no writes since a compaction met damage.
  private boolean written(Writes writes, boolean sync) {
    enter();
    try (WriteBatch batch = writes.batch(families)) {
      db.write(sync ? synced : buffered, batch);
      return true;
    } catch (RocksDBException e) {
      if (isDamage(e) && !unmerged) {
        return false;
      }
      throw Failures.writing(folder, e);
    } finally {
      leave();
    }
  }

  /// Damaged data stays where it is then, and everything else can be read and written.
  private void openWithoutCompaction() {
    door.writeLock().lock();
    try {
      if (closed || unmerged) {
        return;
      }
      unmerged = true;
      LOG.error(
          "The log in {} has a damaged file. Files are no longer merged until the next start:"
              + " restore the data folder from a backup before reads get slow",
          folder);
      release();
      Opened again = opened(folder, new RocksSettings(memory, RocksSettings.Recovery.UNMERGED));
      settings = again.settings;
      db = again.db;
      families = again.families;
    } catch (LogFailure e) {
      closed = true;
      throw e;
    } finally {
      door.writeLock().unlock();
    }
  }

  /// A write reads no files. When it fails by damage, some work in the background met that, and
  /// RocksDB has refused the write before it began.
  private boolean isDamage(RocksDBException e) {
    return Failures.writing(folder, e) instanceof UnreadableLog;
  }

  /// How many times work in the background has failed since this was opened.
  long failuresInBackground() {
    enter();
    try {
      return db.getLongProperty("rocksdb.background-errors");
    } catch (RocksDBException e) {
      throw Failures.reading(folder, e);
    } finally {
      leave();
    }
  }

  /// Merges what is in memory and in all files, as time does.
  void merge() {
    enter();
    try {
      for (ColumnFamilyHandle family : families.values()) {
        db.compactRange(family);
      }
    } catch (RocksDBException e) {
      throw Failures.writing(folder, e);
    } finally {
      leave();
    }
  }

  /// Copies everything written so far into a folder that does not exist yet; files that never
  /// change are links where the file systems allow it.
  void copyTo(Path target) {
    enter();
    try (var checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException e) {
      throw Failures.copying(folder, target, e);
    } finally {
      leave();
    }
  }

  private void release() {
    families.values().forEach(ColumnFamilyHandle::close);
    db.close();
    settings.close();
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  @Override
  public void close() {
    closeOnce();
  }

  /// Returns false when it was closed before.
  boolean closeOnce() {
    return close(true);
  }

  private void closeUnflushed() {
    close(false);
  }

  private boolean close(boolean flushed) {
    door.writeLock().lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      if (flushed) {
        flush();
      }
      release();
      plainly.close();
      synced.close();
      buffered.close();
      return true;
    } finally {
      door.writeLock().unlock();
    }
  }

  /// So that the next start has nothing to read again.
  private void flush() {
    try (var options = new FlushOptions()) {
      db.flush(options, List.copyOf(families.values()));
    } catch (RocksDBException e) {
      // Nothing is lost by it: the next start reads the write-ahead log instead.
    }
  }

  void requireOpen() {
    enter();
    leave();
  }

  private void enter() {
    door.readLock().lock();
    if (closed) {
      door.readLock().unlock();
      throw new LogFailure("The log in " + folder + " is closed.");
    }
  }

  private void leave() {
    door.readLock().unlock();
  }

  /// A walk over rows that sees the database as it was when the walk began. For one thread, which
  /// closes it.
  final class Rows implements AutoCloseable {
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private boolean passed;

    private Rows(Family family, byte[] from, byte[] to, boolean cached) {
      enter();
      lower = new Slice(from);
      upper = new Slice(to);
      // Without total order a family with prefixes would only be seen one prefix at a time; in this
      // mode RocksDB uses them just where the bounds allow it.
      options =
          new ReadOptions()
              .setIterateLowerBound(lower)
              .setIterateUpperBound(upper)
              .setAutoPrefixMode(true)
              .setFillCache(cached);
      iterator = db.newIterator(handle(family), options);
    }

    void first() {
      iterator.seekToFirst();
    }

    void last() {
      iterator.seekToLast();
    }

    void seek(byte[] key) {
      iterator.seek(key);
    }

    void next() {
      iterator.next();
    }

    /// Whether the walk stands on a row; `false` is the end and never a failure to read on.
    boolean onRow() {
      if (iterator.isValid()) {
        return true;
      }
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw Failures.reading(folder, e);
      }
      return false;
    }

    /// After a failure to read on, moves behind the last place that can't be read. Returns false
    /// when nothing can be read there. Once a walk.
    boolean passDamage() {
      if (passed) {
        return false;
      }
      if (iterator.isValid()) {
        // Only the value of this row is bad.
        iterator.next();
        return true;
      }
      passed = true;
      byte @Nullable [] first = null;
      for (iterator.seekToLast(); iterator.isValid(); iterator.prev()) {
        first = iterator.key();
      }
      if (first == null) {
        return false;
      }
      iterator.seek(first);
      return iterator.isValid();
    }

    byte[] key() {
      return iterator.key();
    }

    byte[] value() {
      return iterator.value();
    }

    @Override
    public void close() {
      iterator.close();
      options.close();
      upper.close();
      lower.close();
      leave();
    }
  }
}
