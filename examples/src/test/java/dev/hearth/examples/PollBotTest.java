package dev.hearth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sdk.HearthBot;
import dev.hearth.testkit.HearthExtension;
import dev.hearth.testkit.HearthServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class PollBotTest {
  @Test
  void everybody_in_a_group_has_one_vote(HearthServer hearth) throws Exception {
    var keystore = hearth.bot("Poll");
    var alice = hearth.person("Alice");
    var bob = hearth.person("Bob");
    try (var _ = PollBot.teach(HearthBot.of(keystore, hearth.options())).start();
        var asks = hearth.online(alice);
        var answers = hearth.online(bob)) {
      var group = hearth.group(alice, "Breakfast", bob, keystore);
      assertThat(asks.next().text()).startsWith("I count votes.");

      asks.say(group, "/poll Tea or coffee? | Tea | Coffee");
      var card = asks.next();
      asks.press(card, "Tea");
      assertThat(asks.next().text()).isEqualTo("Tea: 1, Coffee: 0");

      answers.press(card, "Tea");
      assertThat(asks.next().text()).startsWith("/vote");
      assertThat(asks.next().text()).isEqualTo("Tea: 2, Coffee: 0");

      asks.press(card, "Coffee");
      assertThat(asks.next().text()).isEqualTo("Tea: 1, Coffee: 1");
    }
  }

  @Test
  void text_that_is_not_a_poll_is_explained(HearthServer hearth) throws Exception {
    try (var bot = PollBot.teach(HearthBot.of(hearth.bot("Poll"), hearth.options())).start();
        var alice = hearth.online(hearth.person("Alice"))) {
      for (String wrong :
          new String[] {"/poll", "/poll Tea?", "/poll Tea? | Yes", "/poll | A | "}) {
        alice.say(bot.id(), wrong);
        assertThat(alice.next().text()).startsWith("Ask like this");
      }
      alice.say(bot.id(), "/vote something 1");
      assertThat(alice.next().text()).startsWith("There is no such poll");
    }
  }
}
