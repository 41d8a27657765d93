package dev.hearth.cli.dev;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where those who chat on a development server have their keys: in its data folder, for each
/// session `chat/ID.db`, sealed with what is in `chat/ID.key`. Only their owner can read them.
public final class ChatStore {
  private static final String FOLDER = "chat";

  private ChatStore() {}

  /// Opens a session's store; creates it if it does not exist.
  ///
  /// @throws dev.hearth.sdk.store.StoreException when it is in use, or can't be opened
  public static ClientStore open(Path data, SessionId session) {
    Path folder = data.resolve(FOLDER);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var key = StoreKey.inFile(folder.resolve(session + ".key"));
    return ClientStore.sqlite(folder.resolve(session + ".db"), key);
  }
}
