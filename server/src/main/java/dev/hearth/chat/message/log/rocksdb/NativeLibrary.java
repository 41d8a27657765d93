package dev.hearth.chat.message.log.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/// RocksDB's native half, which comes inside its jar. Unless it lies in a folder of
/// `java.library.path`, each start unpacks it anew.
public final class NativeLibrary {
  private NativeLibrary() {}

  /// Puts this platform's library into `folder`, where a later start finds it.
  public static void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    String inJar = "/" + Environment.getJniLibraryFileName("rocksdb");
    String onDisk = System.mapLibraryName(Environment.getJniLibraryName("rocksdb"));
    try (InputStream library = RocksDB.class.getResourceAsStream(inJar)) {
      if (library == null) {
        throw new IOException("RocksDB's jar has no " + inJar);
      }
      Files.copy(library, folder.resolve(onDisk), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
