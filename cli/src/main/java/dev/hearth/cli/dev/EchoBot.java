package dev.hearth.cli.dev;

import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.Payment;
import dev.hearth.sdk.Said;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.User;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Echo, the bot of a development server: answers a text with the same text, and anything else with
/// a word about it; in a group only a text that begins with `@Echo`, for other bots may be there to
/// answer. It gives back each payment of a person. It answers and pays people only: two bots could
/// do that to each other forever. A bot like any other, over a real connection.
public final class EchoBot {
  private static final Logger LOG = LoggerFactory.getLogger(EchoBot.class);

  /// The memo of what a bot gives back, with the trace of what it was paid.
  private static final Pattern REFUND = Pattern.compile("refund [0-9a-f-]{36}");

  private EchoBot() {}

  /// Signs in and begins to answer. Returns once it is connected, or after `atMost`: it keeps
  /// trying.
  public static HearthBot connect(Known echo, ClientOptions options, Duration atMost)
      throws InterruptedException {
    var bot = HearthBot.of(echo.keystore(), options);
    echo.pin().ifPresent(pin -> bot.withPin(pin).onPayment(EchoBot::giveBack));
    bot.onText(said -> repeat(said, bot.client())).on(Payload.class, EchoBot::answer).start();
    if (!bot.client().awaitConnected(atMost)) {
      LOG.warn("Echo is not connected yet; it keeps trying");
    }
    return bot;
  }

  private static void repeat(Said<Text> said, HearthClient self) throws InterruptedException {
    if (said.author().bot() || (said.inGroup() && !isFor(self.api().me(), said.text()))) {
      return;
    }
    // A client may write a message in fewer bytes than we do, and just fit where we don't.
    if (said.reply(said.content()) instanceof Sent.Refused(int code, _)
        && code == ErrorCode.INVALID_FIELD.code()) {
      said.reply("That is too long for me to repeat.");
    }
  }

  private static boolean isFor(User self, String text) {
    String word = text.strip().split("\\s+", 2)[0];
    return word.equalsIgnoreCase("@" + self.name()) || word.equals("@" + self.identityNumber());
  }

  /// Whether a payment with this memo gives back another one.
  public static boolean isRefund(String memo) {
    return REFUND.matcher(memo).matches();
  }

  /// Not what was given back to it: the two could pay each other forever.
  private static void giveBack(Payment payment) throws InterruptedException {
    if (!payment.said().author().bot() && !isRefund(payment.memo())) {
      payment.refund();
    }
  }

  private static void answer(Said<Payload> said) throws InterruptedException {
    Optional<String> answer = answer(said.message().category());
    if (answer.isPresent() && !said.inGroup() && !said.author().bot()) {
      said.reply(answer.get());
    }
  }

  private static Optional<String> answer(String category) {
    int family = category.indexOf('_');
    String kind = category.substring(family + 1).toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (category) {
      case "PLAIN_JSON" -> Optional.empty();
      default ->
          switch (category.substring(0, Math.max(0, family))) {
            case "PLAIN", "APP" ->
                Optional.of("Thanks for the " + kind + ". I can only repeat text.");
            case "ENCRYPTED" -> Optional.of("That is encrypted: I can't read it.");
            default -> Optional.empty();
          };
    };
  }
}
