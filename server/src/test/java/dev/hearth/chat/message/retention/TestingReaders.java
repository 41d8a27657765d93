package dev.hearth.chat.message.retention;

/// Readers who are all known at any time.
@FunctionalInterface
public interface TestingReaders extends Retention.EntryReaders {
  @Override
  default long known(long horizon) {
    return horizon;
  }
}
