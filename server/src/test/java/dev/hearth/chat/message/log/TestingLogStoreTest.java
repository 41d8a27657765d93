package dev.hearth.chat.message.log;

import dev.hearth.platform.time.PositionClock;
import java.time.InstantSource;
import java.util.Optional;

/// The model that the simulation runs on keeps the same promises as the real stores.
final class TestingLogStoreTest extends LogStoreContract {
  private Optional<TestingLogStore> before = Optional.empty();

  @Override
  protected LogStore open(InstantSource clock) {
    TestingLogStore opened =
        before
            .map(store -> store.reopened(new PositionClock(clock)))
            .orElseGet(() -> new TestingLogStore(new PositionClock(clock)));
    before = Optional.of(opened);
    return opened;
  }
}
