package dev.hearth.platform.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of a feature that keeps tables: all its tests run on each engine, every one on a
/// new database.
@ParameterizedClass(name = "{0}")
@EnumSource(Engine.class)
public abstract class OnBothEngines {
  @Parameter private @Nullable Engine engine;
  @TempDir private Path databaseFolder;
  private Database database;

  /// The tables of the feature, and of those that it refers to.
  protected abstract List<Migrations> tables();

  protected final Database database() {
    return database;
  }

  protected final Engine engine() {
    return Objects.requireNonNull(engine);
  }

  @BeforeEach
  final void openDatabase() {
    database = engine().open(databaseFolder, tables());
  }

  @AfterEach
  final void closeDatabase() {
    database.close();
  }
}
