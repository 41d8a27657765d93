package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.LogFailure;
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

/// RocksDB with its sharp edges filed off: failures are `LogFailure`s, an iterator that stops early
/// says why, and what comes after `close` is refused, where RocksDB would take the process down.
///
/// Any thread may call it.
final class Database implements AutoCloseable {
  private final Path folder;
  private final Settings settings;
  private final RocksDB db;
  private final Map<Family, ColumnFamilyHandle> families;
  private final ReadOptions plainly = new ReadOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions buffered = new WriteOptions();

  /// Held for reading by whoever is inside, for writing by whoever closes. It shuts out nobody but
  /// the latecomers.
  private final ReadWriteLock door = new ReentrantReadWriteLock();

  private boolean closed;

  private Database(
      Path folder, Settings settings, RocksDB db, Map<Family, ColumnFamilyHandle> families) {
    this.folder = folder;
    this.settings = settings;
    this.db = db;
    this.families = families;
  }

  static Database open(Path folder) {
    return open(folder, Settings.Memory.DEFAULT, Settings.Recovery.TORN_TAIL);
  }

  static Database open(Path folder, Settings.Memory memory, Settings.Recovery recovery) {
    loadLibrary();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LogFailure("The folder " + folder + " for the log can't be made.", e);
    }
    var settings = new Settings(memory, recovery);
    return of(
        folder,
        settings,
        handles -> RocksDB.open(settings.database, folder.toString(), settings.families, handles));
  }

  /// The last position of the log in `folder`, which is not changed by the look at it.
  static long lastPosition(Path folder, Settings.Memory memory) {
    loadLibrary();
    var settings = new Settings(memory, Settings.Recovery.TORN_TAIL);
    Database database =
        of(
            folder,
            settings,
            handles ->
                RocksDB.openReadOnly(
                    settings.database, folder.toString(), settings.families, handles));
    try {
      return LastPosition.read(database);
    } finally {
      database.closeUnflushed();
    }
  }

  private interface Opener {
    RocksDB open(List<ColumnFamilyHandle> handles) throws RocksDBException;
  }

  private static Database of(Path folder, Settings settings, Opener opener) {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = opener.open(handles);
      Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        families.put(family, handles.get(families.size()));
      }
      return new Database(folder, settings, db, families);
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

  /// Writes `batch` as a whole or not at all: to the disk itself, or only as far as the operating
  /// system.
  void write(WriteBatch batch, boolean sync) {
    enter();
    try {
      db.write(sync ? synced : buffered, batch);
    } catch (RocksDBException e) {
      throw Failures.writing(folder, e);
    } finally {
      leave();
    }
  }

  /// Makes a copy of all that is written so far in a folder that is not there yet; files that never
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

  /// Reads everything there is, and compares it with its checksums.
  void verify() {
    enter();
    try {
      db.verifyChecksum();
    } catch (RocksDBException e) {
      throw Failures.reading(folder, e);
    } finally {
      leave();
    }
  }

  /// Writes one row, to the disk itself.
  void write(Family family, byte[] key, byte[] value) {
    try (var batch = new WriteBatch()) {
      batch.put(handle(family), key, value);
      write(batch, true);
    } catch (RocksDBException e) {
      throw Failures.writing(folder, e);
    }
  }

  /// What a batch needs to name a family.
  ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  /// A `LogFailure` of this folder for a batch that can't be put together.
  LogFailure failure(RocksDBException e) {
    return Failures.writing(folder, e);
  }

  @Override
  public void close() {
    close(true);
  }

  private void closeUnflushed() {
    close(false);
  }

  private void close(boolean flushed) {
    door.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (flushed) {
        flush();
      }
      families.values().forEach(ColumnFamilyHandle::close);
      db.close();
      plainly.close();
      synced.close();
      buffered.close();
      settings.close();
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
