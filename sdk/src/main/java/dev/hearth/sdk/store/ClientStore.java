package dev.hearth.sdk.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// Where a client keeps what it must not lose: its keys, the sessions with other devices, what it
/// has still to send or to show. Without it nothing that was sealed for the client can be read
/// again, and with an old copy of it keys would be used twice: a message may only leave, and only
/// be acknowledged, when what came of it is kept.
///
/// Any thread may call it. One store belongs to one client.
///
/// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="transaction" :
///
/// var drafts = new Kind("example.draft", 100);
/// Optional<byte[]> before =
///     store.inTransaction(records -> {
///       var found = records.find(drafts, "Bob");
///       records.put(drafts, "Bob", "See you at".getBytes(UTF_8));
///       return found;
///     });
/// }
public interface ClientStore extends AutoCloseable {

  /// Works on what is kept. When `work` throws, nothing of it has happened; when this returns, all
  /// of it has, and will outlive the process if anything here does.
  ///
  /// One at a time: others wait, so don't wait for anything in `work`. It may call this again, in
  /// the same thread: that is part of the same transaction. When a part throws, the whole can't
  /// happen any more, also if somebody catches it on the way: from then on the records, and in the
  /// end this, throw an [IllegalStateException].
  ///
  /// @throws IllegalStateException also when the store is closed
  /// @throws StoreException when the disk is full or broken, or somebody has changed the file
  <T> T inTransaction(Function<Records, T> work);

  /// Waits for the transaction that is under way. Does nothing the second time.
  ///
  /// @throws IllegalStateException when it is called in a transaction
  @Override
  void close();

  /// A store that forgets all when the process ends: for a bot that signs in with new keys each
  /// time.
  static ClientStore inMemory() {
    return new InMemoryStore();
  }

  /// A store in a SQLite file, which is made when it is missing, for its owner only. All in it is
  /// encrypted, and a transaction that has returned is on the disk.
  ///
  /// Nobody else can open the file until this one is closed: two clients with the same keys would
  /// use them twice. Never bring back an old copy of it, for the same reason.
  ///
  /// @throws StoreException when the key is another one than it was made with, it is in use, or
  ///   can't be read; it then is as it was
  static ClientStore sqlite(Path file, StoreKey key) {
    return SqliteStore.open(file, key);
  }

  /// Seals all records in such a file with another key, such as another passphrase. From then on it
  /// opens with the new key only. Earlier copies of the file still open with the old one.
  ///
  /// The change is atomic, also when the process dies: keep both keys until this has returned. It
  /// takes a while for a large file, which is rewritten.
  ///
  /// {@snippet class="dev.hearth.testkit.SealingExamplesTest" region="passphrase" :
  ///
  /// ClientStore.changeKey(
  ///     file, StoreKey.ofPassphrase(passphrase), StoreKey.ofPassphrase(newPassphrase));
  /// }
  ///
  /// @throws StoreException as [#sqlite], also when the file is missing; a file that exists is
  ///   unchanged then
  static void changeKey(Path file, StoreKey before, StoreKey after) {
    if (Files.notExists(file)) {
      throw new StoreException(StoreException.StoreFault.DISK, file + " is not there");
    }
    Resealing.of(file, before, after);
  }
}
