package dev.hearth.cli.dev;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.SignIn;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where those who chat have their keys and messages: for each session `chat/ID.db`, sealed with
/// what is in `chat/ID.key`; a chat that runs holds a lock on `chat/ID.lock`. Only their owner can
/// read them. The people of a development server have theirs in its data folder.
public final class ChatStore {
  private static final String FOLDER = "chat";

  private ChatStore() {}

  /// Keeps other chats of the session out until it is closed. The store alone would not do: a
  /// server that makes keys for somebody uses it for a moment, and is worth waiting for.
  ///
  /// @return empty when one runs
  public static Optional<FileChannel> reserve(Path data, SessionId session) {
    Path file = make(data).resolve(session + ".lock");
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel)) {
        return Optional.of(channel);
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /// Opens a session's store; creates it if it does not exist.
  ///
  /// @throws dev.hearth.sdk.store.StoreException when it is in use, or can't be opened
  public static ClientStore open(Path data, SessionId session) {
    Path folder = make(data);
    return ClientStore.sqlite(database(folder, session), StoreKey.inFile(key(folder, session)));
  }

  /// Signs a person in with a code of the operator's, and leaves the keys of their new device in
  /// its store.
  ///
  /// @return empty when the server does not take the code
  public static Optional<Keystore> signIn(
      Path data, String number, String code, ClientOptions options) {
    Path folder = make(data);
    // The server names the session when it has taken the code.
    SessionId draft = SessionId.random();
    Optional<Keystore> signedIn;
    try (var store = open(data, draft)) {
      signedIn = SignIn.byCode(number, code, store, options);
    }
    try {
      if (signedIn.isPresent()) {
        SessionId session = signedIn.get().sessionId();
        Files.move(key(folder, draft), key(folder, session));
        Files.move(database(folder, draft), database(folder, session));
      } else {
        Files.delete(database(folder, draft));
        Files.delete(key(folder, draft));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return signedIn;
  }

  private static Path database(Path folder, SessionId session) {
    return folder.resolve(session + ".db");
  }

  private static Path key(Path folder, SessionId session) {
    return folder.resolve(session + ".key");
  }

  private static Path make(Path data) {
    Path folder = data.resolve(FOLDER);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
