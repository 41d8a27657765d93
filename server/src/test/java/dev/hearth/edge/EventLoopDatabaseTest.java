package dev.hearth.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's event loops and its database.
class EventLoopDatabaseTest {
  @TempDir private Path folder;
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() {
    vertx = TestingVertx.open();
    database = TestingDatabase.in(folder);
  }

  @AfterEach
  void close() {
    vertx.close().await();
    database.close();
  }

  @Test
  void an_event_loop_cannot_reach_the_database() throws Exception {
    var answered = new CompletableFuture<Object>();

    vertx.runOnContext(_ -> {
      try {
        answered.complete(database.read(_ -> "read"));
      } catch (IllegalStateException refused) {
        answered.complete(refused);
      }
    });

    assertThat(answered.get(10, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasToString(
            "java.lang.IllegalStateException: The directory's database may wait, and thread"
                + " vert.x-eventloop-thread-0 never waits: call from a virtual thread");
    assertThat(NeverWaits.isHere()).isFalse();
  }
}
