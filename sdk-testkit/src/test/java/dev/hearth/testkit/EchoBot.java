package dev.hearth.testkit;

import dev.hearth.protocol.Keystore;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;

/// A bot as its developer writes it: it knows the SDK, and nothing of tests.
final class EchoBot {
  private EchoBot() {}

  /// Answers everybody with what they say, until the client is closed.
  static HearthClient start(Keystore keystore, ClientOptions options) {
    var client = HearthClient.of(keystore, options.forBot());
    client.connect(message -> {
      if (message.category().equals("PLAIN_TEXT") && !message.author().equals(client.user())) {
        client.send(OutgoingMessage.text(message.conversation(), "You said: " + message.text()));
      }
    });
    return client;
  }
}
