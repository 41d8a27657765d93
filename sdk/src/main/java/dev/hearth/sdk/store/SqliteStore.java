package dev.hearth.sdk.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps all in a table of a SQLite file, sealed.
///
/// | column       | what                                                         |
/// |--------------|--------------------------------------------------------------|
/// | sequence     | the number of the put, which tells the record's age          |
/// | kind         | the name of its [Kind]                                       |
/// | hidden_name  | what a keyed hash makes of kind and name; to find it         |
/// | sealed_name  | the name, encrypted; to list it                              |
/// | sealed_value | the value, encrypted                                         |
final class SqliteStore extends TransactionalStore implements Records {
  private final Path file;
  private final Connection connection;
  private final RecordSeal seal;
  private final PreparedStatement find;
  private final PreparedStatement insert;
  private final PreparedStatement delete;
  private final PreparedStatement names;
  private final PreparedStatement count;
  private final PreparedStatement oldest;
  // How many records of a kind there are, as far as somebody asked. Nobody else has the file.
  private final Map<String, Integer> counts = new HashMap<>();

  private SqliteStore(Path file, StoreFile opened) throws SQLException {
    this.file = file;
    this.connection = opened.connection();
    this.seal = opened.seal();
    this.find =
        connection.prepareStatement("SELECT sealed_value FROM records WHERE hidden_name = ?");
    // The sequence is the highest one and one: SQLite's rule for such a column.
    this.insert =
        connection.prepareStatement(
            """
            INSERT INTO records (kind, hidden_name, sealed_name, sealed_value) VALUES (?, ?, ?, ?)
            """);
    this.delete = connection.prepareStatement("DELETE FROM records WHERE hidden_name = ?");
    this.names =
        connection.prepareStatement(
            """
            SELECT hidden_name, sealed_name FROM records WHERE kind = ? ORDER BY sequence
            """);
    this.count = connection.prepareStatement("SELECT count(*) FROM records WHERE kind = ?");
    this.oldest =
        connection.prepareStatement(
            """
            DELETE FROM records
            WHERE sequence IN (SELECT sequence FROM records WHERE kind = ? ORDER BY sequence LIMIT ?)
            """);
  }

  static SqliteStore open(Path file, StoreKey key) {
    StoreFile opened = StoreFile.open(file, key);
    boolean prepared = false;
    try {
      var store = new SqliteStore(file, opened);
      prepared = true;
      return store;
    } catch (SQLException failure) {
      throw StoreFile.refusal(file, failure);
    } finally {
      if (!prepared) {
        // Otherwise nobody could open it until this process ends.
        opened.letGo();
      }
    }
  }

  @Override
  public Optional<byte[]> find(Kind kind, String name) {
    byte[] hidden = seal.hide(kind.name(), name);
    return ask(() -> {
      find.setBytes(1, hidden);
      try (ResultSet row = find.executeQuery()) {
        return row.next()
            ? Optional.of(opened(RecordSeal.Part.VALUE, hidden, row.getBytes(1)))
            : Optional.empty();
      }
    });
  }

  @Override
  public void put(Kind kind, String name, byte[] value) {
    byte[] hidden = seal.hide(kind.name(), name);
    byte[] plainName = name.getBytes(StandardCharsets.UTF_8);
    ask(() -> {
      int before = count(kind) - delete(hidden);
      insert.setString(1, kind.name());
      insert.setBytes(2, hidden);
      insert.setBytes(3, seal.seal(RecordSeal.Part.NAME, hidden, plainName));
      insert.setBytes(4, seal.seal(RecordSeal.Part.VALUE, hidden, value));
      insert.executeUpdate();
      counts.put(kind.name(), before + 1 - deleteOldest(kind, before + 1 - kind.most()));
      return kind;
    });
  }

  @Override
  public void remove(Kind kind, String name) {
    byte[] hidden = seal.hide(kind.name(), name);
    ask(() -> {
      counts.put(kind.name(), count(kind) - delete(hidden));
      return kind;
    });
  }

  @Override
  public List<String> names(Kind kind) {
    return ask(() -> {
      names.setString(1, kind.name());
      List<String> all = new ArrayList<>();
      try (ResultSet row = names.executeQuery()) {
        while (row.next()) {
          all.add(name(kind, row.getBytes(1), row.getBytes(2)));
        }
      }
      return List.copyOf(all);
    });
  }

  private String name(Kind kind, byte[] hidden, byte[] sealed) {
    String name = new String(opened(RecordSeal.Part.NAME, hidden, sealed), StandardCharsets.UTF_8);
    if (!Arrays.equals(seal.hide(kind.name(), name), hidden)) {
      throw damaged();
    }
    return name;
  }

  private byte[] opened(RecordSeal.Part part, byte[] hidden, byte[] sealed) {
    return seal.open(part, hidden, sealed).orElseThrow(this::damaged);
  }

  private StoreException damaged() {
    return StoreFile.changed(file);
  }

  private int count(Kind kind) throws SQLException {
    Integer known = counts.get(kind.name());
    if (known != null) {
      return known;
    }
    count.setString(1, kind.name());
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private int delete(byte[] hidden) throws SQLException {
    delete.setBytes(1, hidden);
    return delete.executeUpdate();
  }

  private int deleteOldest(Kind kind, int tooMany) throws SQLException {
    if (tooMany <= 0) {
      return 0;
    }
    oldest.setString(1, kind.name());
    oldest.setInt(2, tooMany);
    return oldest.executeUpdate();
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException failure) {
      // SQLite may have rolled back on its own: what came after would be kept, alone.
      fail();
      throw StoreFile.refusal(file, failure);
    }
  }

  @Override
  void begin() {
    ask(() -> {
      StoreFile.run(connection, "BEGIN");
      return connection;
    });
  }

  @Override
  void commit() {
    ask(() -> {
      StoreFile.run(connection, "COMMIT");
      return connection;
    });
  }

  @Override
  void rollBack() {
    counts.clear();
    try {
      StoreFile.run(connection, "ROLLBACK");
    } catch (SQLException goneAlready) {
      // When SQLite has done it. Should it not have, the next transaction can't begin.
    }
  }

  @Override
  Records records() {
    return this;
  }

  @Override
  void release() {
    ask(() -> {
      connection.close();
      return connection;
    });
  }
}
