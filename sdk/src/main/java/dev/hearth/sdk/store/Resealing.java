package dev.hearth.sdk.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/// Seals all records in a store's file with another key: one record after the other, in one
/// transaction. If the process dies in between, the file is as before.
final class Resealing {
  private final Path file;
  private final Connection connection;
  private final RecordSeal before;
  private final RecordSeal after;

  private Resealing(Path file, StoreFile opened, RecordSeal after) {
    this.file = file;
    this.connection = opened.connection();
    this.before = opened.seal();
    this.after = after;
  }

  /// @throws StoreException when the file can't be opened with `before`, or a record in it is not
  ///   what was written; it then is as it was
  static void of(Path file, StoreKey before, StoreKey after) {
    StoreFile opened = StoreFile.open(file, before);
    try (Connection connection = opened.connection()) {
      // A salt of its own: an attacker who knows keys of the file before has none of these.
      byte[] salt = StoreFile.newSalt();
      var seal = new RecordSeal(after.secret(salt), salt);
      // Without the end of it, closing takes it all back.
      StoreFile.run(connection, "BEGIN");
      new Resealing(file, opened, seal).resealAll();
      StoreFile.replaceProtection(connection, salt, seal);
      StoreFile.run(connection, "COMMIT");
    } catch (SQLException failure) {
      throw StoreFile.refusal(file, failure);
    }
  }

  private void resealAll() throws SQLException {
    try (var next =
            connection.prepareStatement(
                """
                SELECT sequence, kind, hidden_name, sealed_name, sealed_value FROM records
                WHERE sequence > ? ORDER BY sequence LIMIT 1
                """);
        var change =
            connection.prepareStatement(
                """
                UPDATE records SET hidden_name = ?, sealed_name = ?, sealed_value = ?
                WHERE sequence = ?
                """)) {
      long last = Long.MIN_VALUE;
      boolean more = true;
      while (more) {
        next.setLong(1, last);
        try (ResultSet row = next.executeQuery()) {
          more = row.next();
          if (more) {
            last = row.getLong("sequence");
            bind(change, row);
          }
        }
        if (more) {
          change.setLong(4, last);
          change.executeUpdate();
        }
      }
    }
  }

  private void bind(PreparedStatement change, ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    byte[] hidden = row.getBytes("hidden_name");
    byte[] name = opened(RecordSeal.Part.NAME, hidden, row.getBytes("sealed_name"));
    byte[] value = opened(RecordSeal.Part.VALUE, hidden, row.getBytes("sealed_value"));
    String plainName = new String(name, StandardCharsets.UTF_8);
    if (!Arrays.equals(before.hide(kind, plainName), hidden)) {
      throw StoreFile.changed(file);
    }
    byte[] hiddenNow = after.hide(kind, plainName);
    change.setBytes(1, hiddenNow);
    change.setBytes(2, after.seal(RecordSeal.Part.NAME, hiddenNow, name));
    change.setBytes(3, after.seal(RecordSeal.Part.VALUE, hiddenNow, value));
  }

  private byte[] opened(RecordSeal.Part part, byte[] hidden, byte[] sealed) {
    return before.open(part, hidden, sealed).orElseThrow(() -> StoreFile.changed(file));
  }
}
