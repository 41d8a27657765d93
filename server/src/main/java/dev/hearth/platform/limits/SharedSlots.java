package dev.hearth.platform.limits;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Room for a number of things under way at once, of which each holder has a share. Nothing waits:
/// what finds no room is refused.
///
/// ```
/// var slot = downloads.take(List.of(new Share(address, 32), new Share(file, 128)));
/// if (slot.isEmpty()) … refuse
/// try (var _ = slot.get()) { … }
/// ```
///
/// Any thread may take, and any may give back.
public final class SharedSlots {
  /// A slot that was taken, until it is closed. Closing it again does nothing.
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  private final Holdings holdings;

  /// @param name what they are for, as the meters and `docs/limits.md` name it
  /// @param most how many may be taken at a time
  public SharedSlots(String name, int most) {
    holdings = new Holdings(name, most);
  }

  /// Shows on the meters how many are taken, and how many were refused.
  public SharedSlots shownOn(MeterRegistry meters) {
    holdings.showOn(meters);
    return this;
  }

  /// A slot; empty when all are taken, or all that one of these holders may have.
  public Optional<Slot> take(List<Share> shares) {
    if (!holdings.take(shares, 1)) {
      return Optional.empty();
    }
    var taken = new AtomicBoolean(true);
    return Optional.of(() -> {
      if (taken.compareAndSet(true, false)) {
        holdings.giveBack(shares, 1);
      }
    });
  }

  /// How many are taken now.
  public long taken() {
    return holdings.held();
  }

  /// How many this holder has taken.
  public long takenBy(Object holder) {
    return holdings.heldBy(holder);
  }
}
