package dev.hearth.platform.sql;

import dev.hearth.platform.runtime.StartRefused;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// Brings the tables of a database up to what the features' migrations say.
///
/// Asking the database which scripts it has seen costs a millisecond, and waking Flyway up several
/// hundred: so Flyway is only called when a script is missing.
public final class Schema {
  private static final String HISTORY = "schema_history";

  private final DataSource source;
  private final List<Migrations> features;

  /// @param features those that keep tables there; the row of {@link Origin} is added
  public Schema(DataSource source, List<Migrations> features) {
    this.source = source;
    this.features = Stream.concat(features.stream(), Stream.of(Origin.MIGRATIONS)).toList();
  }

  /// @throws StartRefused when a newer version of Hearth has been here, or a migration failed
  public void bringUpToDate() {
    var known = scripts().map(Script::getRelativePath).collect(Collectors.toSet());
    var applied = applied();
    var newer = applied.stream().filter(script -> !known.contains(script)).sorted().toList();
    if (!newer.isEmpty()) {
      throw new StartRefused(
          "the directory was written by a newer version of Hearth, which knows "
              + newer.getLast()
              + ": use that version, or restore a backup of this one");
    }
    if (!applied.containsAll(known)) {
      migrate();
    }
  }

  private Set<String> applied() {
    var seen = new HashSet<String>();
    try (var connection = source.getConnection()) {
      if (!hasHistory(connection)) {
        return seen;
      }
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery("SELECT script FROM " + HISTORY + " WHERE success = TRUE")) {
        while (rows.next()) {
          seen.add(rows.getString(1));
        }
      }
      return seen;
    } catch (SQLException failure) {
      throw new IllegalStateException("The database can't be read", failure);
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    try (var tables =
        connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, null)) {
      return tables.next();
    }
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(source)
        .table(HISTORY)
        .resourceProvider(new Listed(scripts().toList()))
        .javaMigrationClassProvider(List::of)
        // A feature that is older by its number may get a new step after a younger one had its own.
        .outOfOrder(true)
        // All that is missing in one transaction, so that nothing is half made and it is synced
        // once.
        .group(true)
        .load()
        .migrate();
  }

  private Stream<Script> scripts() {
    return features.stream()
        .flatMap(
            feature -> feature.scripts().stream().map(name -> new Script(feature.folder(), name)));
  }

  /// The scripts we know, in place of a search of the class path.
  private record Listed(List<Script> scripts) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return scripts.stream()
          .filter(script -> script.getRelativePath().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      var found = new ArrayList<LoadableResource>();
      for (var script : scripts) {
        if (script.name.startsWith(prefix)
            && Arrays.stream(suffixes).anyMatch(script.name::endsWith)) {
          found.add(script);
        }
      }
      return found;
    }
  }

  private static final class Script extends LoadableResource {
    private final String folder;
    private final String name;

    Script(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      var stream = Schema.class.getClassLoader().getResourceAsStream(getRelativePath());
      if (stream == null) {
        throw new UncheckedIOException(
            new IOException("Missing from the class path: " + getRelativePath()));
      }
      return new InputStreamReader(stream, StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
      return getRelativePath();
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getRelativePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return folder + "/" + name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Script script && script.getRelativePath().equals(getRelativePath());
    }

    @Override
    public int hashCode() {
      return Objects.hash(folder, name);
    }
  }
}
