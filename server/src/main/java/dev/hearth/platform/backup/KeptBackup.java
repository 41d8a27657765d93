package dev.hearth.platform.backup;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A backup that was finished, to be checked and put back. For one thread.
public final class KeptBackup {
  private final Path path;
  private final Manifest manifest;

  private KeptBackup(Path path, Manifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /// The backup at `path`, or the newest of those that are kept there; empty without one.
  public static Optional<KeptBackup> find(Path path) throws IOException {
    Optional<Manifest> itself = Manifest.read(path);
    if (itself.isPresent()) {
      return Optional.of(new KeptBackup(path, itself.get()));
    }
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.sorted()
          .flatMap(each -> Manifest.read(each).map(found -> new KeptBackup(each, found)).stream())
          .reduce((_, later) -> later);
    }
  }

  /// @throws StartRefused when `folder` is a backup: a server would change it, and serve what a
  ///   restore drops
  public static void refuseToServe(Path folder) {
    if (Files.exists(folder.resolve(Manifest.FILE))) {
      throw new StartRefused(folder + " is a backup: make a data folder of it with hearth restore");
    }
  }

  public Path path() {
    return path;
  }

  /// When the backup was begun: it has everything that was answered before.
  public Instant mark() {
    return manifest.mark();
  }

  /// How far its stores had come.
  public Reach reach() {
    return manifest.reach();
  }

  /// The problems of its files, a sentence each: a file is missing, has other bytes than when it
  /// was backed up, or was put there later.
  public List<String> problems() throws IOException {
    var problems = new ArrayList<String>();
    for (var each : manifest.files().entrySet()) {
      Path file = path.resolve(each.getKey());
      if (Files.notExists(file)) {
        problems.add(each.getKey() + " is missing");
      } else if (!Manifest.ListedFile.of(file).equals(each.getValue())) {
        problems.add(each.getKey() + " has other bytes than when it was backed up");
      }
    }
    for (Path file : Backup.filesBelow(path)) {
      String relative = Backup.relative(path, file);
      if (!relative.equals(Manifest.FILE) && !manifest.files().containsKey(relative)) {
        problems.add(relative + " was put there later");
      }
    }
    return problems;
  }

  /// Copies it to where no data folder is yet, with the watermark that belongs to it. No server
  /// starts there before the folder is {@link DataFolder#restored}.
  ///
  /// @throws IOException when something is at `folder`, or it can't be written; then what was
  ///   copied is left behind
  public void copyTo(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new IOException(
              folder + " is not empty: a backup is restored where nothing is yet");
        }
      }
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    DataFolder.restoring(folder);
    for (String relative : manifest.files().keySet()) {
      Path target = folder.resolve(relative);
      Files.createDirectories(target.getParent());
      Files.copy(path.resolve(relative), target);
      Backup.sync(target);
    }
    DataFolder.mark(folder, reach().position(), reach().commits());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        Backup.syncFolder(each);
      }
    }
  }
}
