package dev.hearth.chat;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.media.FileStore;
import dev.hearth.chat.media.Pictures;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.Platform;
import dev.hearth.platform.backup.Backup;
import dev.hearth.platform.backup.KeptBackup;
import dev.hearth.platform.backup.Needed;
import dev.hearth.platform.backup.Reach;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import dev.hearth.protocol.WireTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Backups of everything a server keeps: making one while it runs, making a data folder of one, and
/// finding the problems of either.
public final class Backups {
  private static final long CACHE_TO_RESTORE = 32 << 20;

  private final Platform platform;
  private final RocksLog store;
  private final Pictures pictures;
  private final ReentrantLock backingUp = new ReentrantLock();

  Backups(Platform platform, RocksLog store, Pictures pictures) {
    this.platform = platform;
    this.store = store;
    this.pictures = pictures;
  }

  /// Backs everything up while it runs: what was answered before this call is in it.
  ///
  /// The directory is copied first, then the log: an entry whose notice is still in the directory's
  /// outbox is known by its id, but one that the directory believes to be in the log would be lost.
  ///
  /// @param keep where backups are kept
  /// @return where this one is
  /// @throws dev.hearth.platform.backup.BackupTooLarge when it would not fit; then nothing was
  ///   begun
  /// @throws IOException when it can't be made; what is left of it goes with the next one
  public Path backUp(Path keep) throws IOException {
    if (!backingUp.tryLock()) {
      throw new IOException("another backup is being made");
    }
    try (var _ = pictures.hold()) {
      var folder = platform.folder();
      requireRoom(keep);
      if (!platform.database().isFile()) {
        throw new IOException(
            "the directory is in PostgreSQL (directory.url): back it up there, for example with"
                + " pg_dump; docs/operating.md says how");
      }
      var backup = Backup.begin(keep, platform.clock().instant());
      long commits = platform.database().commits();
      platform.database().copyTo(backup.path(folder.database().getFileName().toString()));
      backup.added(folder.database().getFileName().toString());
      long position = store.horizon();
      store.copyTo(backup.path(folder.log().getFileName().toString()));
      backup.added(folder.log().getFileName().toString());
      for (Path contents : List.of(folder.attachments(), folder.pictures())) {
        backup.addNamedByContent(contents, contents.getFileName().toString(), FileStore.INCOMING);
      }
      for (String secret : folder.kept()) {
        backup.addCopy(folder.file(secret), secret);
      }
      return backup.finish(new Reach(position, commits, platform.positions().now()));
    } finally {
      backingUp.unlock();
    }
  }

  private void requireRoom(Path keep) throws IOException {
    var folder = platform.folder();
    var needed = Needed.in(keep, folder.directory());
    for (Path copied : List.of(folder.database(), wal(folder.database()))) {
      needed.count(copied, copied.getFileName().toString(), _ -> false, false);
    }
    // Entries in its write-ahead logs are written to a table first.
    needed.count(folder.log(), folder.log().getFileName().toString(), RocksLog::isTable, false);
    for (Path contents : List.of(folder.attachments(), folder.pictures())) {
      needed.count(contents, contents.getFileName().toString(), _ -> true, true);
    }
    needed.require(platform.space().left());
  }

  private static Path wal(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  /// Makes a data folder of a backup that is whole.
  ///
  /// Clients may have seen more than is in it. So a new epoch begins: all positions lie beyond
  /// those that were given out before, as far as the clocks can tell, and no client's offset hides
  /// what comes now.
  ///
  /// @param folder where nothing is yet
  /// @throws IOException when something is there, or it can't be written
  public static void restore(KeptBackup backup, Path folder, InstantSource clock)
      throws IOException {
    backup.copyTo(folder);
    try (var platform = Platform.open(folder, Chat.MIGRATIONS, clock);
        var store = Chat.openLog(platform, CACHE_TO_RESTORE)) {
      Instant now = clock.instant();
      SignalKeys.forgetOneTimeKeys(new Directory(platform.database(), platform.positions()), now);
      long seen = Math.max(backup.reach().clock(), WireTime.micros(backup.mark()));
      store.beginEpoch(Math.max(Math.max(seen, WireTime.micros(now)), store.horizon()) + 1);
      platform.folder().restored();
    }
  }

  /// Finds the problems of a data folder that no server uses, a sentence each.
  public static List<String> problems(DataFolder folder) throws IOException {
    var problems = new ArrayList<>(folder.problems());
    if (Files.exists(folder.database())) {
      problems.addAll(SqliteDatabase.problems(folder));
    } else {
      problems.add(folder.database() + " is missing");
    }
    if (Files.exists(folder.log())) {
      problems.addAll(RocksLog.problems(folder));
    } else {
      problems.add(folder.log() + " is missing");
    }
    problems.addAll(FileStore.problems(folder.attachments()));
    problems.addAll(FileStore.problems(folder.pictures()));
    return problems;
  }

  /// Finds the problems of a backup, a sentence each: of its files or, if these are whole, of their
  /// content.
  public static List<String> problems(KeptBackup backup) throws IOException {
    List<String> damaged = backup.problems();
    if (!damaged.isEmpty()) {
      return damaged;
    }
    var names = new DataFolder.Places(backup.path());
    var problems = new ArrayList<String>();
    problems.addAll(SqliteDatabase.problems(names.database(), backup.reach().commits()));
    problems.addAll(RocksLog.problems(names.log(), backup.reach().position()));
    problems.addAll(FileStore.problems(names.attachments()));
    problems.addAll(FileStore.problems(names.pictures()));
    return problems;
  }
}
