package dev.hearth.chat.message.delivery;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The sessions of this node that are connected or have an acknowledgement that is being written:
/// their cursors, each once. Any thread may call it. One stays as long as somebody has acquired it,
/// so there is never a second one with older cursors.
public final class OpenSessions {
  private record Held(SessionCursors cursors, int holders) {}

  private final Map<SessionId, Held> bySession = new ConcurrentHashMap<>();
  private final Map<UserId, List<SessionCursors>> byUser = new ConcurrentHashMap<>();

  /// How many changes of their memberships are under way, for the users with any.
  private final Map<UserId, Integer> unsettled = new ConcurrentHashMap<>();

  /// The caller must {@link #release} the cursors once.
  SessionCursors acquire(UserId user, SessionId session, long since) {
    Held held =
        bySession.compute(
            session,
            (id, present) -> {
              if (present != null) {
                return new Held(present.cursors, present.holders + 1);
              }
              SessionCursors cursors = new SessionCursors(user, session, since);
              add(cursors);
              return new Held(cursors, 1);
            });
    return held.cursors;
  }

  // In one step with the changes that are under way, so that the session hears of each one's end.
  @SuppressWarnings("NullAway") // no count is null here
  private void add(SessionCursors cursors) {
    unsettled.compute(
        cursors.user(),
        (user, changes) -> {
          byUser.merge(user, List.of(cursors), OpenSessions::joined);
          for (int i = 0; changes != null && i < changes; i++) {
            cursors.unsettle();
          }
          return changes;
        });
  }

  /// A change of the user's memberships is under way: their sessions take nothing live.
  void unsettle(UserId user) {
    unsettled.compute(
        user,
        (_, changes) -> {
          of(user).forEach(SessionCursors::unsettle);
          return changes == null ? 1 : changes + 1;
        });
  }

  /// Such a change is over.
  @SuppressWarnings("NullAway") // compute removes what the function answers null for
  void settle(UserId user) {
    unsettled.computeIfPresent(
        user,
        (_, changes) -> {
          of(user).forEach(SessionCursors::settle);
          return changes == 1 ? null : changes - 1;
        });
  }

  /// Acquires the session's cursors, if it is open.
  Optional<SessionCursors> acquire(SessionId session) {
    Held held =
        bySession.computeIfPresent(
            session, (id, present) -> new Held(present.cursors, present.holders + 1));
    return held == null ? Optional.empty() : Optional.of(held.cursors);
  }

  void release(SessionCursors cursors) {
    bySession.computeIfPresent(
        cursors.session(),
        (id, present) -> {
          if (present.holders > 1) {
            return new Held(present.cursors, present.holders - 1);
          }
          byUser.computeIfPresent(cursors.user(), (user, readers) -> without(readers, cursors));
          return null;
        });
  }

  Optional<SessionCursors> find(SessionId session) {
    Held held = bySession.get(session);
    return held == null ? Optional.empty() : Optional.of(held.cursors);
  }

  List<SessionCursors> of(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  /// Entries that any of them may see were not offered.
  void missLive() {
    bySession.values().forEach(held -> held.cursors.missLive());
  }

  Set<SessionId> sessions() {
    return bySession.keySet();
  }

  private static List<SessionCursors> joined(List<SessionCursors> some, List<SessionCursors> more) {
    List<SessionCursors> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes what the function answers null for
  private static List<SessionCursors> without(List<SessionCursors> readers, SessionCursors gone) {
    List<SessionCursors> rest = readers.stream().filter(cursors -> cursors != gone).toList();
    return rest.isEmpty() ? null : rest;
  }
}
