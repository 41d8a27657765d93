package dev.hearth.sdk;

import dev.hearth.protocol.id.MessageId;
import java.util.LinkedHashSet;
import java.util.Set;

/// The latest message ids, up to a bound; beyond it, the oldest is dropped. For one thread.
final class RecentMessages implements SeenMessages {
  private final int atMost;
  private final Set<MessageId> messages = new LinkedHashSet<>();

  RecentMessages(int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("at least one message must be remembered");
    }
    this.atMost = atMost;
  }

  @Override
  public boolean contains(MessageId message) {
    return messages.contains(message);
  }

  @Override
  public void add(MessageId message) {
    if (messages.add(message) && messages.size() > atMost) {
      var oldest = messages.iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
