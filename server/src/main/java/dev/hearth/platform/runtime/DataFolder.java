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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
/// | `pictures/`    | stickers, covers of albums and portraits, by their SHA-256 |
/// | `chat/`        | keys of those who chat on a development server |
/// | `admin.json`   | the local door's address and token            |
/// | `server.key`   | the seed of the server's own key, in hex      |
/// | `attachments.key` | what the addresses of attachments are signed with, in hex |
/// | `keys.sum`     | the SHA-256 of the two keys                   |
/// | `folder.id`    | the number of this folder; each store carries it too: {@link FolderId} |
/// | `format`       | the number of the form in which all this is kept: {@link FolderFormat} |
/// | `watermark`    | how far each store had come: {@link Watermark} |
/// | `restoring`    | there while a backup is copied into the folder |
/// | `lock`         | held by the server that runs, with its number |
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final String LOCK = "lock";
  private static final List<String> KEPT =
      List.of("server.key", "attachments.key", KeyFiles.SUMS, "folder.id", FolderFormat.FILE);
  private static final String WATERMARK = "watermark";
  private static final String RESTORING = "restoring";
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

  private final Path path;
  private final FileChannel lockFile;
  private final OnLoss onLoss;
  private final Watermark watermark;
  private final FolderId id;

  private DataFolder(
      Path path, FileChannel lockFile, OnLoss onLoss, FolderId id, Watermark watermark) {
    this.path = path;
    this.lockFile = lockFile;
    this.onLoss = onLoss;
    this.id = id;
    this.watermark = watermark;
  }

  private enum Use {
    SERVE,
    LOOK
  }

  /// Where the stores of a folder are.
  public record Places(Path folder) {
    public Path database() {
      return folder.resolve("directory.db");
    }

    public Path log() {
      return folder.resolve("log");
    }

    public Path attachments() {
      return folder.resolve("attachments");
    }

    public Path pictures() {
      return folder.resolve("pictures");
    }
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
    return open(path, onLoss, Use.SERVE);
  }

  /// Opens a folder that is there, to be looked at: its lock is taken, nothing else is written.
  ///
  /// @throws StartRefused when a server uses it, or it can't be read
  public static DataFolder look(Path path) {
    return open(path, OnLoss.REFUSE, Use.LOOK);
  }

  private static DataFolder open(Path path, OnLoss onLoss, Use use) {
    @Nullable FileChannel lockFile = null;
    try {
      Files.createDirectories(path, OWNER_ONLY_FOLDER);
      if (use == Use.SERVE) {
        closeToOthers(path.toRealPath());
      }
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
      Path folder = path.toRealPath();
      FolderFormat.requireKnown(folder);
      FolderId id = FolderId.of(folder, onLoss);
      Path marks = folder.resolve(WATERMARK);
      return new DataFolder(
          folder,
          lockFile,
          onLoss,
          id,
          use == Use.SERVE ? watermark(marks, id) : Watermark.look(marks));
    } catch (IOException e) {
      release(lockFile);
      throw StartRefused.because("the data folder " + path + " can't be used", e);
    } catch (RuntimeException e) {
      release(lockFile);
      throw e;
    }
  }

  /// Takes from others what they may do with the folder: the stores in it leave that to the folder.
  private static void closeToOthers(Path folder) throws IOException {
    var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system without permissions
    }
    var found = view.readAttributes();
    if (OWNER_ONLY.containsAll(found.permissions())) {
      return;
    }
    String open =
        folder
            + " is open to other users of this machine ("
            + PosixFilePermissions.toString(found.permissions())
            + ")";
    if (!isOurs(folder)) {
      throw new StartRefused(
          open
              + ", and holds something else than Hearth's data: name another data.folder, or chmod"
              + " 700 it");
    }
    try {
      view.setPermissions(OWNER_ONLY);
    } catch (IOException e) {
      throw new StartRefused(
          open + " and belongs to " + found.owner().getName() + ": chmod 700 it", e);
    }
    LOG.warn("{}: closed, only its owner can use it now", open);
  }

  /// Whether the folder is empty, or a data folder: somebody may have named the wrong one.
  private static boolean isOurs(Path folder) throws IOException {
    for (Path known : List.of(folder.resolve(LOCK), new Places(folder).database())) {
      if (Files.exists(known)) {
        return true;
      }
    }
    try (var inside = Files.list(folder)) {
      return inside.allMatch(file -> file.endsWith("lost+found"));
    }
  }

  private static Watermark watermark(Path marks, FolderId id) throws IOException {
    if (id.founded() && Files.notExists(marks)) {
      LOG.warn(
          "{} is missing: what the stores lost before this start, if anything, stays"
              + " unnoticed",
          marks);
    }
    return Watermark.open(marks);
  }

  private static void release(@Nullable FileChannel lockFile) {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      LOG.warn("The lock can't be given back: {}", LoggedFault.sentence(e));
    }
  }

  /// A backup is about to be copied into the folder at `path`: no server starts on it before it is
  /// {@link #restored}.
  public static void restoring(Path path) throws IOException {
    Files.createFile(path.resolve(RESTORING));
    syncNames(path);
  }

  /// Everything of the backup is there.
  public void restored() {
    remove(RESTORING);
  }

  /// @throws StartRefused when a backup was not copied to its end
  public void requireRestored() {
    if (Files.exists(path.resolve(RESTORING))) {
      throw new StartRefused(halfRestored());
    }
  }

  private String halfRestored() {
    return "restoring a backup to "
        + path
        + " was not finished: remove the folder, and restore the backup again";
  }

  /// The problems of the folder itself, a sentence each.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (Files.exists(path.resolve(RESTORING))) {
      problems.add(halfRestored());
    }
    if (id.founded() && Files.notExists(path.resolve(WATERMARK))) {
      problems.add(
          path.resolve(WATERMARK) + " is missing: what the stores lost, if anything, is unnoticed");
    }
    return problems;
  }

  /// Says of stores that were just put into a folder how far they had come, so that its next start
  /// compares.
  ///
  /// @param position of the log; 0 where nobody knows
  /// @param commits of the directory; 0 where nobody knows
  public static void mark(Path path, long position, long commits) throws IOException {
    try (var watermark = Watermark.open(path.resolve(WATERMARK))) {
      if (position > 0) {
        watermark.of(Watermark.Store.LOG).reach(position);
      }
      if (commits > 0) {
        watermark.of(Watermark.Store.DIRECTORY).reach(commits);
      }
    }
  }

  /// Removes everything from the data folder at `path`. A folder that does not exist counts as
  /// empty.
  ///
  /// @throws StartRefused when a server uses it, or it is not a data folder
  public static void empty(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.exists(path.resolve(LOCK))) {
      throw new StartRefused(path + " is not a data folder of Hearth, so it is left as it is");
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

  /// How this start handles a loss.
  public OnLoss onLoss() {
    return onLoss;
  }

  /// Where the directory's database is.
  public Path database() {
    return new Places(path).database();
  }

  /// The folder of the log.
  public Path log() {
    return new Places(path).log();
  }

  /// The folder of pictures that everybody may see.
  public Path pictures() {
    return new Places(path).pictures();
  }

  /// The folder of what was uploaded.
  public Path attachments() {
    return new Places(path).attachments();
  }

  /// The file that {@link #writeSecret} makes of this name.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// The names of the files that a backup has to have: all that the stores don't hold. Neither the
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

  /// The content of a key's file, which only its owner can read. The first call creates the file.
  ///
  /// @param fresh makes the content of a new file
  /// @throws StartRefused when the file is gone or damaged, and that is not accepted
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

  /// Removes a file, if it exists.
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
