package dev.hearth.platform.sql.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native half, which comes inside its jar. Unless it lies in the folder that
/// `org.sqlite.lib.path` names, each start unpacks it anew.
public final class SqliteLibrary {
  private SqliteLibrary() {}

  /// Puts this platform's library into `folder`, where a later start finds it.
  public static void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = LibraryLoaderUtil.getNativeLibName();
    String inJar = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(inJar)) {
      if (library == null) {
        throw new IOException("SQLite's jar has no " + inJar);
      }
      Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
