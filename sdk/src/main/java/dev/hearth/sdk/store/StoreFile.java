package dev.hearth.sdk.store;

import static dev.hearth.sdk.store.StoreException.StoreFault.DAMAGED;
import static dev.hearth.sdk.store.StoreException.StoreFault.DISK;
import static dev.hearth.sdk.store.StoreException.StoreFault.IN_USE;
import static dev.hearth.sdk.store.StoreException.StoreFault.NEWER;
import static dev.hearth.sdk.store.StoreException.StoreFault.NOT_A_STORE;
import static dev.hearth.sdk.store.StoreException.StoreFault.WRONG_KEY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.jdbc4.JDBC4Connection;

/// The SQLite file of a store, opened: nobody else can open it until it is closed.
///
/// @param seal made with the right key
record StoreFile(Connection connection, RecordSeal seal) {
  // "HRTH", so that `file` and we know it for what it is.
  private static final int APPLICATION = 0x48525448;
  private static final int VERSION = 1;
  private static final int SALT_BYTES = 32;
  // For one who is just closing it. SQLite also needs a moment when two make the same file at once.
  private static final int PATIENCE_MILLIS = 500;

  // SQLite has no smaller pages.
  private static final int LEAST_BYTES = 512;

  /// Opens a store's file, or makes one.
  ///
  /// @throws StoreException when it can't be opened, in which case it is as it was
  static StoreFile open(Path file, StoreKey key) {
    try {
      if (OwnersFile.create(file)) {
        OwnersFile.keepName(file);
      }
      checkSize(file);
    } catch (IOException failure) {
      throw new StoreException(DISK, file + " can't be made: " + failure, failure);
    }
    try {
      Connection connection = connect(file);
      boolean opened = false;
      try {
        RecordSeal seal = begin(connection, file, key);
        opened = true;
        return new StoreFile(connection, seal);
      } finally {
        if (!opened) {
          connection.close();
        }
      }
    } catch (SQLException failure) {
      throw refusal(file, failure);
    } catch (IOException failure) {
      throw new StoreException(DISK, file + " can't be read: " + failure, failure);
    }
  }

  /// Reads before it locks: to lock, SQLite may write to the file, such as its length as it now is,
  /// also when that is damage. Another client is kept out from the first look on.
  private static RecordSeal begin(Connection connection, Path file, StoreKey key)
      throws SQLException, IOException {
    if (Files.size(file) == 0) {
      // Of those who are about to make it at the same time, one goes first.
      lock(connection);
    }
    if (isNew(connection, file)) {
      lock(connection);
      return make(connection, key);
    }
    RecordSeal seal = check(connection, file, key);
    lock(connection);
    // SQLite locks what it can't write, too: better now than in the middle of a conversation.
    run(connection, "DELETE FROM records WHERE FALSE");
    prepare(connection);
    return seal;
  }

  /// Keeps all others out until the file is closed.
  private static void lock(Connection connection) throws SQLException {
    run(connection, "BEGIN EXCLUSIVE");
    run(connection, "COMMIT");
  }

  /// Closes it, when somebody else has just thrown because of it.
  void letGo() {
    try {
      connection.close();
    } catch (SQLException alsoBroken) {
      // There is nothing more to let go of.
    }
  }

  /// Refuses what is too short for any database, which SQLite would take for one that is yet to be
  /// made, and overwrite. Doesn't open the file: to close it again would lose the lock of another
  /// client in this process.
  private static void checkSize(Path file) throws IOException {
    long size = Files.size(file);
    if (size > 0 && size < LEAST_BYTES) {
      throw new StoreException(NOT_A_STORE, file + " is not a store, or damaged");
    }
  }

