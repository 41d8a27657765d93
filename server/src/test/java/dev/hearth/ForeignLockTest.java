package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.edge.LoggedLines;
import dev.hearth.protocol.blaze.BlazeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another program holds a lock on the directory's file: clients are asked to come again.
class ForeignLockTest {
  @TempDir private Path folder;

  @Test
  void a_change_is_asked_to_come_again_over_http_and_over_blaze_and_all_else_works()
      throws Exception {
    try (var hearth = TestingHearth.start(folder, 0);
        var log = new LoggedLines();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Path file = folder.resolve("directory.db");
      assumeTrue(Files.exists(file), "PostgreSQL has no such file");
      var people = new TestingPeople(hearth);
      var talk = people.talk();
      try (var one = people.online(talk.one());
          var other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        other.createStatement().execute("BEGIN IMMEDIATE");

        var blaze =
            threads.submit(() ->
                one.ask(
                    BlazeRequest.syncKeys(
                        UUID.randomUUID().toString(), TestingKeys.generate().upload(0, 2))));
        var http = people.answer(talk.other(), "POST", "/circles", "{\"name\":\"Friends\"}");

        assertThat(http.statusCode()).isEqualTo(202);
        assertThat(http.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(http.body()).contains("\"code\":429", "\"retry_after\":\"2\"");
        assertThat(TestingPeople.refusal(blaze.get())).isEqualTo(429);
        assertThat(people.call(talk.other(), "GET", "/circles", "")).contains("\"data\":[]");
        assertThat(TestingPeople.refusal(one.send(TestingPeople.text(talk.conversation(), "hi"))))
            .isZero();

        other.createStatement().execute("ROLLBACK");
        assertThat(people.call(talk.other(), "POST", "/circles", "{\"name\":\"Friends\"}"))
            .contains("\"name\":\"Friends\"");
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains("is locked by another program: end it"))
          .hasSize(1);
      assertThat(log.lines()).noneMatch(line -> line.contains("\tat "));
    }
  }
}
