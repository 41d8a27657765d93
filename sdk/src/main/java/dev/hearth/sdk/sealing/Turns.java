package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Serializes work in a conversation: the first sender hands our sender key over; later senders
/// wait for that, and so does work that would replace the key. Any thread may call.
final class Turns {
  private static final int LOCKS = 64;

  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(ignored -> new ReentrantLock(true)).toList();

  /// Does something when it is its turn.
  <T> T in(ConversationId conversation, TurnWork<T> work) throws InterruptedException {
    ReentrantLock lock = locks.get(Math.floorMod(conversation.hashCode(), LOCKS));
    lock.lockInterruptibly();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  interface TurnWork<T> {
    T run() throws InterruptedException;
  }
}
