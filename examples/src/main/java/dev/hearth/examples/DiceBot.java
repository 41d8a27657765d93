package dev.hearth.examples;

import dev.hearth.sdk.HearthBot;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Throws a die: `/roll`, or `/roll 20` for one with twenty sides.
public final class DiceBot {
  private DiceBot() {}

  /// @param arguments the keystore's file, and the server's address
  public static void main(String... arguments) throws Exception {
    try (var bot = HearthBot.of(Path.of(arguments[0]), URI.create(arguments[1]))) {
      teach(bot, new SecureRandom()).run();
    }
  }

  static HearthBot teach(HearthBot bot, RandomGenerator random) {
    return bot.onCommand(
        "/roll",
        "throws a die, as in /roll 20 for one with twenty sides",
        said -> {
          int sides = said.text().matches("[1-9]\\d{0,3}") ? Integer.parseInt(said.text()) : 6;
          said.reply(
              said.author().name() + " rolls " + (1 + random.nextInt(sides)) + " of " + sides);
        });
  }
}
