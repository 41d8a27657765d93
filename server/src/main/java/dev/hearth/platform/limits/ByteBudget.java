package dev.hearth.platform.limits;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// How many bytes may be held in memory at once of what others send or are sent, for the whole
/// node, with a share for each holder. Nothing waits: what finds no room is refused.
///
/// ```
/// try (var claim = bodies.claim(List.of(new Share(address, 4 << 20)))) {
///   while (…) if (!claim.grow(piece.length())) … refuse
/// }
/// ```
///
/// Any thread may call.
public final class ByteBudget {
  private final Holdings holdings;

  /// @param name what it is for, as the meters and `docs/limits.md` name it
  /// @param most how many bytes may be held altogether
  public ByteBudget(String name, long most) {
    holdings = new Holdings(name, most);
  }

  /// Shows on the meters how many bytes are held, and how often some were refused.
  public ByteBudget shownOn(MeterRegistry meters) {
    holdings.showOn(meters);
    return this;
  }

  /// A claim that holds nothing yet.
  public ByteClaim claim(List<Share> shares) {
    return new ByteClaim(holdings, List.copyOf(shares));
  }

  /// How many bytes are held now.
  public long held() {
    return holdings.held();
  }

  /// How many bytes this holder has.
  public long heldBy(Object holder) {
    return holdings.heldBy(holder);
  }

  /// The bytes held for one purpose, such as a body. A claim grows and shrinks; a closed claim
  /// holds nothing and can't grow again. Any thread may call.
  public static final class ByteClaim implements AutoCloseable {
    private final Holdings holdings;
    private final List<Share> shares;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private boolean closed;

    private ByteClaim(Holdings holdings, List<Share> shares) {
      this.holdings = holdings;
      this.shares = shares;
    }

    /// Takes `more` bytes, or none; returns whether they were free.
    public synchronized boolean grow(long more) {
      if (more < 0) {
        throw new IllegalArgumentException("a claim grows by 0 at least, not by " + more);
      }
      if (closed || !holdings.take(shares, more)) {
        return false;
      }
      bytes += more;
      return true;
    }

    /// Gives some bytes back, at most those that are held.
    public synchronized void shrink(long less) {
      long fewer = Math.min(less, bytes);
      bytes -= fewer;
      holdings.giveBack(shares, fewer);
    }

    /// How many bytes it holds.
    public synchronized long bytes() {
      return bytes;
    }

    /// Gives everything back.
    @Override
    public synchronized void close() {
      closed = true;
      shrink(bytes);
    }
  }
}
