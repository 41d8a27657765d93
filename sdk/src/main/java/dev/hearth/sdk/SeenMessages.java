package dev.hearth.sdk;

import dev.hearth.protocol.id.MessageId;

/// Remembers which messages the listener has had, so that a message pushed again reaches it once.
///
/// [#contains] and [#add] are called by one thread, in turn: `add` after the listener has returned,
/// before the server is told. A store that outlives the process makes that hold across restarts;
/// one that forgets too early lets a message through a second time, never loses one.
public interface SeenMessages {

  /// Remembers nothing: each push reaches the listener.
  SeenMessages NONE =
      new SeenMessages() {
        @Override
        public boolean contains(MessageId message) {
          return false;
        }

        @Override
        public void add(MessageId message) {}
      };

  boolean contains(MessageId message);

  void add(MessageId message);

  /// Remembers the latest `atMost` messages, in memory only.
  static SeenMessages inMemory(int atMost) {
    return new RecentMessages(atMost);
  }
}
