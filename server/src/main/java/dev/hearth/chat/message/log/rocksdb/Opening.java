package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.runtime.Watermark.Store;
import dev.hearth.protocol.WireTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the log of a data folder, once it is known to be all there.
///
/// RocksDB takes a damaged record of its write-ahead log for the torn end that a power cut leaves,
/// and opening drops whatever is behind it. So a log that was not closed is first opened for
/// reading only, and its last position is held against the watermark; one that was closed must have
/// the files that it had then. A refusal leaves everything as it is.
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
  private static final long RUNNING = -1;
  private static final String CURRENT = "CURRENT";
  private static final String MANIFEST = "MANIFEST-";

  private final DataFolder home;
  private final Path folder;
  private final Mark mark;
  private final Mark stopped;
  private final long synced;
  private final RocksSettings.Memory memory;

  Opening(DataFolder home, RocksSettings.Memory memory) {
    this.home = home;
    this.folder = home.log();
    this.mark = home.watermark().of(Store.LOG);
    this.stopped = home.watermark().of(Store.LOG_FILES);
    this.synced = mark.reached().orElse(0);
    this.memory = memory;
  }

  /// @throws dev.hearth.platform.runtime.StartRefused when something is missing or damaged, and
  ///   that is not accepted
  RocksDatabase open() {
    RocksDatabase database;
    try {
      database = openWhole();
    } catch (LogFailure failure) {
      throw new StartRefused(withoutPeriod(failure), failure);
    }
    try {
      home.id()
          .claim(folder.toString(), FolderRow.read(database), id -> FolderRow.write(database, id));
      mark.reach(LastPosition.read(database));
      return database;
    } catch (RuntimeException refused) {
      database.close();
      throw refused;
    }
  }

  private RocksDatabase openWhole() {
    Optional<String> wrong;
    try {
      wrong = wrong();
      if (wrong.isEmpty()) {
        stopped.replaceDurably(RUNNING);
        RocksDatabase database =
            RocksDatabase.open(folder, memory, RocksSettings.Recovery.TORN_TAIL);
        wrong = behind(LastPosition.read(database));
        if (wrong.isEmpty()) {
          return database;
        }
        database.close();
      }
    } catch (UnreadableLog damaged) {
      wrong = Optional.of(withoutPeriod(damaged));
    }
    home.onLoss().found(wrong.orElseThrow());
    return salvage();
  }

  /// Says which data was lost since the last stop or sync, if any. Changes nothing.
  ///
  /// @throws UnreadableLog when it is damaged
  Optional<String> wrong() {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      return missing;
    }
    long left = stopped.reached().orElse(RUNNING);
    if (left == RUNNING) {
      return synced > 0 ? behind(RocksDatabase.lastPosition(folder, memory)) : Optional.empty();
    }
    return left == checksum()
        ? Optional.empty()
        : Optional.of(
            folder
                + " does not have the files that it had when the server stopped: it is damaged, or"
                + " an older copy");
  }

  /// Says which files are missing, before RocksDB takes the folder for a new one.
  private Optional<String> missing() {
    if (Files.exists(folder.resolve(CURRENT))) {
      return Optional.empty();
    }
    if (!files("").isEmpty() && !files(MANIFEST).isEmpty()) {
      return Optional.of(
          folder.resolve(CURRENT) + " is missing: without it, the log can't be read");
    }
    return synced > 0 || home.id().founded()
        ? Optional.of(
            folder
                + " is missing or was emptied: all messages that somebody had yet to receive were"
                + " in it")
        : Optional.empty();
  }

  /// The log is closed, and has all it needs in its files.
  void closed() {
    boolean leftOpen =
        files("").stream()
            .anyMatch(file -> file.toString().endsWith(".log") && file.toFile().length() > 0);
    try {
      // The mark is durable before these are, otherwise, and a power cut would look like damage.
      DataFolder.syncNames(folder);
    } catch (IOException notDurable) {
      return;
    }
    stopped.reach(leftOpen ? RUNNING : checksum());
  }

  /// Of the lists of files, and of the names and lengths of all files with data.
  private long checksum() {
    var crc = new CRC32C();
    try {
      for (Path file : files("")) {
        String name = String.valueOf(file.getFileName());
        if (name.equals(CURRENT) || name.startsWith(MANIFEST)) {
          crc.update(Files.readAllBytes(file));
        } else if (name.endsWith(".sst") || name.endsWith(".log")) {
          crc.update((name + Files.size(file)).getBytes(StandardCharsets.US_ASCII));
        }
      }
      return crc.getValue();
    } catch (IOException e) {
      throw new LogFailure("The log in " + folder + " can't be looked through.", e);
    }
  }

  private Optional<String> behind(long found) {
    return found >= synced
        ? Optional.empty()
        : Optional.of(
            folder
                + " has lost its end: what can be read of it reaches to "
                + (found == 0 ? "nothing" : WireTime.format(found))
                + ", but messages up to "
                + WireTime.format(synced)
                + " were stored: it is damaged, or an older copy");
  }

  /// Opens what is left.
  private RocksDatabase salvage() {
    stopped.replaceDurably(RUNNING);
    pointToManifest();
    RocksDatabase database = openLeft();
    long left = readable(() -> LastPosition.read(database)).orElse(0L);
    if (readable(() -> FolderRow.read(database)).isEmpty()) {
      FolderRow.write(database, home.id().id());
    }
    LOG.error(
        "The rest of the log reaches to {}; messages up to {} had been stored",
        left == 0 ? "nothing" : WireTime.format(left),
        WireTime.format(synced));
    // No position is given out again, and the next start misses nothing more.
    EpochRow.begin(database, Math.max(left, synced));
    return database;
  }

  private static <T> Optional<T> readable(Supplier<T> row) {
    try {
      return Optional.of(row.get());
    } catch (UnreadableLog damaged) {
      return Optional.empty();
    }
  }

  private RocksDatabase openLeft() {
    for (RocksSettings.Recovery how :
        List.of(RocksSettings.Recovery.WITHOUT_DAMAGED, RocksSettings.Recovery.OLDER_STATE)) {
      try {
        return RocksDatabase.open(folder, memory, how);
      } catch (UnreadableLog damaged) {
        LOG.warn("{}", LoggedFault.sentence(damaged));
      }
    }
    setAside();
    return RocksDatabase.open(folder, memory, RocksSettings.Recovery.TORN_TAIL);
  }

  /// Without CURRENT, the last manifest is the one.
  private void pointToManifest() {
    Optional<Path> last = files(MANIFEST).stream().max(Comparator.comparing(Path::toString));
    Path current = folder.resolve(CURRENT);
    if (last.isEmpty() || Files.exists(current)) {
      return;
    }
    try {
      Files.writeString(current, last.get().getFileName() + "\n");
    } catch (IOException e) {
      throw new LogFailure(current + " can't be written.", e);
    }
  }

  private void setAside() {
    Path aside = folder;
    for (int i = 1; Files.exists(aside); i++) {
      aside = folder.resolveSibling(folder.getFileName() + ".damaged-" + i);
    }
    try {
      Files.move(folder, aside);
      LOG.error("Nothing of the log can be read; it is now {}, and an empty one begins", aside);
    } catch (IOException e) {
      throw new LogFailure("The log in " + folder + " can't be moved to " + aside + ".", e);
    }
  }

  private List<Path> files(String prefix) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new LogFailure("The log in " + folder + " can't be looked through.", e);
    }
  }

  private static String withoutPeriod(LogFailure failure) {
    return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
  }
}
