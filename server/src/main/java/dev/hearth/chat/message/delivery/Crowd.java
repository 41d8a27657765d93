package dev.hearth.chat.message.delivery;

import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sessions that get one entry. The first get it at once. In a crowd, the others get it in
/// slices on other threads, so that the committing thread can continue with other entries; until
/// their turn they hold the entry back, so that each session still gets everything in order.
final class Crowd implements Consumer<UserId> {
  /// At most this many sessions get an entry at once or in a slice: well below a millisecond.
  static final int SLICE = 256;

  private final OpenSessions openSessions;
  private final Announced announced;
  private final Executor workers;
  private int offered;
  private @Nullable List<SessionCursors> rest;

  Crowd(OpenSessions openSessions, Announced announced, Executor workers) {
    this.openSessions = openSessions;
    this.announced = announced;
    this.workers = workers;
  }

  @Override
  public void accept(UserId user) {
    // Not an iterator: most users have one session or none online, and groups are large.
    List<SessionCursors> online = openSessions.of(user);
    for (int i = 0; i < online.size(); i++) {
      offerTo(online.get(i));
    }
  }

  private void offerTo(SessionCursors cursors) {
    if (offered < SLICE) {
      offered++;
      cursors.offerLive(announced);
      return;
    }
    if (rest == null) {
      rest = new ArrayList<>();
    }
    cursors.holdBack(announced);
    rest.add(cursors);
  }

  /// Gives those who were held back their turn.
  void offerToRest() {
    if (rest != null) {
      offerSlice(rest, 0);
    }
  }

  private void offerSlice(List<SessionCursors> crowd, int from) {
    workers.execute(() -> {
      int to = Math.min(crowd.size(), from + SLICE);
      for (SessionCursors cursors : crowd.subList(from, to)) {
        cursors.offerHeldBack();
      }
      if (to < crowd.size()) {
        offerSlice(crowd, to);
      }
    });
  }
}
