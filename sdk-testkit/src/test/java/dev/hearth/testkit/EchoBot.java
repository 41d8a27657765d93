package dev.hearth.testkit;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;

/// A bot as its developer writes it: it knows the SDK, and nothing of tests.
final class EchoBot {
  private EchoBot() {}

  /// Answers everybody with what they say, until the bot is closed.
  static HearthBot start(Keystore keystore, ClientOptions options) {
    return HearthBot.of(keystore, options)
        .onText(said -> said.reply("You said: " + said.text()))
        .start();
  }
}
