package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.HearthException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The parts of the test kit that are for tests with payments.
@ExtendWith(HearthExtension.class)
class PaymentsTest {
  @Test
  void people_pay_each_other_and_a_test_sees_what_they_have(HearthServer hearth) throws Exception {
    try (var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      // @start region="pay"
      var ember = hearth.asset("EMBER");
      hearth.issue(ember, "10", alice.id());

      alice.pay(bob.id(), "1.5", ember);

      assertThat(bob.nextPayment().amount()).isEqualByComparingTo("1.5");
      assertThat(hearth.balance(alice.id(), ember)).isEqualByComparingTo("8.5");
      // @end
      assertThat(hearth.asset("EMBER")).isEqualTo(ember);
      assertThatThrownBy(() -> alice.pay(bob.id(), "9", ember))
          .isInstanceOf(HearthException.class)
          .hasMessageContaining("balance");
      assertThatThrownBy(() -> hearth.issue(ember, "1", UserId.random()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> hearth.asset("€")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void payments_and_messages_are_waited_for_in_any_order(HearthServer hearth) throws Exception {
    var ember = hearth.asset("EMBER");
    try (var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      hearth.issue(ember, "10", alice.id());
      alice.pay(bob.id(), "1", ember, "first");
      alice.say(bob.id(), "Got it?");
      alice.say(bob.id(), "Well?");
      alice.pay(bob.id(), "2", ember, "second");

      assertThat(bob.next().text()).isEqualTo("Got it?");
      assertThat(bob.nextPayment().memo()).isEqualTo("first");
      assertThat(bob.nextPayment().memo()).isEqualTo("second");
      assertThat(bob.next().text()).isEqualTo("Well?");
      assertThatThrownBy(() -> bob.withPatience(Duration.ofMillis(50)).nextPayment())
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("nobody paid Bob for 50 ms");
    }
  }
}
