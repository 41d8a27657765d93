package dev.hearth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sdk.HearthBot;
import dev.hearth.testkit.HearthExtension;
import dev.hearth.testkit.HearthServer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class DiceBotTest {
  @Test
  void a_die_has_as_many_sides_as_was_asked_for(HearthServer hearth) throws Exception {
    var bot = HearthBot.of(hearth.bot("Dice"), hearth.options());
    try (var dice = DiceBot.teach(bot, new Random(1)).start();
        var alice = hearth.online(hearth.person("Alice"))) {
      alice.say(dice.id(), "/roll");
      assertThat(alice.next().text()).matches("Alice rolls [1-6] of 6");

      alice.say(dice.id(), "/roll 1");
      assertThat(alice.next().text()).isEqualTo("Alice rolls 1 of 1");

      alice.say(dice.id(), "/help");
      assertThat(alice.next().text()).startsWith("/roll: throws a die");
    }
  }
}
