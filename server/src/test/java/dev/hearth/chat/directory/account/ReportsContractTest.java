package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of reports, on every engine.
class ReportsContractTest extends DirectoryOnBothEngines {
  private Reports reports;
  private UserId alice;
  private UserId bob;
  private UserId carol;

  @BeforeEach
  void meet() {
    reports = new Reports(directory, clock);
    alice = person("Alice");
    bob = person("Bob");
    carol = person("Carol");
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
    clock.turn(Duration.ofSeconds(1));
  }

  private static long micros(int seconds) {
    return WireTime.micros(START.plusSeconds(seconds));
  }
}
