package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.OnBothEngines;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of reports, on every engine.
class ReportsContractTest extends OnBothEngines {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private Reports reports;
  private UserId alice;
  private UserId bob;
  private UserId carol;

  @Override
  protected List<Migrations> tables() {
    return List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    var directory = new Directory(database(), new PositionClock(now::get));
    var accounts = new Accounts(directory, ServerKey.generate());
    reports = new Reports(directory, now::get);
    alice = accounts.registerPerson("Alice").id();
    bob = accounts.registerPerson("Bob").id();
    carol = accounts.registerPerson("Carol").id();
  }

  @Test
  void a_user_reported_again_is_one_report() {
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

  @Test
  void reports_made_at_once_are_all_counted() {
    AtOnce.call(number -> {
      reports.add(alice, bob);
      return number;
    });

    assertThat(reports.latest(10))
        .singleElement()
        .extracting(Reports.Report::times)
        .isEqualTo(AtOnce.WRITERS);
  }

  private void later() {
    now.updateAndGet(instant -> instant.plusSeconds(1));
  }

  private static long micros(int seconds) {
    return WireTime.micros(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds));
  }
}
