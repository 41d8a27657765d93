package dev.hearth.chat.message.delivery;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The readers of this node: one for each session that is connected or whose acknowledgement is
/// being written. Any thread may call it. A reader stays as long as somebody holds it, so there is
/// never a second one with older cursors.
public final class Readers {
  private record Held(Reader reader, int holders) {}

  private final Map<SessionId, Held> bySession = new ConcurrentHashMap<>();
  private final Map<UserId, List<Reader>> byUser = new ConcurrentHashMap<>();

  /// How many changes of their memberships are under way, for the users with any.
  private final Map<UserId, Integer> unsettled = new ConcurrentHashMap<>();

  /// The caller must {@link #release} the reader once.
  Reader acquire(UserId user, SessionId session, long since) {
    Held held =
        bySession.compute(
            session,
            (id, present) -> {
              if (present != null) {
                return new Held(present.reader, present.holders + 1);
              }
              Reader reader = new Reader(user, session, since);
              add(reader);
              return new Held(reader, 1);
            });
    return held.reader;
  }

  // In one step with the changes that are under way, so that the reader hears of each one's end.
  @SuppressWarnings("NullAway") // no count is null here
  private void add(Reader reader) {
    unsettled.compute(
        reader.user(),
        (user, changes) -> {
          byUser.merge(user, List.of(reader), Readers::joined);
          for (int i = 0; changes != null && i < changes; i++) {
            reader.unsettle();
          }
          return changes;
        });
  }

  /// A change of the user's memberships is under way: their readers take nothing live.
  void unsettle(UserId user) {
    unsettled.compute(
        user,
        (_, changes) -> {
          of(user).forEach(Reader::unsettle);
          return changes == null ? 1 : changes + 1;
        });
  }

  /// Such a change is over.
  @SuppressWarnings("NullAway") // compute removes what the function answers null for
  void settle(UserId user) {
    unsettled.computeIfPresent(
        user,
        (_, changes) -> {
          of(user).forEach(Reader::settle);
          return changes == 1 ? null : changes - 1;
        });
  }

  /// Holds the session's reader, if it has one.
  Optional<Reader> acquire(SessionId session) {
    Held held =
        bySession.computeIfPresent(
            session, (id, present) -> new Held(present.reader, present.holders + 1));
    return held == null ? Optional.empty() : Optional.of(held.reader);
  }

  void release(Reader reader) {
    bySession.computeIfPresent(
        reader.session(),
        (id, present) -> {
          if (present.holders > 1) {
            return new Held(present.reader, present.holders - 1);
          }
          byUser.computeIfPresent(reader.user(), (user, readers) -> without(readers, reader));
          return null;
        });
  }

  Optional<Reader> find(SessionId session) {
    Held held = bySession.get(session);
    return held == null ? Optional.empty() : Optional.of(held.reader);
  }

  List<Reader> of(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  Set<SessionId> sessions() {
    return bySession.keySet();
  }

  private static List<Reader> joined(List<Reader> some, List<Reader> more) {
    List<Reader> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  @SuppressWarnings("NullAway") // computeIfPresent removes what the function answers null for
  private static List<Reader> without(List<Reader> readers, Reader gone) {
    List<Reader> rest = readers.stream().filter(reader -> reader != gone).toList();
    return rest.isEmpty() ? null : rest;
  }
}
