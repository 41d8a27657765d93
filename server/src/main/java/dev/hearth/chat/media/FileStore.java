package dev.hearth.chat.media;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.FolderId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Contents in files. `ab/cdef…` is the content whose digest begins with `abcdef`, and `incoming/`
/// has the drafts: what is left in there by a server that was killed goes at the next start.
///
/// A file is synced, then renamed into its place, then its folder is synced: under its name there
/// is all of it or nothing.
public final class FileStore implements ContentStore {
  /// The folder of drafts.
  public static final String INCOMING = "incoming";

  private final Path folder;
  private final Path incoming;
  private final long leaveFree;
  private final AtomicLong drafts = new AtomicLong();

  private FileStore(Path folder, long leaveFree) {
    this.folder = folder;
    this.incoming = folder.resolve(INCOMING);
    this.leaveFree = leaveFree;
  }

  /// Opens the store in `path`, which is in the data folder `home`, and makes it in a new one.
  ///
  /// @param leaveFree how many bytes of the disk stay free, so that everything else on it can
  ///   continue
  /// @throws dev.hearth.platform.runtime.StartRefused when it is missing or another folder's, and
  ///   that is not accepted
  public static FileStore open(DataFolder home, Path path, long leaveFree) {
    Optional<UUID> found = FolderId.read(path);
    home.id()
        .claim(
            path.toString(),
            found,
            id -> {
              make(path);
              FolderId.write(path, id);
            });
    return open(path, leaveFree);
  }

  private static void make(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Opens the store in `folder`, and makes it if it does not exist. One at a time.
  ///
  /// @param leaveFree how many bytes of the disk stay free, so that everything else on it can
  ///   continue
  public static FileStore open(Path folder, long leaveFree) {
    var store = new FileStore(folder, leaveFree);
    try {
      Files.createDirectories(store.incoming);
      try (var left = Files.list(store.incoming)) {
        for (Path draft : left.toList()) {
          Files.delete(draft);
        }
      }
      return store;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public ContentDraft draft(long expected) throws IOException {
    requireRoom(expected);
    return new FileDraft(this, incoming.resolve(Long.toString(drafts.incrementAndGet())));
  }

  /// @throws StoreFull when the disk has no room for `more` bytes
  void requireRoom(long more) throws IOException {
    long free = Files.getFileStore(incoming).getUsableSpace();
    if (free - more < leaveFree) {
      throw new StoreFull(
          "the disk has %s bytes left, and %s are to stay free".formatted(free, leaveFree));
    }
  }

  @Override
  public Optional<InputStream> open(Digest content, long offset) throws IOException {
    try {
      var file = FileChannel.open(path(content), StandardOpenOption.READ);
      return Optional.of(Channels.newInputStream(file.position(offset)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(Digest content) throws IOException {
    if (Files.deleteIfExists(path(content))) {
      sync(shelf(content));
    }
  }

  /// The contents in a folder that are not what their names say, a sentence each.
  public static List<String> problems(Path folder) throws IOException {
    var problems = new ArrayList<String>();
    if (Files.notExists(folder)) {
      return problems;
    }
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path inside = folder.relativize(file);
        String name = inside.getParent() + file.getFileName().toString();
        if (inside.getNameCount() == 2
            && !inside.startsWith(INCOMING)
            && !name.equals(Digest.of(file).hex())) {
          problems.add(inside + " in " + folder + " is damaged");
        }
      }
    }
    return problems;
  }

  void place(Path draft, Digest content) throws IOException {
    Path shelf = shelf(content);
    if (Files.notExists(shelf)) {
      Files.createDirectories(shelf);
      sync(folder);
    }
    // Over a file of that name: it has the same bytes.
    Files.move(draft, path(content), StandardCopyOption.ATOMIC_MOVE);
    sync(shelf);
  }

  private Path path(Digest content) {
    return shelf(content).resolve(content.hex().substring(2));
  }

  private Path shelf(Digest content) {
    return folder.resolve(content.hex().substring(0, 2));
  }

  /// Makes durable which names are in a folder.
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
