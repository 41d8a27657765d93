package dev.hearth.sdk.signal;

import java.util.function.Function;

/// Where a device keeps its keys. Without what was kept here nothing that was sent to it can be
/// read again, and with an old copy of it keys would be used twice: a message may only leave, and
/// only be acknowledged, when what came of it is kept.
public interface SignalStore {

  /// Works on what is kept. When `work` throws, nothing of it has happened; when this returns, all
  /// of it will outlive the process, if anything here does. One at a time: others wait. `work` may
  /// call this again: that belongs to the same transaction.
  <T> T inTransaction(Function<SignalRecords, T> work);

  /// A store that forgets all when the process ends: for a bot that signs in with new keys each
  /// time.
  static SignalStore inMemory() {
    return new InMemorySignalStore();
  }
}
