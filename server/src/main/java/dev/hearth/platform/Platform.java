package dev.hearth.platform;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.Meters;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The ground floor: the data folder and its lock, the directory's database, meters and the clock.
///
/// @param clock the machine's, or a test's
public record Platform(
    DataFolder folder, Database database, PrometheusMeterRegistry meters, InstantSource clock)
    implements AutoCloseable {

  /// @param migrations the tables of the features above
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(Path data, List<Migrations> migrations, InstantSource clock) {
    DataFolder folder = DataFolder.open(data);
    try {
      return new Platform(
          folder, Database.open(folder.database(), migrations), Meters.registry(), clock);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public void close() {
    database.close();
    folder.close();
  }
}
