package dev.hearth.platform.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of all that must survive. While it is open, no other process can open it; only the
/// user it belongs to can look into it.
///
/// | name           | what                                          |
/// |----------------|-----------------------------------------------|
/// | `directory.db` | users, sessions, conversations: SQLite        |
/// | `log/`         | the log of messages: RocksDB                  |
/// | `attachments/` | what was uploaded, by its SHA-256             |
/// | `pictures/`    | stickers and covers of albums, by their SHA-256 |
/// | `chat/`        | keys of those who chat on a development server |
/// | `admin.json`   | the local door's address and token            |
/// | `server.key`   | the seed of the server's own key, in hex      |
/// | `attachments.key` | what the addresses of attachments are signed with, in hex |
/// | `keys.sum`     | the SHA-256 of the two keys                   |
/// | `folder.id`    | the number of this folder; each store carries it too: {@link FolderId} |
/// | `watermark`    | how far each store had come: {@link Watermark} |
/// | `lock`         | held by the server that runs, with its number |
public final class DataFolder implements AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String LOCK = "lock";
  private static final List<String> KEPT =
      List.of("server.key", "attachments.key", KeyFiles.SUMS, "folder.id");
  private static final String WATERMARK = "watermark";
  private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

  private final Path path;
  private final FileChannel lockFile;
  private final OnLoss onLoss;
  private final Watermark watermark;
  private final FolderId id;

  private DataFolder(Path path, FileChannel lockFile, OnLoss onLoss) throws IOException {
    this.path = path;
    this.lockFile = lockFile;
    this.onLoss = onLoss;
    this.id = FolderId.of(path, onLoss);
    Path marks = path.resolve(WATERMARK);
    if (id.founded() && Files.notExists(marks)) {
      log.warn(
          "{} is missing: what the stores lost before this start, if anything, stays"
              + " unnoticed",
          marks);
    }
    this.watermark = Watermark.open(marks);
  }

  /// Opens the folder, and makes it when it isn't there.
  ///
  /// @throws StartRefused when another server uses it, or it can't be made or written
  public static DataFolder open(Path path) {
    return open(path, OnLoss.REFUSE);
  }

  /// Opens the folder, and makes it when it isn't there.
  ///
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @throws StartRefused when another server uses it, or it can't be made or written
  public static DataFolder open(Path path, OnLoss onLoss) {
    @Nullable FileChannel lockFile = null;
    try {
      Files.createDirectories(path, OWNER_ONLY_FOLDER);
      lockFile =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        String holder = Files.readString(path.resolve(LOCK)).strip();
        lockFile.close();
        throw new StartRefused(path + " is in use by the server with process number " + holder);
      }
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new DataFolder(path.toRealPath(), lockFile, onLoss);
    } catch (IOException e) {
      release(lockFile);
      throw new StartRefused("the data folder " + path + " can't be used: " + e, e);
    }
  }

  private static void release(@Nullable FileChannel lockFile) {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      log.warn("The lock can't be given back: {}", e.toString());
    }
  }

  /// Removes everything from the data folder at `path`; one that isn't there is empty already.
  ///
  /// @throws StartRefused when a server uses it, or it is no data folder
  public static void empty(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.exists(path.resolve(LOCK))) {
      throw new StartRefused(path + " is no data folder of Hearth, so it is left as it is");
    }
    try (DataFolder folder = open(path);
        var inside = Files.walk(folder.path)) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        if (!each.equals(folder.path) && !each.equals(folder.path.resolve(LOCK))) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new StartRefused("the data folder " + path + " can't be emptied: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this same process has it open
    }
  }

  /// The folder itself.
  public Path directory() {
    return path;
  }

  /// The number that this folder and its stores carry.
  public FolderId id() {
    return id;
  }

  /// How far the stores had come.
  public Watermark watermark() {
    return watermark;
  }

  /// What this start does about something lost.
  public OnLoss onLoss() {
    return onLoss;
  }

  /// Where the directory's database is.
  public Path database() {
    return path.resolve("directory.db");
  }

  /// The folder of the log.
  public Path log() {
    return path.resolve("log");
  }

  /// The folder of pictures that everybody may see.
  public Path pictures() {
    return path.resolve("pictures");
  }

  /// The folder of what was uploaded.
  public Path attachments() {
    return path.resolve("attachments");
  }

  /// The file that {@link #writeSecret} makes of this name.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// The names of the files that a backup has to have: whatever the stores don't hold. Neither the
  /// keys in `chat/` are among them (a ratchet that goes back seals two messages with one key), nor
  /// what belongs to the running process.
  public List<String> kept() {
    return KEPT;
  }

  /// Makes durable which names are in a folder: what was made in it is there after a power cut, and
  /// what was removed is not.
  public static void syncNames(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /// The content of a key's file, which only its owner can read; made where there was none.
  ///
  /// @param fresh makes the content of a new one
  /// @throws StartRefused when it is gone or damaged, and that is not accepted
  public String key(String name, Supplier<String> fresh) {
    return new KeyFiles(path, onLoss).content(name, fresh);
  }

  /// Puts `content` into a file that only its owner can read, all of it or nothing.
  public void writeSecret(String name, String content) {
    try {
      SecretFile.write(path.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a file; none of that name is fine too.
  public void remove(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    watermark.close();
    try {
      lockFile.close(); // and with it goes the lock
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
