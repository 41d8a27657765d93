package dev.hearth.platform.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the disk of the data folder has room for more. Writes are refused before a store fails
/// in the middle of one: those that add something while less than the bound is free, and the
/// cursors of readers below an eighth of it. Writes that free room are never refused.
///
/// The disk may still be full at once, or refuse a write that it has room for, such as beyond a
/// quota. A store that finds the disk full calls {@link #failed}: then everything is refused until
/// it calls {@link #mended}.
///
/// A round looks at the disk; everybody else reads what it saw. Any thread may call.
public final class DiskSpace {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
  private static final String CONDITION = "disk";

  /// Of the bound, this part is left for what readers acknowledge.
  private static final int CURSORS_SHARE = 8;

  /// Writes are taken again once this part of the bound is free beyond it, so that what the server
  /// itself writes and deletes does not turn it on and off.
  private static final int MARGIN_SHARE = 8;

  /// How many bytes of a disk are free.
  @FunctionalInterface
  public interface Free {
    long bytes() throws IOException;

    /// Of the disk on which `folder` is.
    static Free around(Path folder) throws IOException {
      FileStore disk = Files.getFileStore(folder);
      return disk::getUsableSpace;
    }
  }

  private enum State {
    ROOMY,
    FULL,
    OUT
  }

  /// The stores that found no room, and how each tries again.
  @GuardedBy("this")
  private final Map<String, Runnable> failed = new TreeMap<>();

  private final Free free;
  private final long leaveFree;
  private final Health health;
  private volatile State state = State.ROOMY;
  private volatile long seen = Long.MAX_VALUE;

  /// @param leaveFree how many bytes must stay free when something is added
  /// @param health hears when the disk is full, and when it has room again
  public DiskSpace(Free free, long leaveFree, Health health) {
    this.free = free;
    this.leaveFree = leaveFree;
    this.health = health;
  }

  /// A disk that is never full.
  public static DiskSpace boundless() {
    return new DiskSpace(() -> Long.MAX_VALUE, 0, new Health());
  }

  public DiskSpace shownOn(MeterRegistry meters) {
    Gauge.builder("hearth.disk.free", this, space -> space.seen)
        .description("The free space on the disk of the data folder")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("hearth.disk.leave.free", this, space -> space.leaveFree)
        .description("Below this, what would be added to the disk is refused (log.leave-free)")
        .baseUnit("bytes")
        .register(meters);
    return this;
  }

  /// Looks at the disk. It costs as much on a full disk as on an empty one.
  ///
  /// @throws IOException when the disk does not say; then nothing changes
  public void look() throws IOException {
    long bytes = free.bytes();
    if (bytes >= leaveFree / CURSORS_SHARE) {
      // Outside of the lock: it writes.
      failed().forEach(Runnable::run);
    }
    see(bytes);
  }

  private synchronized List<Runnable> failed() {
    return List.copyOf(failed.values());
  }

  private synchronized void see(long bytes) {
    seen = bytes;
    State was = state;
    state = failed.isEmpty() ? judge(bytes, was) : State.OUT;
    if (state == State.ROOMY) {
      if (was != State.ROOMY) {
        health.clear(CONDITION);
        LOG.info("The disk has room again: {} bytes are free", bytes);
      }
      return;
    }
    health.raise(
        CONDITION,
        failed.isEmpty()
            ? "the disk is full: less than log.leave-free is free"
            : "the disk is full: it refuses what is written");
    if (was == State.ROOMY) {
      LOG.error(
          "The disk is full: {} bytes are free, and log.leave-free is {}. Writes are refused until"
              + " there is room",
          bytes,
          leaveFree);
    }
  }

  /// A store could not write, because the disk refused it. Says so in the log, once.
  ///
  /// @param store which
  /// @param retry tries to write again, and calls {@link #mended} when it can; called at each look
  /// @return to be thrown where somebody waits for the write
  public synchronized DiskFull failed(String store, Runnable retry) {
    boolean first = failed.put(store, retry) == null;
    if (first && state == State.ROOMY) {
      LOG.error(
          "The disk is full: the {} could not be written. Writes are refused until there is room",
          store);
      health.raise(CONDITION, "the disk is full: it refuses what is written");
    }
    state = State.OUT;
    return new DiskFull();
  }

  /// A store can write again.
  public synchronized void mended(String store) {
    failed.remove(store);
  }

  private State judge(long bytes, State was) {
    if (bytes < leaveFree / CURSORS_SHARE) {
      return State.OUT;
    }
    long enough = was == State.ROOMY ? leaveFree : leaveFree + leaveFree / MARGIN_SHARE;
    return bytes < enough ? State.FULL : State.ROOMY;
  }

  /// How much may be written, by the disk itself: what is free beyond the bound.
  public long left() throws IOException {
    return free.bytes() - leaveFree;
  }

  /// Call this before something is added.
  ///
  /// @throws DiskFull when it has to be refused
  public void require() {
    if (state != State.ROOMY) {
      throw new DiskFull();
    }
  }

  /// Whether not even cursors may be written.
  public boolean isOut() {
    return state == State.OUT;
  }
}
