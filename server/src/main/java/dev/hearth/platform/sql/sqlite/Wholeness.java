package dev.hearth.platform.sql.sqlite;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.runtime.Watermark.Store;
import dev.hearth.platform.sql.SqlParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Whether a data folder's directory is all there, before anything is written to it. SQLite itself
/// takes the first damaged frame of its write-ahead log for the end, and has no checksums in the
/// file.
///
/// After a stop, the file must be as the stop left it. After anything else, SQLite checks its
/// structure, and the number of commits must be what it was.
final class Wholeness {
  /// Beyond this size neither is done: it would hold up the start for seconds.
  private static final long MOST_BYTES = 1L << 30;

  private static final int READ_AT_ONCE = 1 << 20;

  /// No checksum: the server runs, or ended without a stop.
  private static final long NONE = -1;

  private final DataFolder folder;
  private final Path file;
  private final Mark commits;
  private final Mark checksum;

  Wholeness(DataFolder folder) {
    this.folder = folder;
    this.file = folder.database();
    var watermark = folder.watermark();
    this.commits = watermark.of(Store.DIRECTORY);
    this.checksum = watermark.of(Store.DIRECTORY_FILE);
  }

  /// @throws StartRefused when something is missing or damaged, and that is not accepted
  void check() {
    boolean expected = folder.id().founded() || commits.reached().isPresent();
    if (Files.notExists(file)) {
      if (expected) {
        folder
            .onLoss()
            .found(file + " is missing: all users, sessions, conversations and keys were in it");
      }
      return;
    }
    try {
      if (!isAsTheStopLeftIt()) {
        SqlParameters.jdbi(readOnly(file)).useHandle(this::check);
      }
    } catch (StartRefused refused) {
      throw refused;
    } catch (IOException unreadable) {
      // Such as a missing right: a backup would not mend that.
      throw StartRefused.because(file + " can't be read", unreadable);
    } catch (RuntimeException unreadable) {
      var right = Unusable.find(unreadable);
      if (right.isPresent()) {
        throw new StartRefused(file + " can't be read: " + right.get(), unreadable);
      }
      throw new StartRefused(
          file
              + " can't be read: "
              + unreadable.getMessage()
              + "; restore the data folder from a backup. To begin with an empty directory, move"
              + " the file away and start with --accept-loss",
          unreadable);
    }
  }

  private boolean isAsTheStopLeftIt() throws IOException {
    OptionalLong left = checksum.reached();
    if (left.isEmpty() || left.getAsLong() == NONE) {
      return false;
    }
    if (checksum() != left.getAsLong()) {
      folder
          .onLoss()
          .found(
              file
                  + " is not as the server left it when it stopped: it is damaged, was changed"
                  + " by another program, or is an older copy");
      return false;
    }
    return true;
  }

  private void check(Handle handle) {
    if (Files.exists(file) && size() <= MOST_BYTES) {
      String found =
          handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).findFirst().orElse("");
      if (!found.equals("ok")) {
        folder
            .onLoss()
            .found(
                file
                    + " is damaged: SQLite finds \""
                    + found.lines().findFirst().orElse("nothing")
                    + "\"");
      }
    }
    if (commits.reached().isEmpty()) {
      return;
    }
    long expected = commits.reached().getAsLong();
    long found = Commits.numberIfCounted(handle);
    if (found < expected) {
      folder
          .onLoss()
          .found(
              file
                  + " has lost its last "
                  + (expected - found)
                  + " of "
                  + expected
                  + " changes: it or its write-ahead log (-wal) is damaged, missing or an older"
                  + " copy");
    }
  }

  /// The file is about to change: the checksum of the last stop no longer holds.
  void changing() {
    checksum.replaceDurably(NONE);
  }

  /// All connections are closed, and with them the write-ahead log is.
  void closed() {
    try {
      // The mark must not be durable before the end of the write-ahead log is.
      DataFolder.syncNames(folder.directory());
      checksum.reach(checksum());
    } catch (IOException e) {
      checksum.reach(NONE);
    }
  }

  /// The file's checksum; `NONE` for one that is too large, or not all there is.
  private long checksum() throws IOException {
    Path writeAhead = file.resolveSibling(file.getFileName() + "-wal");
    if (size() > MOST_BYTES || writeAhead.toFile().length() > 0) {
      return NONE;
    }
    var crc = new CRC32C();
    var buffer = ByteBuffer.allocateDirect(READ_AT_ONCE);
    try (var channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return crc.getValue();
  }

  private long size() {
    return file.toFile().length();
  }

  /// Reads the write-ahead log too, and leaves both as they are.
  private static SQLiteDataSource readOnly(Path file) {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }
}
