package dev.hearth.chat.directory.pin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.HearthConfig;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.pin.Pins.PinCheck;
import dev.hearth.platform.runtime.TurnedTime;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PassedTime;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.RsaKeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract of PINs, on every engine.
class PinsContractTest extends DirectoryOnBothEngines {
  private static final TipBody ANY = TipBody.verifying(0);

  private final Ed25519KeyPair tip = SessionKeyPair.generate();
  private final TurnedTime timer = new TurnedTime();
  private PassedTime passed;
  private Outbox outbox;
  private Pins pins;
  private UserId alice;
  private Hand phone;
  private Hand laptop;

  /// A device, and what its user types into it.
  private record Hand(Caller caller, TestingPin pin) {}

  @Override
  protected List<Migrations> ownTables() {
    return List.of(PassedTime.MIGRATIONS, Conversations.MIGRATIONS, Pins.MIGRATIONS);
  }

  @BeforeEach
  void signUp() {
    outbox = directory.outbox();
    passed = new PassedTime(database(), positions, timer);
    pins = open();
    alice = person("Alice");
    phone = device();
    laptop = device();
    outbox.done(outbox.next(100).stream().map(OutgoingNotice::id).toList());
  }

  @Test
  void digits_are_right_or_wrong() {
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.WRONG);
    assertThat(set(phone, "123456")).isEqualTo(PinCheck.RIGHT);

    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(laptop, "123456")).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(phone, "123457")).isEqualTo(PinCheck.WRONG);
    assertThat(pins.find(alice)).isPresent();
  }

  @Test
  void digits_that_were_taken_for_hex_are_the_same() {
    set(phone, "123456");

    var asHex = phone.pin().hide(HexFormat.of().parseHex("123456"));
    assertThat(pins.verify(phone.caller(), asHex, ANY)).isEqualTo(PinCheck.RIGHT);
    var noDigits = phone.pin().hide(HexFormat.of().parseHex("12345a"));
    assertThat(pins.verify(phone.caller(), noDigits, ANY)).isEqualTo(PinCheck.MALFORMED);
  }

  @Test
  void a_given_pin_is_a_first_pin_only() {
    assertThat(pins.give(alice, "123456")).isTrue();
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);

    assertThat(pins.give(alice, "654321")).isFalse();
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
    assertThatThrownBy(() -> pins.give(person("Bob"), "12345"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothing_of_the_digits_is_kept() {
    long usual = HearthConfig.parse("").pin().hashMemory().bytes();
    pins = new Pins(directory, accounts, clock, passed, usual);
    set(phone, "123456");

    assertThat(((Pin.PinDigits) pins.find(alice).orElseThrow()).hash())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain("123456");
    assertThat(pins.find(alice).orElseThrow().toString()).doesNotContain("argon2");
  }

  @Test
  void a_device_of_the_first_years_has_a_pin_too() {
    RsaKeyPair pair = SessionKeyPair.generateRsa();
    var session = accounts.openSession(alice, pair.key(), "");
    var caller = new Caller(alice, session.id(), false, session.createdAt());
    var old = new Hand(caller, new TestingPin(serverKey.pinKey(session).orElseThrow(), clock));
    set(phone, "123456");

    assertThat(verify(old, "123456")).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void a_pin_is_good_once_and_counts_no_failure_the_second_time() {
    set(phone, "123456");
    var hidden = phone.pin().digits("123456");

    assertThat(pins.verify(phone.caller(), hidden, ANY)).isEqualTo(PinCheck.RIGHT);
    for (int i = 0; i < 10; i++) {
      assertThat(pins.verify(phone.caller(), hidden, ANY)).isEqualTo(PinCheck.WRONG);
    }

    assertThat(failures()).isZero();
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void a_wrong_pin_counts_up_as_well() {
    set(phone, "123456");
    var early = phone.pin().digits("123456");
    verify(phone, "000000");

    assertThat(pins.verify(phone.caller(), early, ANY)).isEqualTo(PinCheck.WRONG);
  }

  @Test
  void every_session_counts_for_itself_from_one_and_begins_anew() {
    set(phone, "123456");
    verify(phone, "123456");

    assertThat(verify(laptop, "123456")).isEqualTo(PinCheck.RIGHT);
    for (long iterator : new long[] {0, -1, Long.MIN_VALUE}) {
      var hidden =
          laptop
              .pin()
              .hide("123456".getBytes(US_ASCII), clock.instant().getEpochSecond(), iterator);
      assertThat(pins.verify(laptop.caller(), hidden, ANY)).isEqualTo(PinCheck.WRONG);
    }
  }

  @Test
  void a_pin_from_another_time_is_not_looked_at() {
    set(phone, "123456");

    for (var off : List.of(Duration.ofMinutes(11), Duration.ofMinutes(-22))) {
      var hidden = phone.pin().digits("123456");
      clock.turn(off);
      assertThat(pins.verify(phone.caller(), hidden, ANY)).isEqualTo(PinCheck.WRONG);
    }
    assertThat(failures()).isZero();

    var slow = phone.pin().digits("123456");
    clock.turn(Duration.ofMinutes(10));
    assertThat(pins.verify(phone.caller(), slow, ANY)).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void text_hidden_with_another_key_and_text_that_is_not_a_pin_are_malformed() {
    set(phone, "123456");

    for (String text : List.of("", "x", "123456", "A".repeat(256), "A".repeat(100_000))) {
      assertThat(pins.verify(phone.caller(), text, ANY)).isEqualTo(PinCheck.MALFORMED);
    }
    for (int length : new int[] {0, 1, 5, 7, 39, 40, 63, 65}) {
      var hidden = phone.pin().hide(new byte[length]);
      assertThat(pins.verify(phone.caller(), hidden, ANY)).isEqualTo(PinCheck.MALFORMED);
    }
    assertThat(pins.verify(phone.caller(), laptop.pin().digits("123456"), ANY))
        .isEqualTo(PinCheck.MALFORMED);
    assertThat(failures()).isZero();
  }

  @Test
  void after_five_wrong_ones_in_a_day_none_is_looked_at() {
    set(phone, "123456");
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMinutes(1));
      assertThat(verify(i % 2 == 0 ? phone : laptop, "00000" + i)).isEqualTo(PinCheck.WRONG);
    }

    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.TOO_MANY);
    assertThat(update(phone, phone.pin().digits("123456"), phone.pin().digits("654321"), ANY))
        .isEqualTo(PinCheck.TOO_MANY);
    assertThat(failures()).isEqualTo(5);

    pass(Duration.ofHours(24).minusMinutes(4));
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void a_clock_that_leaps_ahead_gives_no_more_attempts() {
    set(phone, "123456");
    for (int i = 0; i < 5; i++) {
      verify(phone, "000000");
    }

    clock.turn(Duration.ofDays(8));

    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.TOO_MANY);
  }

  @Test
  void a_clock_that_steps_back_gives_no_more_attempts_either() {
    set(phone, "123456");
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);

    clock.turn(Duration.ofDays(-8));
    for (int i = 0; i < 3; i++) {
      assertThat(verify(phone, "000000")).isEqualTo(PinCheck.WRONG);
    }
    restart();
    for (int i = 0; i < 2; i++) {
      assertThat(verify(phone, "000000")).isEqualTo(PinCheck.WRONG);
    }

    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.TOO_MANY);
  }

  @Test
  void a_right_one_lets_the_wrong_ones_be_forgotten() {
    set(phone, "123456");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        pass(Duration.ofMinutes(1));
        assertThat(verify(phone, "000000")).isEqualTo(PinCheck.WRONG);
      }
      pass(Duration.ofMinutes(1));
      assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
    }

    assertThat(failures()).isEqualTo(12);
  }

  @Test
  void a_user_who_tries_many_at_once_has_no_more_tries() throws Exception {
    set(phone, "123456");
    pass(Duration.ofMinutes(1));
    var devices = IntStream.range(0, 12).mapToObj(i -> device()).toList();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          devices.stream()
              .<Callable<PinCheck>>map(device -> () -> verify(device, "000000"))
              .toList();
      var results = executor.invokeAll(all).stream().map(future -> future.resultNow()).toList();

      assertThat(results).containsOnly(PinCheck.WRONG, PinCheck.TOO_MANY);
      assertThat(results)
          .filteredOn(PinCheck.WRONG::equals)
          .hasSizeBetween(1, 5)
          .hasSize(failures());
    }
  }

  @Test
  void while_one_is_looked_at_another_of_the_same_user_is_neither_looked_at_nor_counted()
      throws Exception {
    set(phone, "123456");
    var second = laptop.pin().digits("123456");
    var first = new FutureTask<>(() -> verify(phone, "123456"));
    var thread = new Thread(first);

    // Nobody else writes meanwhile: so far does the first one come, and no further.
    database()
        .change(handle -> {
          if (thread.getState() != Thread.State.NEW) {
            return; // it is made again
          }
          engine().holdUp(handle, "pin_failures");
          thread.start();
          engine().awaitHeldUp(handle, List.of(thread));
          assertThat(pins.verify(laptop.caller(), second, ANY)).isEqualTo(PinCheck.TOO_MANY);
        });

    assertThat(first.get()).isEqualTo(PinCheck.RIGHT);
    assertThat(pins.verify(laptop.caller(), second, ANY)).isEqualTo(PinCheck.RIGHT);
    assertThat(failures()).isZero();
  }

  @Test
  void only_a_few_of_all_users_are_looked_at_at_a_time_and_the_next_hears_so_at_once()
      throws Exception {
    pins = open(2);
    Hand bob = device(person("Bob"));
    Hand carol = device(person("Carol"));
    List.of(phone, bob, carol).forEach(hand -> set(hand, "123456"));
    var threads =
        Stream.of(phone, bob).map(hand -> new Thread(() -> verify(hand, "123456"))).toList();

    database()
        .change(handle -> {
          if (threads.getFirst().getState() != Thread.State.NEW) {
            return; // it is made again
          }
          engine().holdUp(handle, "pin_failures");
          threads.forEach(Thread::start);
          engine().awaitHeldUp(handle, threads);
          assertThat(verify(carol, "123456")).isEqualTo(PinCheck.TOO_MANY);
        });
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(verify(carol, "123456")).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void digits_are_changed_by_who_knows_them() {
    set(phone, "123456");

    assertThat(update(phone, "", phone.pin().digits("654321"), ANY)).isEqualTo(PinCheck.WRONG);
    assertThat(update(phone, phone.pin().digits("000000"), phone.pin().digits("654321"), ANY))
        .isEqualTo(PinCheck.WRONG);
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);

    // In whichever order they were hidden.
    var wanted = phone.pin().digits("654321");
    assertThat(update(phone, phone.pin().digits("123456"), wanted, ANY)).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.WRONG);
    assertThat(verify(phone, "654321")).isEqualTo(PinCheck.RIGHT);
    assertThat(update(laptop, laptop.pin().digits("654321"), wanted, ANY))
        .isEqualTo(PinCheck.MALFORMED);
  }

  @Test
  void a_first_pin_has_none_before_it() {
    assertThat(update(phone, phone.pin().digits("1"), phone.pin().digits("123456"), ANY))
        .isEqualTo(PinCheck.WRONG);
    assertThat(pins.find(alice)).isEmpty();
  }

  @Test
  void one_of_two_first_pins_is_kept() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var both =
          List.<Callable<PinCheck>>of(() -> set(phone, "111111"), () -> set(laptop, "222222"));
      var results = executor.invokeAll(both).stream().map(future -> future.resultNow()).toList();

      assertThat(results).containsOnlyOnce(PinCheck.RIGHT);
    }
  }

  @Test
  void a_key_takes_the_place_of_digits_for_good() {
    set(phone, "123456");

    assertThat(update(phone, phone.pin().digits("123456"), phone.pin().newKey(tip, 1), ANY))
        .isEqualTo(PinCheck.RIGHT);

    assertThat(pins.find(alice)).contains(new Pin.Tip(tip.key(), 1));
    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.MALFORMED);
    var body = TipBody.verifying(1_700_000_000_123_456_789L);
    assertThat(pins.verify(phone.caller(), phone.pin().signature(tip, body), body))
        .isEqualTo(PinCheck.RIGHT);
    assertThat(update(phone, phone.pin().signature(tip, body), phone.pin().digits("123456"), body))
        .isEqualTo(PinCheck.MALFORMED);
  }

  @Test
  void a_signature_is_good_for_what_was_signed() {
    update(phone, "", phone.pin().newKey(tip, 1), ANY);
    var device = UUID.randomUUID();
    var signed = phone.pin().signature(tip, TipBody.linking(device, "secret"));
    var foreign = phone.pin().signature(SessionKeyPair.generate(), TipBody.verifying(7));

    assertThat(pins.verify(phone.caller(), foreign, TipBody.verifying(7)))
        .isEqualTo(PinCheck.WRONG);
    assertThat(pins.verify(phone.caller(), signed, TipBody.linking(device, "other")))
        .isEqualTo(PinCheck.WRONG);
    var again = phone.pin().signature(tip, TipBody.linking(device, "secret"));
    assertThat(pins.verify(phone.caller(), again, TipBody.linking(device, "secret")))
        .isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void a_key_is_replaced_by_its_own_signature_and_a_higher_number() {
    update(phone, "", phone.pin().newKey(tip, 1), ANY);
    var next = SessionKeyPair.generate();
    var counter = TipBody.verifying(1);

    assertThat(
            update(
                phone, phone.pin().signature(tip, counter), phone.pin().newKey(next, 1), counter))
        .isEqualTo(PinCheck.MALFORMED);
    assertThat(
            update(
                phone, phone.pin().signature(next, counter), phone.pin().newKey(next, 2), counter))
        .isEqualTo(PinCheck.WRONG);
    assertThat(pins.find(alice)).contains(new Pin.Tip(tip.key(), 1));

    assertThat(
            update(
                phone, phone.pin().signature(tip, counter), phone.pin().newKey(next, 2), counter))
        .isEqualTo(PinCheck.RIGHT);
    assertThat(pins.find(alice)).contains(new Pin.Tip(next.key(), 2));
  }

  @Test
  void a_key_begins_with_number_one_at_least() {
    for (long counter : new long[] {0, -1}) {
      assertThat(update(phone, "", phone.pin().newKey(tip, counter), ANY))
          .isEqualTo(PinCheck.MALFORMED);
    }
    assertThat(pins.find(alice)).isEmpty();
  }

  @Test
  void failed_tries_are_listed_for_90_days() {
    set(phone, "123456");
    pass(Duration.ofHours(1));
    verify(phone, "000000");
    pass(Duration.ofHours(1));
    verify(phone, "000000");

    var all = pins.failures(alice, 0, 100);
    assertThat(all)
        .hasSize(2)
        .isSortedAccordingTo((one, other) -> Long.compare(one.at(), other.at()));
    assertThat(pins.failures(alice, all.getFirst().at(), 100)).containsExactly(all.getLast());
    assertThat(pins.failures(alice, 0, 1)).containsExactly(all.getFirst());

    // Of the time between two looks a day counts.
    for (int day = 0; day < 91; day++) {
      pass(Duration.ofDays(1));
      passed.look();
    }
    verify(phone, "000000");
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void a_pin_that_was_taken_away_makes_room_for_any_other_and_the_devices_hear_of_it() {
    update(phone, "", phone.pin().newKey(tip, 7), ANY);

    assertThat(pins.reset(alice)).isTrue();

    assertThat(pins.find(alice)).isEmpty();
    assertThat(outbox.next(10))
        .extracting(news -> news.category() + " " + news.payload())
        .containsExactly("SYSTEM_USER {\"action\":\"UPDATE\",\"user_id\":\"" + alice + "\"}");
    assertThat(set(phone, "123456")).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(laptop, "123456")).isEqualTo(PinCheck.RIGHT);
  }

  @Test
  void a_user_who_was_locked_out_is_not_any_more_once_the_pin_was_taken_away() {
    set(phone, "123456");
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofMinutes(1));
      verify(phone, "000000");
    }
    pass(Duration.ofMinutes(1));

    assertThat(pins.reset(alice)).isTrue();

    assertThat(set(phone, "654321")).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(phone, "654321")).isEqualTo(PinCheck.RIGHT);
    assertThat(failures()).isEqualTo(5);
  }

  @Test
  void where_there_is_no_pin_none_is_taken_away_and_nobody_hears_of_it() {
    assertThat(pins.reset(alice)).isFalse();
    assertThat(outbox.next(10)).isEmpty();
  }

  @Test
  void a_kept_pin_outlives_a_start_and_a_sign_out() {
    set(phone, "123456");
    accounts.revoke(laptop.caller().session());

    pins = open();

    assertThat(verify(phone, "123456")).isEqualTo(PinCheck.RIGHT);
    assertThat(verify(laptop, "123456")).isEqualTo(PinCheck.MALFORMED);
  }

  /// Cheaper than they are, for there are many.
  private Pins open() {
    return open(100);
  }

  private Pins open(int mostAtOnce) {
    var hashing = new DigitsHash(new byte[32], 64);
    return new Pins(directory, accounts, clock, passed, hashing, mostAtOnce);
  }

  /// As a process starts that knows what is stored.
  private void restart() {
    var raised = new PositionClock(clock);
    directory = new Directory(database(), raised);
    Pins.raise(directory);
    passed = new PassedTime(database(), raised, timer);
    pins = open();
  }

  private void pass(Duration time) {
    clock.turn(time);
    timer.turn(time);
  }

  private int failures() {
    return pins.failures(alice, 0, 100).size();
  }

  private PinCheck verify(Hand hand, String digits) {
    return pins.verify(hand.caller(), hand.pin().digits(digits), ANY);
  }

  private PinCheck set(Hand hand, String digits) {
    return update(hand, "", hand.pin().digits(digits), ANY);
  }

  private PinCheck update(Hand hand, String old, String wanted, TipBody body) {
    return pins.update(hand.caller(), old, wanted, body);
  }

  private Hand device() {
    return device(alice);
  }

  private Hand device(UserId user) {
    Ed25519KeyPair pair = SessionKeyPair.generate();
    var session = accounts.openSession(user, pair.key(), "Android");
    return new Hand(
        new Caller(user, session.id(), false, session.createdAt()),
        new TestingPin(pair, serverKey.publicKey(), clock));
  }
}
