package dev.hearth.platform.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The number of a data folder, which each of its stores carries too. A store that is missing, was
/// emptied, or comes from another folder is noticed at the start.
///
/// A folder is founded once: the stores get the number first, the file `folder.id` is written last.
/// So where the file is, every store has had the number. A folder of an earlier version has no
/// number yet, and is founded with what it holds. For one thread, at the start.
public final class FolderId {
  private static final Logger LOG = LoggerFactory.getLogger(FolderId.class);
  private static final String FILE = "folder.id";

  private final Path folder;
  private final OnLoss onLoss;
  private final boolean founded;
  private UUID id;
  private boolean claimed;

  private FolderId(Path folder, OnLoss onLoss, Optional<UUID> stored) {
    this.folder = folder;
    this.onLoss = onLoss;
    this.founded = stored.isPresent();
    this.id = stored.orElseGet(UUID::randomUUID);
  }

  static FolderId of(Path folder, OnLoss onLoss) {
    return new FolderId(folder, onLoss, read(folder));
  }

  /// The number in the file `folder.id` of `folder`, if there is one that can be read.
  public static Optional<UUID> read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Optional.of(UUID.fromString(Files.readString(file).strip()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException damaged) {
      LOG.warn(
          "{} is damaged: the number of the folder is taken from its stores, if they have one",
          file);
      return Optional.empty();
    }
  }

  /// Puts the number into a file of `folder`, such as a store that is a folder of files.
  public static void write(Path folder, UUID id) {
    try {
      SecretFile.write(folder.resolve(FILE), id + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public UUID id() {
    return id;
  }

  /// Whether every store of the folder has had its number.
  public boolean founded() {
    return founded;
  }

  /// Compares the number that a store carries with the folder's, and has it given the folder's
  /// where it has none.
  ///
  /// @param store what the operator is told it is: its path, for one on the disk
  /// @param found the number it carries
  /// @param give writes the number into the store, durably
  /// @throws StartRefused when the store is not this folder's, and that is not accepted
  public void claim(String store, Optional<UUID> found, Consumer<UUID> give) {
    if (found.isPresent() && !founded && !claimed) {
      // The file is gone, or the folder was not founded to its end: the stores know.
      id = found.get();
    }
    claimed = true;
    if (found.isPresent() && found.get().equals(id)) {
      return;
    }
    if (found.isPresent()) {
      onLoss.found(
          store
              + " belongs to another data folder: it carries the number "
              + found.get()
              + ", not "
              + id);
    } else if (founded) {
      onLoss.found(store + " is missing, was emptied, or comes from an earlier version");
    }
    give.accept(id);
  }

  /// Every store carries the number now.
  public void claimedByAll() {
    if (!founded) {
      write(folder, id);
    }
    try {
      FolderFormat.write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
