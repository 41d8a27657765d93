package dev.hearth.edge.command;

import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.MessageId;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Echo, the bot of a development server: answers a text with the same text, and anything else with
/// a word about it, in contacts' conversations and in groups. A client like any other, over a real
/// connection.
final class EchoBot implements ClientListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EchoBot.class);

  private final HearthClient client;

  private EchoBot(HearthClient client) {
    this.client = client;
  }

  /// Signs in and begins to answer. Returns once it is connected, or after `atMost`: it keeps
  /// trying.
  static EchoBot connect(Keystore keystore, ClientOptions options, Duration atMost)
      throws InterruptedException {
    var bot = new EchoBot(HearthClient.of(keystore, options.forBot()));
    bot.client.connect(bot);
    if (!bot.client.awaitConnected(atMost)) {
      LOG.warn("Echo is not connected yet; it keeps trying");
    }
    return bot;
  }

  @Override
  public void message(IncomingMessage message) throws InterruptedException {
    if (message.author().equals(client.user())) {
      return;
    }
    Optional<String> answer = answer(message);
    if (answer.isPresent()) {
      // Named after what it answers: should the message come twice, it is answered once.
      var named = "echo " + message.id();
      var id = new MessageId(UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8)));
      Sent sent =
          client.send(OutgoingMessage.text(message.conversation(), answer.get()).withId(id));
      if (sent instanceof Sent.Refused(int code, _)) {
        LOG.info("Echo may not answer in {}: {}", message.conversation(), code);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Optional<String> answer(IncomingMessage message) {
    String category = message.category();
    return switch (category) {
      case "PLAIN_TEXT" -> Optional.of(message.text());
      case "PLAIN_JSON", "MESSAGE_RECALL", "MESSAGE_PIN" -> Optional.empty();
      default -> {
        int family = category.indexOf('_');
        String kind = category.substring(family + 1).toLowerCase(Locale.ROOT).replace('_', ' ');
        yield switch (category.substring(0, Math.max(0, family))) {
          case "PLAIN", "APP" ->
              Optional.of("Thanks for the " + kind + ". I can only repeat text.");
          case "SIGNAL", "ENCRYPTED" -> Optional.of("That is encrypted: I can't read it.");
          default -> Optional.empty();
        };
      }
    };
  }
}
