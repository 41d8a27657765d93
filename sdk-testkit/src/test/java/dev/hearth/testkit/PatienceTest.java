package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A red test says soon why it is red.
@ExtendWith(HearthExtension.class)
class PatienceTest {
  private static final Duration LONG = Duration.ofHours(1);

  private HearthServer hearth;
  private Keystore keystore;
  private HearthBot bot;

  @BeforeEach
  void open(HearthServer hearth) {
    this.hearth = hearth;
    keystore = hearth.bot("Robot");
    bot = HearthBot.of(keystore, hearth.options());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  @Timeout(30)
  void a_handler_that_fails_fails_the_wait_at_once_and_is_its_cause() throws Exception {
    var fault = new IllegalStateException("the handler's fault");
    bot.onText(said -> {
      throw fault;
    });
    bot.start();
    try (var alice = hearth.online(hearth.person("Alice")).withPatience(LONG)) {
      alice.say(bot.id(), "Hello");

      assertThatThrownBy(alice::next).isInstanceOf(AssertionError.class).hasCause(fault);
    }
  }

  @Test
  @Timeout(30)
  void a_listener_and_a_timer_that_fail_do_so_as_well() throws Exception {
    try (var alice = hearth.online(hearth.person("Alice")).withPatience(LONG);
        var client = HearthClient.of(keystore, hearth.options())) {
      client.connect(message -> {
        throw new IllegalStateException("the listener's fault");
      });
      alice.say(bot.id(), "Hello");
      assertThatThrownBy(alice::next).hasRootCauseMessage("the listener's fault");

      bot.after(
          Duration.ofDays(1),
          () -> {
            throw new IllegalStateException("the timer's fault");
          });
      hearth.clock().turn(Duration.ofDays(1));
      assertThatThrownBy(alice::next).hasRootCauseMessage("the timer's fault");
    }
  }

  @Test
  @Timeout(30)
  void a_session_that_is_ended_fails_the_wait_at_once() throws Exception {
    var keystore = hearth.person("Alice");
    try (var alice = hearth.online(keystore).withPatience(LONG)) {
      hearth.signOut(keystore);

      assertThatThrownBy(alice::next).hasMessageContaining("ended the session of Alice");
    }
  }

  @Test
  void it_says_how_long_it_waited_and_what_came_instead() throws Exception {
    bot.onText(said -> {}).start();
    var keystore = hearth.person("Alice");
    // @start region="patience"
    var alice = hearth.online(keystore).withPatience(Duration.ofSeconds(2));
    // @end
    try (alice) {
      alice.say(bot.id(), "Hello");

      assertThatThrownBy(alice::next)
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "nobody said anything to Alice for 2 s; instead came: a message was READ by Robot");
      assertThatThrownBy(() -> alice.next(Duration.ofMillis(1)))
          .hasMessage("nobody said anything to Alice for 1 ms; nothing else came");
    }
  }
}
