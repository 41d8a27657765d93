package dev.hearth.chat.directory.scheme;

import static dev.hearth.chat.TestingRefusals.refusedFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.sql.OnBothEngines;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of schemes, on every engine.
class SchemesContractTest extends OnBothEngines {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private Schemes schemes;
  private UserId alice;
  private UserId bob;

  @Override
  protected List<Migrations> tables() {
    return List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, Schemes.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    var directory = new Directory(database(), new PositionClock(now::get));
    var accounts = new Accounts(directory, ServerKey.generate());
    schemes = new Schemes(directory);
    alice = accounts.registerPerson("Alice").id();
    bob = accounts.registerPerson("Bob").id();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mixin://send?text=a%20b",
        "MIXIN://send?text=a",
        "https://example.org/?q=ü#x",
        "bitcoin:1abc"
      })
  void a_link_is_found_by_its_id(String target) {
    var scheme = create(alice, target);

    assertThat(scheme.target()).isEqualTo(target);
    assertThat(schemes.find(scheme.id())).contains(scheme);
    assertThat(create(alice, target)).isEqualTo(scheme);
    assertThat(create(bob, target).id()).isNotEqualTo(scheme.id());
    assertThat(schemes.find(SchemeId.random())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mixin",
        "mixin:",
        "//example.org",
        "mixin://a b",
        "mixin://a\nb",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "intent://x#Intent;scheme=https;package=com.example;end",
        "view-source:javascript:alert(1)",
        "ms-msdt:/id",
        "content://settings",
        "file:///etc/passwd",
        "1mixin://x"
      })
  void text_that_is_not_a_link_has_no_id(String target) {
    assertThat(schemes.create(alice, target)).satisfies(refusedFor("target"));
  }

  @Test
  void the_latest_are_kept() {
    var first = create(alice, "mixin://0");
    var other = create(bob, "mixin://0");
    var second = create(alice, "mixin://1");
    for (int i = 2; i < Schemes.MOST; i++) {
      create(alice, "mixin://" + i);
    }
    create(alice, "mixin://0");

    create(alice, "mixin://one-more");

    assertThat(schemes.find(first.id())).isPresent();
    assertThat(schemes.find(second.id())).isEmpty();
    assertThat(schemes.find(other.id())).isPresent();
  }

  @Test
  void a_link_that_is_kept_many_times_at_once_has_one_id() {
    var made = AtOnce.call(_ -> schemes.create(alice, "https://hearth.test/"));

    assertThat(made).containsOnly(made.getFirst());
  }

  private Scheme create(UserId user, String target) {
    now.updateAndGet(instant -> instant.plusSeconds(1));
    return switch (schemes.create(user, target)) {
      case Outcome.Done<Scheme>(var scheme) -> scheme;
      case Outcome.Refused<Scheme> refused -> throw new AssertionError(refused);
    };
  }
}
