package dev.hearth.sdk.signal;

import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/// A store that counts what is written, and breaks down in the middle of it when it is told to.
final class BreakingStore implements ClientStore {
  private final ClientStore store;
  private final Random random;
  private boolean breaking;
  private int writes;

  BreakingStore(ClientStore store, Random random) {
    this.store = store;
    this.random = random;
  }

  /// Has a quarter of all writes fail; tries until `work` went through.
  <T> T whileBreaking(Supplier<T> work) {
    breaking = true;
    try {
      while (true) {
        try {
          return work.get();
        } catch (Broken again) {
          // As a client does that was killed and is told the message again.
        }
      }
    } finally {
      breaking = false;
    }
  }

  int writes() {
    return writes;
  }

  @Override
  public <T> T inTransaction(Function<Records, T> work) {
    return store.inTransaction(records -> work.apply(new Watched(records)));
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Watched implements Records {
    private final Records records;

    Watched(Records records) {
      this.records = records;
    }

    @Override
    public Optional<byte[]> find(Kind kind, String name) {
      return records.find(kind, name);
    }

    @Override
    public void put(Kind kind, String name, byte[] value) {
      write();
      records.put(kind, name, value);
      write();
    }

    @Override
    public void remove(Kind kind, String name) {
      records.remove(kind, name);
      write();
    }

    @Override
    public List<String> names(Kind kind) {
      return records.names(kind);
    }

    private void write() {
      writes++;
      if (breaking && random.nextInt(4) == 0) {
        throw new Broken();
      }
    }
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
