package dev.hearth.chat.delivery;

import dev.hearth.protocol.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Those who are to have one entry. Few get it at once. Of a crowd the rest get it in slices on
/// other threads, so that the thread that commits goes on to what is said elsewhere; until their
/// turn comes they are held back, so that each still gets everything in order.
final class Crowd implements Consumer<UserId> {
  /// So many sessions are told at once, and so many by a slice: well below a millisecond.
  static final int SLICE = 256;

  private final Readers readers;
  private final Announced announced;
  private final Executor waiting;
  private int told;
  private @Nullable List<Reader> rest;

  Crowd(Readers readers, Announced announced, Executor waiting) {
    this.readers = readers;
    this.announced = announced;
    this.waiting = waiting;
  }

  @Override
  public void accept(UserId user) {
    // Not an iterator: most users have one session or none online, and groups are large.
    List<Reader> online = readers.of(user);
    for (int i = 0; i < online.size(); i++) {
      tell(online.get(i));
    }
  }

  private void tell(Reader reader) {
    if (told < SLICE) {
      told++;
      reader.offer(announced);
      return;
    }
    if (rest == null) {
      rest = new ArrayList<>();
    }
    reader.hold(announced);
    rest.add(reader);
  }

  /// Gives those who were held back their turn.
  void catchUp() {
    if (rest != null) {
      next(rest, 0);
    }
  }

  private void next(List<Reader> crowd, int from) {
    waiting.execute(() -> {
      int to = Math.min(crowd.size(), from + SLICE);
      for (Reader reader : crowd.subList(from, to)) {
        reader.catchUp();
      }
      if (to < crowd.size()) {
        next(crowd, to);
      }
    });
  }
}
