package dev.hearth.platform;

import dev.hearth.platform.backup.KeptBackup;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.DiskSpace;
import dev.hearth.platform.runtime.Health;
import dev.hearth.platform.runtime.Meters;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.settings.Secret;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.postgres.PostgresDatabase;
import dev.hearth.platform.sql.sqlite.SqliteDatabase;
import dev.hearth.platform.time.PositionClock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The ground floor: the data folder and its lock, the directory's database, meters, the rounds
/// that do all background work, the clock, how much work each may have done, whether there is room
/// on the disk, and whether the server takes work.
///
/// @param clock the machine's, or a test's
/// @param timer how time passes: the machine's, or a test's
/// @param positions stamps everything that is compared with the place of a message in its log
public record Platform(
    DataFolder folder,
    Database database,
    PrometheusMeterRegistry meters,
    BackgroundTasks backgroundTasks,
    InstantSource clock,
    BackgroundTasks.Time timer,
    PositionClock positions,
    Allowances allowances,
    DiskSpace space,
    Health health)
    implements AutoCloseable {
  /// How often we look at the disk: less is written within it than `log.leave-free`.
  private static final Duration LOOK_AT_DISK_EVERY = Duration.ofSeconds(1);

  /// The bound below which the disk counts as full.
  ///
  /// @param disk the disk of the data folder
  /// @param leaveFree how many bytes must stay free when something is added
  public record DiskBound(Disk disk, long leaveFree) {
    public static final DiskBound NONE = new DiskBound(DiskSpace.Free::around, 0);

    /// The disk of a folder: the machine's, or a test's.
    @FunctionalInterface
    public interface Disk {
      DiskSpace.Free around(Path folder) throws IOException;
    }
  }

  /// @param migrations the tables of the features above
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(Path data, List<Migrations> migrations, InstantSource clock) {
    return open(data, migrations, clock, Optional.empty());
  }

  /// @param migrations the tables of the features above
  /// @param directory the PostgreSQL that keeps the directory; without it, SQLite does
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(
      Path data, List<Migrations> migrations, InstantSource clock, Optional<Secret> directory) {
    return open(
        data,
        migrations,
        clock,
        BackgroundTasks.Time.OF_MACHINE,
        OnLoss.REFUSE,
        directory,
        DiskBound.NONE);
  }

  /// @param migrations the tables of the features above
  /// @param timer how time passes: the machine's, or a test's
  /// @param onLoss what to do when something that was stored is gone or damaged
  /// @param directory the PostgreSQL that keeps the directory; without it, SQLite does
  /// @param bound when the disk counts as full
  /// @throws dev.hearth.platform.runtime.StartRefused when the folder can't be used
  public static Platform open(
      Path data,
      List<Migrations> migrations,
      InstantSource clock,
      BackgroundTasks.Time timer,
      OnLoss onLoss,
      Optional<Secret> directory,
      DiskBound bound) {
    KeptBackup.refuseToServe(data);
    DataFolder folder = DataFolder.open(data, onLoss);
    try {
      PrometheusMeterRegistry meters = Meters.registry();
      var health = new Health();
      var space =
          new DiskSpace(bound.disk().around(folder.directory()), bound.leaveFree(), health)
              .shownOn(meters);
      space.look();
      Database database =
          directory.isPresent()
              ? PostgresDatabase.open(folder, directory.get().text(), migrations)
              : SqliteDatabase.open(folder, migrations, space);
      Meters.show(meters, health, database::waiting);
      if (database.isFile()) {
        Meters.showWriteAhead(meters, folder.file("directory.db-wal"));
      }
      var backgroundTasks = new BackgroundTasks(meters, timer);
      backgroundTasks.every(
          LOOK_AT_DISK_EVERY,
          "disk-space",
          () -> {
            space.look();
            return false;
          });
      return new Platform(
          folder,
          database,
          meters,
          backgroundTasks,
          clock,
          timer,
          new PositionClock(clock),
          new Allowances(clock, meters),
          space,
          health);
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public void close() {
    backgroundTasks.close();
    database.close();
    folder.close();
  }
}
