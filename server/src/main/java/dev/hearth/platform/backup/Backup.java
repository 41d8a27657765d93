package dev.hearth.platform.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A backup that is being made: stores and files are added to it, then it is {@link #finish}ed.
/// Until then it has `.unfinished` behind its name, and what is left of one that was broken off
/// goes when the next is begun. For one thread.
public final class Backup {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String UNFINISHED = ".unfinished";

  private final Path keep;
  private final Path place;
  private final Path unfinished;
  private final Instant mark;
  private final Optional<Path> before;
  private final Map<String, Manifest.ListedFile> known;
  private final Map<String, Manifest.ListedFile> files = new TreeMap<>();

  private Backup(Path keep, Path place, Path unfinished, Instant mark, Optional<Path> before) {
    this.keep = keep;
    this.place = place;
    this.unfinished = unfinished;
    this.mark = mark;
    this.before = before;
    this.known = before.flatMap(Manifest::read).map(Manifest::files).orElse(Map.of());
  }

  /// Begins one in the folder `keep`, which is made when it isn't there.
  ///
  /// @param mark the time: what was answered before will be in it
  /// @throws IOException when `keep` can't be written, or holds something else than backups
  public static Backup begin(Path keep, Instant mark) throws IOException {
    Files.createDirectories(keep, OWNER_ONLY);
    List<Path> there;
    try (Stream<Path> all = Files.list(keep)) {
      there = all.sorted().toList();
    }
    var whole = new ArrayList<Path>();
    for (Path each : there) {
      if (each.toString().endsWith(UNFINISHED)) {
        delete(each);
      } else if (Files.exists(each.resolve(Manifest.FILE))) {
        whole.add(each);
      } else {
        throw new IOException(
            each + " is not a backup: keep backups in a folder that holds nothing else");
      }
    }
    Path place = keep.resolve(mark.toString().replace(':', '-'));
    if (Files.exists(place)) {
      throw new IOException(place + " is there already");
    }
    Path unfinished = Files.createDirectory(Path.of(place + UNFINISHED), OWNER_ONLY);
    return new Backup(
        keep,
        place,
        unfinished,
        mark,
        whole.isEmpty() ? Optional.empty() : Optional.of(whole.getLast()));
  }

  /// The path in the backup under which a store puts a copy of itself; call {@link #added} then.
  public Path path(String name) {
    return unfinished.resolve(name);
  }

  /// Everything at and below this path was put there.
  public void added(String name) throws IOException {
    for (Path file : filesBelow(path(name))) {
      String relative = relative(unfinished, file);
      Optional<Path> twin = twin(relative);
      if (twin.isPresent() && Files.isSameFile(file, twin.get())) {
        files.put(relative, known.get(relative)); // both are links to the file of the store
        continue;
      }
      sync(file);
      Manifest.ListedFile content = Manifest.ListedFile.of(file);
      files.put(relative, content);
      if (twin.isPresent() && content.equals(known.get(relative))) {
        Files.delete(file);
        Files.createLink(file, twin.get());
      }
    }
  }

  /// Adds the files at and below `source` that are named by their content, as links where the file
  /// systems allow it. One that goes away meanwhile is left out.
  ///
  /// @param without a folder in it that is left out
  public void addNamedByContent(Path source, String name, String without) throws IOException {
    for (Path file : filesBelow(source)) {
      if (source.relativize(file).startsWith(without)) {
        continue;
      }
      Path target = path(name).resolve(source.relativize(file).toString());
      String relative = relative(unfinished, target);
      Files.createDirectories(target.getParent());
      try {
        Optional<Path> twin = twin(relative);
        if (twin.isPresent() && Files.size(twin.get()) == Files.size(file)) {
          Files.createLink(target, twin.get());
          files.put(relative, known.get(relative));
        } else {
          linkOrCopy(file, target);
          files.put(relative, Manifest.ListedFile.of(target));
        }
      } catch (NoSuchFileException gone) {
        // It has run out.
        Files.deleteIfExists(target);
      }
    }
  }

  /// Adds a copy of a small file, if it is there.
  public void addCopy(Path source, String name) throws IOException {
    if (Files.exists(source)) {
      Files.copy(source, path(name));
      added(name);
    }
  }

  /// Makes it whole, and durable.
  ///
  /// @param reach how far its stores had come
  /// @return where it is
  public Path finish(Reach reach) throws IOException {
    new Manifest(mark, reach, files).write(unfinished);
    try (Stream<Path> all = Files.walk(unfinished)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        syncFolder(folder);
      }
    }
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(keep);
    return place;
  }

  /// The same file in the backup before.
  private Optional<Path> twin(String relative) {
    return known.containsKey(relative)
        ? before.map(backup -> backup.resolve(relative)).filter(Files::exists)
        : Optional.empty();
  }

  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException | UnsupportedOperationException otherFileSystem) {
      Files.copy(file, target);
      sync(target);
    }
  }

  static List<Path> filesBelow(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }

  static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes what) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path done, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  static void syncFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
