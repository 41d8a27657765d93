package dev.hearth.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.sql.Database;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.UserId;
import dev.hearth.protocol.WireTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What reports do, on every engine.
abstract class ReportsContract {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private Reports reports;
  private UserId alice;
  private UserId bob;
  private UserId carol;

  abstract Database database();

  @BeforeEach
  void meet() {
    var accounts = new Accounts(database(), ServerKey.generate(), new PositionClock(now::get));
    reports = new Reports(database(), now::get);
    alice = accounts.registerPerson("Alice").id();
    bob = accounts.registerPerson("Bob").id();
    carol = accounts.registerPerson("Carol").id();
  }

  @Test
  void what_is_reported_again_is_one_report() {
    reports.add(alice, bob);
    later();
    reports.add(carol, bob);
    later();
    reports.add(alice, bob);

    assertThat(reports.latest(10))
        .containsExactly(
            new Reports.Report(alice, bob, 2, micros(2)),
            new Reports.Report(carol, bob, 1, micros(1)));
    assertThat(reports.latest(1)).hasSize(1);
  }

  private void later() {
    now.updateAndGet(instant -> instant.plusSeconds(1));
  }

  private static long micros(int seconds) {
    return WireTime.micros(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds));
  }
}
