package dev.hearth.chat.directory;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.OnBothEngines;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/// The contract of a feature that keeps its tables in the directory: every test begins with a new
/// directory, which nobody has joined, and a clock that stands still until it is turned.
public abstract class DirectoryOnBothEngines extends OnBothEngines {
  protected static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  protected final TestingClock clock = new TestingClock(START);
  protected final PositionClock positions = new PositionClock(clock);
  protected final ServerKey serverKey = ServerKey.generate();
  protected Directory directory;
  protected Accounts accounts;

  @Override
  protected final List<Migrations> tables() {
    var everyFeatures = Stream.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS);
    return Stream.concat(everyFeatures, ownTables().stream()).toList();
  }

  /// The tables of the feature, and of those that it refers to, besides outbox and accounts.
  protected List<Migrations> ownTables() {
    return List.of();
  }

  @BeforeEach
  final void openDirectory() {
    directory = new Directory(database(), positions);
    accounts = new Accounts(directory, serverKey);
  }

  /// The directory as another process sees it, which has nothing in memory yet.
  protected final Directory reopened() {
    return new Directory(database(), positions);
  }

  protected final UserId person(String name) {
    return accounts.registerPerson(name).id();
  }
}
