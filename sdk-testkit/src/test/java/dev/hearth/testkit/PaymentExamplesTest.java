package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sdk.Asset;
import dev.hearth.sdk.HearthBot;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Payment;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.Transfer;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bots that are paid, and give back.
class PaymentExamplesTest extends TestsOfABot {
  private static final BigDecimal TWO = new BigDecimal("2");

  private final BlockingQueue<Payment> payments = new LinkedBlockingQueue<>();
  private Asset ember;

  @BeforeEach
  void earn() {
    ember = hearth.asset("EMBER");
    hearth.issue(ember, "10", alice.id());
  }

  @Test
  void it_sells_and_gives_back_what_is_too_little_or_too_much() throws Exception {
    var gold = hearth.asset("GOLD");
    hearth.issue(gold, "10", alice.id());
    var price = TWO;
    var pin = "271828";
    // @start region="payment"
    bot.withPin(pin)
        .onPayment(payment -> {
          if (!payment.asset().equals(ember.id()) || payment.amount().compareTo(price) < 0) {
            payment.refund();
            payment.reply("A fortune is " + price + " Ember.");
            return;
          }
          if (payment.amount().compareTo(price) > 0) {
            payment.refund(payment.amount().subtract(price));
          }
          payment.reply("You will meet a friend.");
        });
    // @end
    bot.start();

    alice.pay(bot.id(), "2", ember);
    assertThat(alice.next().text()).isEqualTo("You will meet a friend.");
    assertThat(balance()).isEqualByComparingTo("8");
    alice.pay(bot.id(), "2.5", ember);
    assertThat(alice.next().text()).isEqualTo("You will meet a friend.");
    assertThat(alice.nextPayment().amount()).isEqualByComparingTo("0.5");
    assertThat(balance()).isEqualByComparingTo("6");
    var little = alice.pay(bot.id(), "1.99", ember);
    assertThat(alice.next().text()).isEqualTo("A fortune is 2 Ember.");
    var back = alice.nextPayment();
    assertThat(back.amount()).isEqualByComparingTo("1.99");
    assertThat(back.memo()).isEqualTo("refund " + little.trace().orElseThrow());
    alice.pay(bot.id(), "2", gold);
    assertThat(alice.next().text()).isEqualTo("A fortune is 2 Ember.");
    assertThat(balance()).isEqualByComparingTo("6");
    assertThat(hearth.balance(alice.id(), gold)).isEqualByComparingTo("10");
    assertThat(hearth.balance(bot.id(), ember)).isEqualByComparingTo("4");
  }

  @Test
  void it_is_told_who_paid_how_much_and_why() throws Exception {
    bot.onPayment(payments::add).start();

    var paid = alice.pay(bot.id(), "1.50", ember, "for tea");

    var payment = payment();
    assertThat(payment.payer()).isEqualTo(alice.id());
    assertThat(payment.said().author().name()).isEqualTo("Alice");
    assertThat(payment.asset()).isEqualTo(ember.id());
    assertThat(payment.amount()).isEqualByComparingTo("1.5");
    assertThat(payment.memo()).isEqualTo("for tea");
    assertThat(payment.trace()).isEqualTo(paid.trace().orElseThrow());
    assertThat(payment.snapshot().closing().orElseThrow()).isEqualByComparingTo("1.5");
    assertThat(bot.client().api().findSnapshot(payment.trace())).contains(payment.snapshot());
  }

  @Test
  void a_bot_that_is_told_as_since_2023_gets_the_same() throws Exception {
    try (var safe = HearthBot.of(hearth.bot("Modern", "SAFE"), hearth.options())) {
      safe.withPin("271828")
          .onPayment(payment -> {
            payments.add(payment);
            payment.refund();
          })
          .start();

      alice.pay(safe.id(), "1.5", ember, "für Tee 🍵");

      assertThat(payment().memo()).isEqualTo("für Tee 🍵");
      assertThat(payments).isEmpty();
      assertThat(alice.nextPayment().amount()).isEqualByComparingTo("1.5");
    }
  }

  @Test
  void only_payments_to_it_reach_its_handler() throws Exception {
    bot.withPin("271828").onPayment(payments::add).start();
    hearth.issue(ember, "5", bot.id());
    var paid = bot.pay(Transfer.of(ember.id(), alice.id(), BigDecimal.ONE));
    assertThat(alice.nextPayment().trace()).isEqualTo(paid.trace());

    alice.pay(bot.id(), "0.25", ember);

    assertThat(payment().amount()).isEqualByComparingTo("0.25");
    assertThat(payments).isEmpty();
  }

