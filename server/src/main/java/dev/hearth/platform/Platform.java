package dev.hearth.platform;

import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.Meters;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PositionClock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The ground floor: the data folder and its lock, the directory's database, meters, the rounds
/// that do all background work, the clock, and how much work each may have done.
///
/// @param clock the machine's, or a test's
/// @param positions stamps everything that is compared with the place of a message in its log
public record Platform(
    DataFolder folder,
    Database database,
    PrometheusMeterRegistry meters,
    Rounds rounds,
    InstantSource clock,
    PositionClock positions,
    Allowances allowances)
    implements AutoCloseable {

  /// @param migrations the tables of the features above
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(Path data, List<Migrations> migrations, InstantSource clock) {
    return open(data, migrations, clock, OnLoss.REFUSE);
  }

  /// @param migrations the tables of the features above
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(
      Path data, List<Migrations> migrations, InstantSource clock, OnLoss onLoss) {
    DataFolder folder = DataFolder.open(data, onLoss);
    try {
      Database database = Database.open(folder, migrations);
      PrometheusMeterRegistry meters = Meters.registry();
      return new Platform(
          folder,
          database,
          meters,
          new Rounds(meters),
          clock,
          new PositionClock(clock),
          new Allowances(clock, meters));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public void close() {
    rounds.close();
    database.close();
    folder.close();
  }
}
