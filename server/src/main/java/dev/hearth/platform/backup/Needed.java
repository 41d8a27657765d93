package dev.hearth.platform.backup;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// The room that a backup will take, counted before it begins: files that are links take no room.
/// It is an estimate, since people continue to write meanwhile. For one thread.
public final class Needed {
  private final Path keep;
  private final Optional<Path> before;
  private final boolean linked;
  private long bytes;

  private Needed(Path keep, Optional<Path> before, boolean linked) {
    this.keep = keep;
    this.before = before;
    this.linked = linked;
  }

  /// @param keep where the backup will be, whether or not that folder is there yet
  /// @param data where the files are that are backed up
  public static Needed in(Path keep, Path data) throws IOException {
    Optional<Path> before = KeptBackup.find(keep).map(KeptBackup::path);
    return new Needed(keep, before, disk(keep).equals(disk(data)));
  }

  /// The disk that a folder is on, or will be.
  private static FileStore disk(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (Files.notExists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there);
  }

  /// Counts what is at and below `source`.
  ///
  /// @param name of that in the backup
  /// @param linkable files that are links where the disk is the same
  /// @param kept whether those that the backup before has as well are links, too
  public Needed count(Path source, String name, Predicate<Path> linkable, boolean kept)
      throws IOException {
    for (Path file : Backup.filesBelow(source)) {
      boolean link = linked && linkable.test(file);
      String relative = source.equals(file) ? name : name + "/" + Backup.relative(source, file);
      long size = size(file);
      if (!link && !(kept && isKept(relative, size))) {
        bytes += size;
      }
    }
    return this;
  }

  /// Of one that has run out meanwhile, nothing.
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }

  private boolean isKept(String relative, long size) throws IOException {
    if (before.isEmpty()) {
      return false;
    }
    Path twin = before.get().resolve(relative);
    return Files.exists(twin) && Files.size(twin) == size;
  }

  /// @param left what may be written on the disk of the data folder
  /// @throws BackupTooLarge when the backup would not fit
  public void require(long left) throws IOException {
    long room = linked ? left : disk(keep).getUsableSpace();
    if (bytes > room) {
      throw new BackupTooLarge(
          "it takes some %s bytes, and %s may be written in %s%s"
              .formatted(
                  bytes,
                  Math.max(0, room),
                  keep,
                  linked ? " (log.leave-free is to stay free there)" : ""));
    }
  }
}
