package dev.hearth.platform.sql;

import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// New databases for tests. Each list of migrations is applied once; after that its file is copied,
/// which is faster by far.
public final class TestingDatabase {
  private static final Map<List<Migrations>, byte[]> TEMPLATES = new ConcurrentHashMap<>();

  private TestingDatabase() {}

  /// An empty database with all its tables, in `folder`.
  public static Database in(Path folder, Migrations... features) {
    var file = folder.resolve("hearth.db");
    try {
      Files.write(file, TEMPLATES.computeIfAbsent(List.of(features), TestingDatabase::template));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return SqliteDatabase.open(file, List.of(features));
  }

  private static byte[] template(List<Migrations> features) {
    try {
      var folder = Files.createTempDirectory("hearth-template");
      var file = folder.resolve("hearth.db");
      // The last connection that closes moves the write-ahead log into the file.
      SqliteDatabase.open(file, features).close();
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(folder);
      return content;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
