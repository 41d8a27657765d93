package dev.hearth.testkit;

import dev.hearth.chat.Chat;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The database of a new server: tables without rows. Creating them takes longer than the rest of a
/// start, so it is done once, and each server gets a copy. Any thread may call.
final class EmptyDatabase {
  private EmptyDatabase() {}

  /// Made when it is first asked for.
  private static final class Made {
    static final byte[] BYTES = make();

    private static byte[] make() {
      try (var temporary = TemporaryFolder.make()) {
        Path file = temporary.path().resolve("empty.db");
        SqliteDatabase.open(file, Chat.MIGRATIONS).close();
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// @param data a data folder that no server has seen
  static void putInto(Path data) {
    try (var folder = DataFolder.open(data)) {
      Files.write(folder.database(), Made.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
