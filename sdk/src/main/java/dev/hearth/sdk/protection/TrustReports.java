package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.TrustChange;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Tells the listener what the server says of others otherwise than before: each change once, until
/// it is accepted. Any thread may call.
public final class TrustReports {
  private static final System.Logger LOG = System.getLogger(TrustReports.class.getName());
  private static final int MOST_REMEMBERED = 10_000;

  private record Report(UserId user, TrustChange change) {}

  private final BiConsumer<UserId, TrustChange> listener;
  private final Set<Report> reported = ConcurrentHashMap.newKeySet();

  public TrustReports(BiConsumer<UserId, TrustChange> listener) {
    this.listener = listener;
  }

  void report(UserId user, TrustChange change) {
    if (reported.size() >= MOST_REMEMBERED) {
      // Told twice is better than not told.
      reported.clear();
    }
    if (change == TrustChange.NEW_DEVICE || reported.add(new Report(user, change))) {
      LOG.log(
          Level.WARNING, () -> "The server says otherwise than before of " + user + ": " + change);
      listener.accept(user, change);
    }
  }

  void accepted(UserId user, TrustChange change) {
    reported.remove(new Report(user, change));
  }
}
