package dev.hearth.platform.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Brings the tables of a database up to what the features' migrations say.
///
/// All scripts that a database hasn't seen are applied in one transaction, which also notes them: a
/// start that is killed or fails in between leaves the database as it was, and a new one is synced
/// once.
final class Schema {
  private static final String HISTORY = "applied_scripts";

  /// Where Flyway, which did this before, noted the scripts.
  private static final String FLYWAY_HISTORY = "schema_history";

  private final Jdbi writing;
  private final List<String> scripts;

  Schema(Jdbi writing, List<Migrations> features) {
    this.writing = writing;
    this.scripts = features.stream().flatMap(feature -> feature.paths().stream()).toList();
  }

  /// @throws IllegalStateException when a script is missing or wrong; nothing has changed
  void bringUpToDate() {
    writing.useTransaction(handle -> {
      Set<String> applied = applied(handle);
      for (String script : scripts) {
        if (!applied.contains(script)) {
          apply(handle, script);
        }
      }
    });
  }

  private static Set<String> applied(Handle handle) {
    if (!exists(handle, HISTORY)) {
      handle.execute("CREATE TABLE " + HISTORY + " (script TEXT PRIMARY KEY)");
      if (exists(handle, FLYWAY_HISTORY)) {
        handle.execute(
            "INSERT INTO %s SELECT script FROM %s WHERE success = TRUE"
                .formatted(HISTORY, FLYWAY_HISTORY));
        handle.execute("DROP TABLE " + FLYWAY_HISTORY);
      }
    }
    return new HashSet<>(
        handle.createQuery("SELECT script FROM " + HISTORY).mapTo(String.class).list());
  }

  private static boolean exists(Handle handle, String table) {
    return handle
        .queryMetadata(all -> all.getTables(null, null, table, null))
        .mapToMap()
        .findFirst()
        .isPresent();
  }

  private static void apply(Handle handle, String script) {
    // Not by Jdbi, which would take the first statement for all.
    try (var statement = handle.getConnection().createStatement()) {
      statement.executeUpdate(read(script));
    } catch (SQLException failure) {
      throw new IllegalStateException("The migration " + script + " fails", failure);
    }
    handle.execute("INSERT INTO " + HISTORY + " VALUES (?)", script);
  }

  private static String read(String script) {
    try (InputStream stream = Schema.class.getClassLoader().getResourceAsStream(script)) {
      if (stream == null) {
        throw new IllegalStateException("Missing from the class path: " + script);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
