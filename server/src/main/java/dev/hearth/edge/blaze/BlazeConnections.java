package dev.hearth.edge.blaze;

import com.github.benmanes.caffeine.cache.Cache;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.chat.Refusal;
import dev.hearth.edge.blaze.BlazeMeters.End;
import dev.hearth.platform.limits.Caches;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// All live connections, by session. A session may have several: clients that come back before we
/// notice that they were gone, or that run twice. Any thread may call.
public final class BlazeConnections {
  private static final int MOST_REMEMBERED = 10_000;

  /// Far more than a client has that comes back before we notice that it was gone.
  private static final int MOST_PER_SESSION = 64;

  private static final Refusal SIGNED_OUT =
      Refusal.of(ErrorCode.UNAUTHORIZED, "The session has been signed out.");

  private final Map<SessionId, List<Connection>> bySession = new ConcurrentHashMap<>();
  // A connection may be between the check of its token and here when its session is revoked.
  private final Cache<SessionId, Boolean> revoked =
      Caches.builder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(MOST_REMEMBERED).build();

  @GuardedBy("this")
  private int open;

  BlazeConnections() {}

  /// The session is dead: its connections are told so, and end.
  public void revoke(SessionId session) {
    revoked.put(session, true);
    of(session).forEach(BlazeConnections::end);
  }

  /// The session may be dead: its connections end, and its client comes back if it may.
  public void doubt(SessionId session) {
    of(session).forEach(Connection::failed);
  }

  /// The live connections of a session.
  List<Connection> of(SessionId session) {
    return bySession.getOrDefault(session, List.of());
  }

  private static void end(Connection connection) {
    connection.turnAway(SIGNED_OUT, End.TURNED_AWAY);
  }

  void register(SessionId session, Connection connection) {
    // Mostly there is one, and a list of one that can't be changed is small.
    List<Connection> all =
        bySession.merge(
            session,
            List.of(connection),
            (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
    if (all.size() > MOST_PER_SESSION) {
      Connection oldest = all.getFirst();
      oldest.loop().eventLoop().execute(() -> oldest.drop(End.CROWDED_OUT));
    }
    if (revoked.getIfPresent(session) != null) {
      end(connection);
    }
  }

  void unregister(SessionId session, Connection connection) {
    bySession.computeIfPresent(
        session,
        (_, some) -> {
          List<Connection> others = some.stream().filter(other -> other != connection).toList();
          return others.isEmpty() ? null : others;
        });
  }

  synchronized void added() {
    open++;
  }

  /// The connection is gone, and its feed is closed.
  synchronized void removed() {
    open--;
    if (open == 0) {
      notifyAll();
    }
  }

  /// @return whether the last connection was gone in time
  synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (open > 0) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
