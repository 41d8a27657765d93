package dev.hearth.testkit;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthBot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests of one bot, which reads encrypted messages too and is not started yet, and of Alice, who
/// is online.
@ExtendWith(HearthExtension.class)
abstract class TestsOfABot {
  HearthServer hearth;
  Keystore keystore;
  HearthBot bot;
  OnlineUser alice;

  @BeforeEach
  final void meet(HearthServer hearth) throws InterruptedException {
    this.hearth = hearth;
    keystore = hearth.bot("Robot", "ENCRYPTED");
    bot = HearthBot.of(keystore, hearth.options());
    alice = hearth.online(hearth.person("Alice"));
  }

  @AfterEach
  final void part() {
    bot.close();
    alice.close();
  }
}
