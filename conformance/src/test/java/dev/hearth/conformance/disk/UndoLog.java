package dev.hearth.conformance.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// The changes of a killed process to the disk of `disk.c`. Undoes the writes that were not synced,
/// which leaves the image of a power cut.
final class UndoLog {
  private static final int HEAD_BYTES = 29;
  private static final int SECTOR = 512;

  /// @param kind as `disk.c` says
  /// @param file the number of the file
  /// @param offset of a write; the length after a cut; the number of the link that keeps a file
  /// @param before the length before
  private record Change(
      char kind,
      long file,
      long offset,
      long before,
      @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
    boolean isOfData() {
      return kind == 'W' || kind == 'T';
    }

    boolean isOfNames() {
      return kind == 'C' || kind == 'R' || kind == 'U';
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The name that the change is about: of two, the new one.
    Path name() {
      String text = text();
      return Path.of(text.substring(text.indexOf('\0') + 1));
    }
  }

  private final Path log;
  private final Path links;
  private final List<Change> changes;

  private UndoLog(Path log, List<Change> changes) {
    this.log = log;
    this.links = Objects.requireNonNull(log.getParent(), "the log is in a folder");
    this.changes = changes;
  }

  static UndoLog read(Path log) throws IOException {
    var changes = new ArrayList<Change>();
    var in = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
    while (in.remaining() >= HEAD_BYTES) {
      char kind = (char) in.get();
      long file = in.getLong();
      long offset = in.getLong();
      long before = in.getLong();
      int count = in.getInt();
      if (count > in.remaining()) {
        break; // it was killed while it wrote this, before the change
      }
      byte[] bytes = new byte[count];
      in.get(bytes);
      changes.add(new Change(kind, file, offset, before, bytes));
    }
    return new UndoLog(log, changes);
  }

  /// Takes back what was not synced: all of it, or what came after some moment, and of one write of
  /// each file perhaps a part. Then the log is gone.
  ///
  /// @return how many changes were taken back
  int cut(Path folder, Random random) throws IOException {
    Set<Integer> lost = lost(random);
    Map<Long, Path> files = files(links);
    files.putAll(files(folder));
    boolean torn = random.nextBoolean();
    Map<Long, Integer> first = new HashMap<>();
    for (int i : lost) {
      first.merge(changes.get(i).file, i, Math::min);
    }
    for (int i = changes.size() - 1; i >= 0; i--) {
      if (!lost.contains(i)) {
        continue;
      }
      Change change = changes.get(i);
      if (change.isOfNames()) {
        takeBackName(change);
        files.putAll(files(folder));
      } else {
        boolean half = torn && first.getOrDefault(change.file, -1) == i && change.kind == 'W';
        Path file = files.get(change.file);
        if (file != null) { // otherwise it is gone, with all its names
          takeBackData(change, file, half ? random : null);
        }
      }
    }
    forget(folder);
    return lost.size();
  }

  /// The changes that no sync covers and that do not survive.
  private Set<Integer> lost(Random random) {
    Set<Long> syncedFiles = new HashSet<>();
    Set<Path> syncedFolders = new HashSet<>();
    List<Integer> unsynced = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (change.kind == 'S') {
        syncedFiles.add(change.file);
      } else if (change.kind == 'D') {
        syncedFolders.add(Path.of(change.text()));
      } else if (change.isOfData() && !syncedFiles.contains(change.file)) {
        unsynced.add(i);
      } else if (change.isOfNames()
          && !syncedFolders.contains(change.name().getParent())
          // A journaling file system keeps the name of a file that was synced.
          && !(change.kind != 'U' && syncedFiles.contains(change.file))) {
        unsynced.add(i);
      }
    }
    int from = random.nextInt(3) == 0 ? 0 : random.nextInt(changes.size() + 1);
    Set<Integer> lost = new HashSet<>();
    for (int i : unsynced) {
      if (i >= from) {
        lost.add(i);
      }
    }
    return lost;
  }

  private static Map<Long, Path> files(Path folder) throws IOException {
    var files = new HashMap<Long, Path>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file :
          all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
        files.put((Long) Files.getAttribute(file, "unix:ino"), file);
      }
    }
    return files;
  }

  private void takeBackName(Change change) throws IOException {
    switch (change.kind) {
      case 'C' -> Files.deleteIfExists(change.name());
      case 'R' -> {
        Path from = Path.of(change.text().substring(0, change.text().indexOf('\0')));
        if (Files.notExists(from)
            && Files.exists(change.name())) { // it was killed before, otherwise
          Files.move(change.name(), from, StandardCopyOption.ATOMIC_MOVE);
        }
        putBack(change);
      }
      default -> putBack(change);
    }
  }

  private void putBack(Change change) throws IOException {
    if (change.offset != 0 && Files.notExists(change.name())) {
      Files.createLink(change.name(), link(change.offset));
    }
  }

  private Path link(long number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }

  private static void takeBackData(
      Change change, Path file, @org.jspecify.annotations.Nullable Random torn) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (change.kind == 'T') {
        channel.write(ByteBuffer.wrap(change.bytes), Math.min(change.offset, change.before));
        if (change.before < channel.size()) {
          channel.truncate(change.before);
        }
        return;
      }
      long written = Math.max(channel.size() - change.offset, change.bytes.length);
      long sectors = Math.max(0, written / SECTOR);
      long kept = torn == null || sectors == 0 ? 0 : torn.nextLong(sectors + 1) * SECTOR;
      if (kept < change.bytes.length) {
        var old = ByteBuffer.wrap(change.bytes);
        old.position((int) kept);
        channel.write(old, change.offset + kept);
      }
      long length = Math.max(change.before, Math.min(channel.size(), change.offset + kept));
      if (length < channel.size()) {
        channel.truncate(length);
      }
    }
  }

  private void forget(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(links)) {
      for (Path path : all.toList()) {
        if (path.getFileName().toString().startsWith(log.getFileName() + "")) {
          Files.delete(path);
        }
      }
    }
    // It lives in memory: SQLite makes it anew.
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(each -> each.toString().endsWith("-shm")).toList()) {
        Files.delete(path);
      }
    }
  }
}
