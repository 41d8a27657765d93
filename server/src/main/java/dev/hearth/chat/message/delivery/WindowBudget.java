package dev.hearth.chat.message.delivery;

import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.platform.limits.Share;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The memory that all windows of a node may take together, and the passes that wait for room in
/// them, with a share for each user. When it is used up, windows stay as small as they are: their
/// sessions get the next messages as they acknowledge. Any thread may call.
public final class WindowBudget {
  /// The part of the budget that the connections of one user may have.
  private static final int USERS_AT_LEAST = 8;

  private final ByteBudget budget;
  private final long share;

  /// @param budget for the windows alone
  /// @param most what it is made of
  public WindowBudget(ByteBudget budget, long most) {
    this.budget = budget;
    this.share = Math.max(1, most / USERS_AT_LEAST);
  }

  WindowClaim claim(UserId user) {
    return new WindowClaim(user);
  }

  /// The part of the budget that one window or one pass holds. Its {@link SessionCursors}' lock
  /// guards it.
  final class WindowClaim {
    private final UserId user;
    // Idle connections are many; they carry none.
    private ByteBudget.@Nullable ByteClaim held;

    private WindowClaim(UserId user) {
      this.user = user;
    }

    /// Returns whether it may have this many bytes altogether. If not, it has what it had.
    boolean growTo(long bytes) {
      long now = held == null ? 0 : held.bytes();
      if (bytes <= now) {
        return true;
      }
      if (held == null) {
        held = budget.claim(List.of(new Share(user, share)));
      }
      return held.grow(bytes - now);
    }

    void release() {
      if (held != null) {
        held.close();
        held = null;
      }
    }
  }
}
