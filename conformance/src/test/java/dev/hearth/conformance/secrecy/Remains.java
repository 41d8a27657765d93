package dev.hearth.conformance.secrecy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// All data in a folder, after its owner has stopped: the bytes of its files, and the records of
/// its databases, which may be compressed or scattered in the files.
final class Remains {
  private static final byte[] SQLITE = "SQLite format 3".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, byte[]> places = new LinkedHashMap<>();

  private Remains() {}

  static Remains of(Path folder) throws Exception {
    var remains = new Remains();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      // Libraries that a JVM has unpacked are large, and the same everywhere.
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".so"))
              .toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      remains.places.put(folder.relativize(file).toString(), bytes);
      if (startsWith(bytes, SQLITE)) {
        remains.places.put("rows of " + folder.relativize(file), rows(file));
      } else if (file.endsWith("CURRENT")) {
        Path database = file.resolveSibling("");
        remains.places.put("entries of " + folder.relativize(database), entries(database));
      }
    }
    return remains;
  }

  /// The secrets that were found, with their places.
  List<String> find(Secrets secrets) {
    return places.entrySet().stream()
        .flatMap(place ->
            secrets.in(place.getValue()).stream().map(secret -> secret + " in " + place.getKey()))
        .toList();
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length > magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  private static byte[] rows(Path file) throws SQLException {
    var all = new ByteArrayOutputStream();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (var names =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type='table'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
              byte[] value = rows.getBytes(column);
              all.writeBytes(value == null ? new byte[0] : value);
              all.write('\n');
            }
          }
        }
      }
    }
    return all.toByteArray();
  }

  private static byte[] entries(Path database) throws RocksDBException {
    RocksDB.loadLibrary();
    String folder = database.toString();
    var all = new ByteArrayOutputStream();
    List<ColumnFamilyDescriptor> families;
    try (var options = new Options()) {
      families =
          RocksDB.listColumnFamilies(options, folder).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (var options = new DBOptions();
        var opened = RocksDB.openReadOnly(options, folder, families, handles)) {
      for (ColumnFamilyHandle family : handles) {
        try (var entries = opened.newIterator(family)) {
          for (entries.seekToFirst(); entries.isValid(); entries.next()) {
            all.writeBytes(entries.key());
            all.writeBytes(entries.value());
            all.write('\n');
          }
          entries.status();
        }
        family.close();
      }
    }
    return all.toByteArray();
  }
}
