package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sdk.HearthException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HearthExtensionTest {
  // @start region="settings"
  @RegisterExtension
  static final HearthExtension HEARTH = HearthExtension.with("conversation.most-members = 2");

  // @end

  private static final Set<HearthServer> SERVERS = new HashSet<>();

  @RepeatedTest(2)
  void the_tests_of_a_class_share_a_server(HearthServer hearth) {
    SERVERS.add(hearth);

    assertThat(SERVERS).hasSize(1);
  }

  @Test
  void the_server_has_the_settings_that_were_asked_for(HearthServer hearth) {
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var carol = hearth.person("Carol");

    assertThatThrownBy(() -> hearth.group(alice, "Too many", bob, carol))
        .isInstanceOf(HearthException.class);
  }

  @Nested
  class NestedTests {
    @Test
    void nested_ones_share_it_too(HearthServer hearth) {
      SERVERS.add(hearth);

      assertThat(SERVERS).hasSize(1);
    }
  }
}
