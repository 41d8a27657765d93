package dev.hearth.sdk.store;

class InMemoryStoreTest extends ClientStoreContract {
  @Override
  ClientStore open() {
    return ClientStore.inMemory();
  }
}
