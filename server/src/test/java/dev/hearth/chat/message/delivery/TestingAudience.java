package dev.hearth.chat.message.delivery;

import dev.hearth.protocol.id.UserId;

/// An audience that is in memory and settled, as far as a test says nothing else.
interface TestingAudience extends Audience {
  @Override
  default Audience inMemory() {
    return this;
  }

  @Override
  default long settled(UserId user, long stored) {
    return stored;
  }
}