  @Test
  void a_payment_that_comes_again_is_delivered_and_given_back_once() throws Exception {
    var handled = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    bot.withPin("271828")
        .onPayment(payment -> {
          payment.refund(BigDecimal.ONE);
          payment.reply("first delivery");
          handled.countDown();
          never.await();
        })
        .start();
    alice.pay(bot.id(), "3", ember);
    handled.await();
    bot.close();

    bot = HearthBot.of(keystore, hearth.options());
    bot.withPin("271828")
        .onPayment(payment -> {
          payment.refund(BigDecimal.ONE);
          payment.reply("second delivery");
          payment.reply("done");
        })
        .start();

    assertThat(alice.next().text()).isEqualTo("first delivery");
    assertThat(alice.next().text()).isEqualTo("done");
    assertThat(balance()).isEqualByComparingTo("8");
  }

  @Test
  void two_sessions_of_a_bot_give_back_once_and_never_another_amount() throws Exception {
    var second = HearthBot.of(hearth.anotherDevice(keystore), hearth.options());
    try (second) {
      for (HearthBot each : new HearthBot[] {bot, second}) {
        each.withPin("271828").onPayment(payments::add).start();
      }
      alice.pay(bot.id(), "3", ember);
      var one = payment();
      var other = payment();

      Snapshot refunded = one.refund(TWO);

      assertThat(one.refund(TWO)).isEqualTo(refunded);
      assertThat(other.refund(TWO)).isEqualTo(refunded);
      assertThatThrownBy(other::refund)
          .isInstanceOfSatisfying(
              HearthException.class, e -> assertThat(e.code()).isEqualTo(10002));
      assertThat(balance()).isEqualByComparingTo("9");
    }
  }

  @Test
  void a_part_that_is_not_of_the_payment_is_not_given_back() throws Exception {
    bot.onPayment(payments::add).start();
    alice.pay(bot.id(), "3", ember);

    var payment = payment();

    for (String part : new String[] {"0", "-1", "3.00000001"}) {
      assertThatThrownBy(() -> payment.refund(new BigDecimal(part)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(payment::refund)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no PIN");
    assertThatThrownBy(() -> bot.withPin("12345")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_refund_whose_answer_is_lost_is_made_once() throws Exception {
    var lost = new AtomicInteger();
    try (var line = LyingServer.before(hearth);
        var other = HearthBot.of(hearth.bot("Unlucky"), line.options())) {
      line.tells(answer ->
          answer.contains("\"type\":\"transfer\"") && lost.getAndIncrement() < 2
              ? "{\"error\":{\"status\":500,\"code\":500,\"description\":\"lost\"}}"
              : answer);
      other
          .withPin("271828")
          .onPayment(payment -> {
            payment.refund();
            payments.add(payment);
          })
          .start();

      alice.pay(other.id(), "3", ember);

      assertThat(payment().amount()).isEqualByComparingTo("3");
      assertThat(lost).hasValue(3);
      assertThat(balance()).isEqualByComparingTo("10");
      assertThat(alice.nextPayment().amount()).isEqualByComparingTo("3");
    }
  }

  @Test
  void an_answer_to_a_payment_is_encrypted_for_somebody_who_speaks_encrypted() throws Exception {
    bot.onText(said -> said.reply("Pay me.")).onPayment(payment -> payment.reply("42")).start();
    var contact = alice.client().api().createContact(bot.id()).id();
    alice.client().send(OutgoingMessage.text(contact, "Well?").protectedBy(Protection.ENCRYPTED));
    assertThat(alice.next().text()).isEqualTo("Pay me.");

    alice.pay(bot.id(), "1", ember);

    var secret = alice.next();
    assertThat(secret.text()).isEqualTo("42");
    assertThat(secret.protection()).isEqualTo(Protection.ENCRYPTED);
  }

  @Test
  void its_first_pin_is_set_when_it_pays_and_another_one_pays_nothing() throws Exception {
    hearth.issue(ember, "5", bot.id());
    var transfer = Transfer.of(ember.id(), alice.id(), BigDecimal.ONE);
    bot.withPin("271828").start();

    bot.pay(transfer);

    assertThat(bot.client().api().hasPin()).isTrue();
    bot.withPin("314159");
    assertThatThrownBy(() -> bot.pay(transfer))
        .isInstanceOfSatisfying(HearthException.class, e -> assertThat(e.code()).isEqualTo(20119));
  }

  @Test
  void payments_that_a_bot_without_a_pin_makes_at_once_are_all_made() throws Exception {
    hearth.issue(ember, "5", bot.id());
    bot.withPin("271828").start();
    Callable<Snapshot> one = () -> bot.pay(Transfer.of(ember.id(), alice.id(), BigDecimal.ONE));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var paid : threads.invokeAll(Collections.nCopies(4, one))) {
        assertThat(paid.get().amount()).isEqualByComparingTo("-1");
      }
    }

    assertThat(hearth.balance(bot.id(), ember)).isEqualByComparingTo("1");
  }

  private Payment payment() throws InterruptedException {
    Payment next = payments.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private BigDecimal balance() {
    return hearth.balance(alice.id(), ember);
  }
}
