package dev.hearth.sdk.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Records that can be asked only in their transaction, and only for what is within the bounds.
final class CheckedRecords implements Records {
  private final TransactionalStore store;
  private final Records records;

  CheckedRecords(TransactionalStore store, Records records) {
    this.store = store;
    this.records = records;
  }

  @Override
  public Optional<byte[]> find(Kind kind, String name) {
    check(name);
    return records.find(kind, name);
  }

  @Override
  public void put(Kind kind, String name, byte[] value) {
    check(name);
    if (value.length > MOST_VALUE_BYTES) {
      throw new IllegalArgumentException("a value of " + value.length + " bytes is too long");
    }
    records.put(kind, name, value);
  }

  @Override
  public void remove(Kind kind, String name) {
    check(name);
    records.remove(kind, name);
  }

  @Override
  public List<String> names(Kind kind) {
    store.checkTransaction();
    return records.names(kind);
  }

  private void check(String name) {
    store.checkTransaction();
    if (name.isEmpty() || name.length() > MOST_NAME_LENGTH) {
      throw new IllegalArgumentException("a name of " + name.length() + " characters");
    }
    // In a file, all halves of characters would be the same.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException("a name with half a character");
    }
  }
}
