package dev.hearth.chat.directory.scheme;

import static dev.hearth.chat.TestingRefusals.refusedFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.SchemeId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of schemes, on every engine.
class SchemesContractTest extends DirectoryOnBothEngines {
  private Schemes schemes;
  private UserId alice;
  private UserId bob;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Schemes.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    schemes = new Schemes(directory);
    alice = person("Alice");
    bob = person("Bob");
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
    clock.turn(Duration.ofSeconds(1));
    return switch (schemes.create(user, target)) {
      case Outcome.Done<Scheme>(var scheme) -> scheme;
      case Outcome.Refused<Scheme> refused -> throw new AssertionError(refused);
    };
  }
}
