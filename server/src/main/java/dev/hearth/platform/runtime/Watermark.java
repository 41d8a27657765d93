package dev.hearth.platform.runtime;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far each store had come when it last made something durable, in a file beside the stores:
/// the next start compares, and notices a store that lost its end.
///
/// A store moves its mark after each of its own syncs. That is a small write to the page cache, and
/// no second sync: a power cut may set a mark back, so that less is noticed, but never ahead of its
/// store. After the end of the process alone, a mark is exact.
///
/// A mark has two slots, written in turns, each with a checksum and in a sector of its own: a write
/// that is torn leaves the slot before it.
public final class Watermark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watermark.class);
  private static final int SECTOR = 512;
  private static final int SLOT_BYTES = 3 * Long.BYTES;

  /// The stores that have a mark each.
  public enum Store {
    /// The last position that was synced.
    LOG(0),
    /// The number of commits that changed something.
    DIRECTORY(1),
    /// The checksum of the directory's file, from a stop until the next start.
    DIRECTORY_FILE(2),
    /// The checksum of the log's list of files, from a stop until the next start.
    LOG_FILES(3);

    private final int place;

    Store(int place) {
      this.place = place;
    }

    long offset() {
      return place * 2L * SECTOR;
    }
  }

  private final Path path;
  private final @Nullable RandomAccessFile file;
  private final Map<Store, Mark> marks = new EnumMap<>(Store.class);

  private Watermark(Path path) throws IOException {
    this.path = path;
    var file = new RandomAccessFile(path.toFile(), "rw");
    this.file = file;
    try {
      long bytes = (long) Store.values().length * 2 * SECTOR;
      if (file.length() < bytes) {
        // Its blocks must be there before the disk is full.
        file.seek(file.length());
        file.write(new byte[(int) (bytes - file.length())]);
        file.getFD().sync();
      }
      for (Store store : Store.values()) {
        marks.put(store, new Mark(this, store.offset()));
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /// Without a file: nothing is known, and nothing is kept.
  private Watermark() {
    this.path = Path.of("");
    this.file = null;
    for (Store store : Store.values()) {
      marks.put(store, Mark.unkept());
    }
  }

  /// The marks in a file for somebody who moves none; it is not made where it is missing.
  static Watermark look(Path path) throws IOException {
    return Files.exists(path) ? open(path) : new Watermark();
  }

  static Watermark open(Path path) throws IOException {
    return new Watermark(path);
  }

  public Mark of(Store store) {
    return Objects.requireNonNull(marks.get(store));
  }

  /// Makes the marks durable.
  public void force() {
    if (file != null) {
      var _ = isForced();
    }
  }

  private RandomAccessFile kept() {
    return Objects.requireNonNull(file);
  }

  private boolean isForced() {
    try {
      kept().getFD().sync();
      return true;
    } catch (IOException e) {
      LOG.warn("{} can't be made durable: {}", path, LoggedFault.sentence(e));
      return false;
    }
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    force();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One store's mark. Any thread may read it; one at a time moves it.
  public static final class Mark {
    private final @Nullable Watermark in;
    private final long offset;
    private long generation;
    private volatile OptionalLong reached = OptionalLong.empty();
    private boolean failed;

    private Mark(Watermark in, long offset) throws IOException {
      this.in = in;
      this.offset = offset;
      for (Slot slot : in.slots(offset)) {
        if (slot.generation > generation) {
          generation = slot.generation;
          reached = OptionalLong.of(slot.mark);
        }
      }
    }

    private Mark() {
      this.in = null;
      this.offset = 0;
    }

    /// A mark that is in no file, for a store that stands alone.
    public static Mark unkept() {
      return new Mark();
    }

    /// The last mark; empty before the first, or when it can't be read.
    public OptionalLong reached() {
      return reached;
    }

    /// Takes a mark back, or says that it no longer holds, before the store is changed: durably,
    /// since the next start would take the change for damage otherwise.
    ///
    /// @throws StartRefused when that can't be written; then nothing may be changed
    public void replaceDurably(long mark) {
      reach(mark);
      if (in != null && (failed || !in.isForced())) {
        throw new StartRefused(
            in.path
                + " can't be written, so the next start could not tell this one's changes from"
                + " damage");
      }
    }

    /// The store has made durable what it holds up to `mark`.
    public void reach(long mark) {
      if (reached.isPresent() && reached.getAsLong() == mark) {
        return;
      }
      reached = OptionalLong.of(mark);
      generation++;
      if (in == null || failed) {
        return;
      }
      try {
        in.write(offset + generation % 2 * SECTOR, new Slot(generation, mark));
      } catch (IOException e) {
        failed = true;
        LOG.error(
            "{} can't be written: from now on, damage to a store may go unnoticed at the next"
                + " start",
            in.path,
            LoggedFault.of(e));
      }
    }
  }

  private record Slot(long generation, long mark) {
    byte[] bytes() {
      var bytes = ByteBuffer.allocate(SLOT_BYTES).putLong(generation).putLong(mark);
      return bytes.putLong(checksum(bytes.array())).array();
    }

    static long checksum(byte[] slot) {
      var crc = new CRC32C();
      crc.update(slot, 0, 2 * Long.BYTES);
      return crc.getValue();
    }
  }

  private synchronized List<Slot> slots(long offset) throws IOException {
    List<Slot> slots = new ArrayList<>(2);
    for (int i = 0; i < 2; i++) {
      byte[] bytes = new byte[SLOT_BYTES];
      kept().seek(offset + (long) i * SECTOR);
      kept().readFully(bytes);
      var slot = ByteBuffer.wrap(bytes);
      long generation = slot.getLong();
      long mark = slot.getLong();
      if (generation > 0 && slot.getLong() == Slot.checksum(bytes)) {
        slots.add(new Slot(generation, mark));
      }
    }
    return slots;
  }

  private synchronized void write(long offset, Slot slot) throws IOException {
    kept().seek(offset);
    kept().write(slot.bytes());
  }
}
