package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

// @start region="test"
@ExtendWith(HearthExtension.class)
class EchoBotTest {
  @Test
  void it_says_what_was_said(HearthServer hearth) throws Exception {
    var echo = hearth.bot("Echo");
    try (var _ = EchoBot.start(echo, hearth.options());
        var alice = hearth.online(hearth.person("Alice"))) {
      alice.say(echo.userId(), "Hello");

      assertThat(alice.next().text()).isEqualTo("You said: Hello");
    }
  }
}
// @end
