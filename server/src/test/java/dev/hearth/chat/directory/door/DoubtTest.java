package dev.hearth.chat.directory.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.sql.WrappedDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change of which nobody knows whether it was made.
class DoubtTest {
  private static final SessionEnded FACT = new SessionEnded(UserId.random(), SessionId.random());

  @TempDir private Path folder;

  private final List<SessionEnded> heard = new ArrayList<>();
  private final List<SessionEnded> doubted = new ArrayList<>();
  private boolean lost;
  private Database database;
  private Directory directory;

  @BeforeEach
  void open() {
    database = TestingDatabase.in(folder, Outbox.MIGRATIONS);
    var clock = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
    directory = new Directory(new Losing(database), new PositionClock(clock));
    directory.onFact(SessionEnded.class, heard::add);
    directory.onDoubt(SessionEnded.class, doubted::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_change_whose_answer_is_lost_is_doubted_and_not_taken_for_made() {
    lost = true;

    assertThatIllegalStateException().isThrownBy(() -> directory.run(tx -> tx.changed(FACT)));

    assertThat(doubted).containsExactly(FACT);
    assertThat(heard).isEmpty();
  }

  @Test
  void a_change_that_is_made_is_not_doubted() {
    directory.run(tx -> tx.changed(FACT));

    assertThat(heard).containsExactly(FACT);
    assertThat(doubted).isEmpty();
  }

  /// The database, whose answer to a change gets lost as long as the test says so.
  private final class Losing extends WrappedDatabase {
    Losing(Database real) {
      super(real);
    }

    @Override
    public <T> T writeIf(Predicate<T> kept, Function<Handle, T> change) {
      T answer = super.writeIf(kept, change);
      if (lost) {
        throw new IllegalStateException("the connection is lost, as the test wants it");
      }
      return answer;
    }
  }
}
