package dev.hearth.examples;

import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.Payment;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sells fortunes and riddles: `/menu` shows the prices, `/buy fortune` tells how to pay, and a
/// payment is answered with what was bought. Change comes back, and so does a payment for which
/// there is nothing.
public final class FortuneBot {
  /// Something to sell.
  private record Ware(String name, BigDecimal price, List<String> texts) {}

  private static final List<Ware> WARES =
      List.of(
          new Ware(
              "fortune",
              new BigDecimal("2"),
              List.of(
                  "You will meet an old friend.",
                  "A letter is on its way to you.",
                  "Ask again after lunch.")),
          new Ware(
              "riddle",
              new BigDecimal("0.5"),
              List.of(
                  "It has keys and opens no door. A piano.",
                  "The more of it you take, the more you leave behind. Steps.")));

  private final Asset asset;
  private final RandomGenerator random;

  FortuneBot(Asset asset, RandomGenerator random) {
    this.asset = asset;
    this.random = random;
  }

  /// @param arguments the keystore's file, the server's address, the file with the bot's PIN, and
  ///   the symbol of the asset that it takes
  public static void main(String... arguments) throws Exception {
    String pin = Files.readString(Path.of(arguments[2])).strip();
    try (var bot = HearthBot.of(Path.of(arguments[0]), URI.create(arguments[1]))) {
      Asset asset =
          bot.client().api().findAssets(arguments[3]).stream()
              .filter(found -> found.symbol().equals(arguments[3]))
              .findFirst()
              .orElseThrow();
      teach(bot.withPin(pin), asset, new SecureRandom()).run();
    }
  }

  /// @param bot has a PIN, to give back with
  static HearthBot teach(HearthBot bot, Asset asset, RandomGenerator random) {
    var seller = new FortuneBot(asset, random);
    return bot.onCommand("/menu", "shows what I sell", said -> said.reply(seller.menu()))
        .onCommand(
            "/buy",
            "tells how to pay, as in /buy fortune",
            said -> said.reply(find(said.text()).map(seller::howToPay).orElse("Ask for my /menu.")))
        .onPayment(seller::sell);
  }

  private ButtonGroup menu() {
    return new ButtonGroup(
        WARES.stream()
            .map(ware ->
                Button.saying(ware.name() + ": " + price(ware), "#1565C0", "/buy " + ware.name()))
            .toList());
  }

  private String howToPay(Ware ware) {
    return "Pay me %s, with the note: %s".formatted(price(ware), ware.name());
  }

  private String price(Ware ware) {
    return ware.price().toPlainString() + " " + asset.symbol();
  }

  /// A payment comes again when the bot dies before this has returned. It is then answered as
  /// before: the refund and the reply to a payment are made once.
  void sell(Payment payment) throws InterruptedException {
    Optional<Ware> wanted = wanted(payment);
    if (wanted.isEmpty()) {
      payment.refund();
      payment.reply("I don't sell that for this. Ask for my /menu.");
      return;
    }
    BigDecimal change = payment.amount().subtract(wanted.get().price());
    if (change.signum() > 0) {
      payment.refund(change);
    }
    List<String> texts = wanted.get().texts();
    payment.reply(texts.get(random.nextInt(texts.size())));
  }

  /// The ware that a payment is enough for: its note names the ware, or else its amount is the
  /// price.
  private Optional<Ware> wanted(Payment payment) {
    if (!payment.asset().equals(asset.id())) {
      return Optional.empty();
    }
    return payment.memo().isBlank()
        ? WARES.stream().filter(ware -> ware.price().compareTo(payment.amount()) == 0).findFirst()
        : find(payment.memo()).filter(ware -> ware.price().compareTo(payment.amount()) <= 0);
  }

  private static Optional<Ware> find(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return WARES.stream().filter(ware -> ware.name().equals(plain)).findFirst();
  }
}
