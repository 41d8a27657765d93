package dev.hearth.sdk.signal;

import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Sessions of devices that keep their keys in files.
class SessionsOnSqliteTest extends SessionsContract {
  private final StoreKey key = StoreKey.generate();
  private final List<ClientStore> stores = new ArrayList<>();

  @TempDir Path folder = Path.of("");

  @AfterEach
  void closeStores() {
    stores.forEach(ClientStore::close);
  }

  @Override
  Party first(Random random) {
    return party(random);
  }

  @Override
  Party second(Random random) {
    return party(random);
  }

  @Override
  int times() {
    return 5;
  }

  /// No test here: it is about what a session keeps, and commits 2,000 times.
  @Override
  void two_thousand_messages_may_be_overtaken_and_no_more() {}

  private Party party(Random random) {
    ClientStore store = ClientStore.sqlite(folder.resolve(stores.size() + ".db"), key);
    stores.add(store);
    return new OurParty(store, random);
  }
}
