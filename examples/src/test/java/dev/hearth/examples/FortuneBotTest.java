package dev.hearth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.HearthBot;
import dev.hearth.testkit.HearthExtension;
import dev.hearth.testkit.HearthServer;
import dev.hearth.testkit.OnlineUser;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HearthExtension.class)
class FortuneBotTest {
  private static final String FORTUNE = "You will .*|A letter .*|Ask again .*";
  private static final String RIDDLE = ".*(piano|Steps)\\.";

  private HearthServer hearth;
  private Keystore keystore;
  private Asset ember;
  private HearthBot bot;
  private OnlineUser alice;

  @BeforeEach
  void open(HearthServer hearth) throws InterruptedException {
    this.hearth = hearth;
    keystore = hearth.bot("Fortune");
    ember = hearth.asset("EMBER");
    bot = fortune();
    alice = hearth.online(hearth.person("Alice"));
    hearth.issue(ember, "10", alice.id());
  }

  @AfterEach
  void close() {
    bot.close();
    alice.close();
  }

  private HearthBot fortune() {
    var connected = HearthBot.of(keystore, hearth.options()).withPin(HearthServer.PIN);
    return FortuneBot.teach(connected, ember, new Random(1));
  }

  @Test
  void a_fortune_is_chosen_from_the_menu_and_paid_for() throws Exception {
    bot.start();
    alice.say(bot.id(), "/menu");
    alice.press(alice.next(), "fortune: 2 EMBER");
    assertThat(alice.next().text()).isEqualTo("Pay me 2 EMBER, with the note: fortune");

    alice.pay(bot.id(), "2", ember, "fortune");

    assertThat(alice.next().text()).matches(FORTUNE);
    assertBalances("8", "2");
    alice.say(bot.id(), "/buy gold");
    assertThat(alice.next().text()).isEqualTo("Ask for my /menu.");
  }

  @Test
  void the_amount_alone_says_what_is_bought() throws Exception {
    bot.start();

    alice.pay(bot.id(), "0.5", ember);

    assertThat(alice.next().text()).matches(RIDDLE);
    assertBalances("9.5", "0.5");
  }

  @Test
  void change_comes_back() throws Exception {
    bot.start();

    alice.pay(bot.id(), "3.25", ember, " Riddle ");

    assertThat(alice.next().text()).matches(RIDDLE);
    assertThat(alice.nextPayment().amount()).isEqualByComparingTo("2.75");
    assertBalances("9.5", "0.5");
  }

  @Test
  void a_payment_for_which_there_is_nothing_comes_back() throws Exception {
    var gold = hearth.asset("GOLD");
    hearth.issue(gold, "10", alice.id());
    bot.start();

    alice.pay(bot.id(), "1.99", ember, "fortune");
    assertThat(alice.next().text()).startsWith("I don't sell that");
    alice.pay(bot.id(), "3", ember);
    assertThat(alice.next().text()).startsWith("I don't sell that");
    alice.pay(bot.id(), "3", ember, "a horse");
    assertThat(alice.next().text()).startsWith("I don't sell that");
    alice.pay(bot.id(), "2", gold, "fortune");
    assertThat(alice.next().text()).startsWith("I don't sell that");

    assertBalances("10", "0");
    assertThat(hearth.balance(alice.id(), gold)).isEqualByComparingTo("10");
  }

  @Test
  void a_payment_that_comes_again_is_answered_once_and_its_change_comes_back_once()
      throws Exception {
    var sold = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var dying = new FortuneBot(ember, new Random(1));
    try (var first = HearthBot.of(keystore, hearth.options()).withPin(HearthServer.PIN)) {
      first
          .onPayment(payment -> {
            dying.sell(payment);
            sold.countDown();
            never.await();
          })
          .start();
      alice.pay(bot.id(), "5", ember, "fortune");
      sold.await();
    }

    bot.start();
    alice.pay(bot.id(), "0.5", ember, "riddle");

    assertThat(alice.next().text()).matches(FORTUNE);
    assertThat(alice.next().text()).as("the fortune is not told again").matches(RIDDLE);
    assertBalances("7.5", "2.5");
  }

  private void assertBalances(String alices, String bots) {
    assertThat(hearth.balance(alice.id(), ember)).isEqualByComparingTo(alices);
    assertThat(hearth.balance(bot.id(), ember)).isEqualByComparingTo(bots);
  }
}