  private static Connection connect(Path file) throws SQLException {
    // As a URI, for there may be a question mark in the name, after which SQLite expects options.
    String uri = file.toAbsolutePath().toUri().toString();
    var connection = new JDBC4Connection("jdbc:sqlite:" + uri, uri, new Properties());
    boolean ready = false;
    try {
      run(connection, "PRAGMA busy_timeout = " + PATIENCE_MILLIS);
      run(connection, "PRAGMA locking_mode = EXCLUSIVE");
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  private static boolean isNew(Connection connection, Path file) throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    int version = number(connection, "PRAGMA user_version");
    if (application == 0
        && version == 0
        && number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
      return true;
    }
    if (application != APPLICATION) {
      throw new StoreException(NOT_A_STORE, file + " is another program's database");
    }
    if (version > VERSION) {
      throw new StoreException(NEWER, file + " was written by a newer version of this program");
    }
    return false;
  }

  private static RecordSeal make(Connection connection, StoreKey key) throws SQLException {
    byte[] salt = newSalt();
    var seal = new RecordSeal(key.secret(salt), salt);
    prepare(connection);
    run(connection, "BEGIN");
    run(connection, "PRAGMA application_id = " + APPLICATION);
    run(connection, "PRAGMA user_version = " + VERSION);
    run(connection, "CREATE TABLE protection (salt BLOB NOT NULL, key_check BLOB NOT NULL)");
    // The sequence is the number of the put: what is put again is the youngest again.
    run(
        connection,
        """
        CREATE TABLE records (
          sequence INTEGER PRIMARY KEY,
          kind TEXT NOT NULL,
          hidden_name BLOB NOT NULL UNIQUE,
          sealed_name BLOB NOT NULL,
          sealed_value BLOB NOT NULL)
        """);
    run(connection, "CREATE INDEX records_by_kind ON records (kind, sequence)");
    replaceProtection(connection, salt, seal);
    run(connection, "COMMIT");
    return seal;
  }

  static byte[] newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  /// Says in the file what it is sealed with from now on; part of a transaction.
  static void replaceProtection(Connection connection, byte[] salt, RecordSeal seal)
      throws SQLException {
    run(connection, "DELETE FROM protection");
    try (var insert = connection.prepareStatement("INSERT INTO protection VALUES (?, ?)")) {
      insert.setBytes(1, salt);
      insert.setBytes(2, seal.check());
      insert.executeUpdate();
    }
  }

  private static RecordSeal check(Connection connection, Path file, StoreKey key)
      throws SQLException {
    RecordSeal seal;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT salt, key_check FROM protection")) {
      if (!row.next()) {
        throw new StoreException(DAMAGED, file + " is damaged");
      }
      byte[] salt = row.getBytes("salt");
      byte[] keyCheck = row.getBytes("key_check");
      if (salt == null || keyCheck == null) {
        throw new StoreException(DAMAGED, file + " is damaged");
      }
      seal = new RecordSeal(key.secret(salt), salt);
      if (!seal.isCheck(keyCheck)) {
        throw new StoreException(WRONG_KEY, file + " was made with another key");
      }
    }
    if (!isSound(connection)) {
      throw new StoreException(DAMAGED, file + " is damaged");
    }
    return seal;
  }

  /// Reads through the file once: better now than in the middle of a conversation.
  private static boolean isSound(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      return result.next() && result.getString(1).equals("ok");
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    run(connection, "PRAGMA journal_mode = WAL");
    // A transaction that has returned survives a power cut.
    run(connection, "PRAGMA synchronous = FULL");
    // Spent keys are overwritten, as far as the file system does what it is told.
    run(connection, "PRAGMA secure_delete = ON");
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }

  /// Something in it doesn't open, though the key is right.
  static StoreException changed(Path file) {
    return new StoreException(DAMAGED, "a record in " + file + " is not what was written");
  }

  /// Translates SQLite's exception for the store's callers.
  static StoreException refusal(Path file, SQLException failure) {
    // The low byte is the error, the others tell more about it.
    int code = failure.getErrorCode() & 0xff;
    if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new StoreException(IN_USE, file + " is in use by another process or client", failure);
    }
    if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new StoreException(NOT_A_STORE, file + " is not a store, or damaged", failure);
    }
    boolean oddFormat = code == SQLiteErrorCode.SQLITE_READONLY.code && Files.isWritable(file);
    if (isDamage(code) || oddFormat) {
      return new StoreException(DAMAGED, file + " is damaged", failure);
    }
    return new StoreException(
        DISK, file + " can't be read or written: " + failure.getMessage(), failure);
  }

  /// Beside what SQLite calls so: in a file as we write it, no statement of ours is wrong, and no
  /// row of ours out of place.
  private static boolean isDamage(int code) {
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_ERROR.code
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || code == SQLiteErrorCode.SQLITE_MISMATCH.code;
  }
}
