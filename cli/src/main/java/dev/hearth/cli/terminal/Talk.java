package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;

/// A conversation that the chat is in, or was in before: what waits there still waits when somebody
/// comes back.
record Talk(ChatRoom room, SafetyNumbers numbers, Outbox outbox) {

  ConversationId conversation() {
    return room.id();
  }
}
