package dev.hearth.chat.directory.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.link.SignInCodes.NoRoomForDevice;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.chat.directory.link.SignInCodes.SignInOutcome;
import dev.hearth.chat.directory.link.SignInCodes.SignedIn;
import dev.hearth.chat.directory.link.SignInCodes.WrongCode;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInCodesTest extends DirectoryOnBothEngines {
  private final Ages ages = age -> WireTime.micros(clock.instant()) - WireTime.micros(age);
  private SignInCodes codes;
  private User alice;
  private UUID id;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(SignInCodes.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    codes = new SignInCodes(directory, accounts, clock, ages);
    alice = accounts.registerPerson("Alice");
    id = codes.begin(Long.toString(alice.identityNumber()));
  }

  @Test
  void a_code_replaces_all_sessions_when_asked_and_says_so() {
    var old =
        IntStream.range(0, 3)
            .mapToObj(
                i -> accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android"))
            .toList();
    old.forEach(session -> assertThat(accounts.findSession(session.id())).isPresent());
    var revoked = new ArrayList<SessionId>();
    directory.onFact(SessionEnded.class, ended -> revoked.add(ended.session()));

    var session = signedIn(issue(), OtherDevices.END);

    assertThat(accounts.sessions(alice.id())).containsExactly(session);
    assertThat(session.linkedBy()).isEmpty();
    assertThat(session.registrationId()).hasValue(77);
    assertThat(revoked).containsExactlyInAnyOrderElementsOf(old.stream().map(Session::id).toList());
    old.forEach(one -> assertThat(accounts.findSession(one.id())).isEmpty());
  }

  @Test
  void there_is_an_id_for_everybody_and_nobody_always_the_same() {
    var nobody = codes.begin("99999999");

    assertThat(codes.begin("99999999")).isEqualTo(nobody).isNotEqualTo(codes.begin("99999998"));
    assertThat(codes.begin(Long.toString(alice.identityNumber()))).isEqualTo(id);
    for (UUID each : List.of(nobody, id, codes.begin(""))) {
      assertThat(each.version()).isEqualTo(4);
      assertThat(each.variant()).isEqualTo(2);
      assertThat(codes.signIn(each, "12345678", device(), OtherDevices.STAY))
          .isEqualTo(new WrongCode());
    }
  }

  @Test
  void a_code_signs_one_device_in_however_many_try_at_once() throws Exception {
    String code = issue();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SignInOutcome> one = () -> codes.signIn(id, code, device(), OtherDevices.STAY);
      var all = IntStream.range(0, 20).mapToObj(i -> one).toList();

      assertThat(executor.invokeAll(all).stream().map(future -> future.resultNow()))
          .filteredOn(SignedIn.class::isInstance)
          .hasSize(1);
    }
    assertThat(accounts.sessions(alice.id())).hasSize(1);
  }

  @Test
  void a_code_lives_no_longer_because_the_clock_steps_back() {
    String code = issue();

    clock.turn(Duration.ofDays(-8));
    assertThat(signIn("wrong")).isEqualTo(new WrongCode());
    clock.turn(SignInCodes.LIFE);

    assertThat(signIn(code)).isEqualTo(new WrongCode());
  }

  @Test
  void a_code_ends_with_its_time_and_with_the_next_one() {
    String replaced = issue();
    String old = issue();
    assertThat(signIn(replaced)).isEqualTo(new WrongCode());
    clock.turn(SignInCodes.LIFE);
    assertThat(signIn(old)).isEqualTo(new WrongCode());

    assertThat(signIn(issue())).isInstanceOf(SignedIn.class);
  }

  @Test
  void nobody_uses_up_the_code_of_another() {
    String code = issue();
    for (int i = 0; i < 1_000; i++) {
      assertThat(signIn("%016d".formatted(i))).isEqualTo(new WrongCode());
    }

    assertThat(signIn(code)).isInstanceOf(SignedIn.class);
  }

  @Test
  void a_code_may_be_typed_with_dashes_with_spaces_or_without() {
    for (var between : List.of("-", " ", "")) {
      assertThat(signIn(issue().replace("-", between))).isInstanceOf(SignedIn.class);
    }
  }

  @Test
  void a_code_is_too_long_to_guess_and_a_bot_gets_none() {
    assertThat(issue()).matches("[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{4}");
    var robot = accounts.registerBot("Robot", Optional.empty());
    assertThat(codes.issue(robot, OtherDevices.STAY, CodeLength.LONG)).isEmpty();
  }

  @Test
  void a_code_adds_a_device_when_the_others_are_to_stay() {
    var phone = accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android");

    var session = signedIn(issue(), OtherDevices.STAY);

    assertThat(accounts.sessions(alice.id())).containsExactly(phone, session);
    assertThat(session.linkedBy()).isEmpty();
    assertThat(session.registrationId()).hasValue(77);
  }

  @Test
  void the_operator_may_decide_that_the_other_devices_end() {
    accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android");
    String code = codes.issue(alice, OtherDevices.END, CodeLength.LONG).orElseThrow();

    var session = signedIn(code, OtherDevices.STAY);

    assertThat(accounts.sessions(alice.id())).containsExactly(session);
  }

  @Test
  void an_account_has_a_bounded_number_of_devices_and_the_code_stays_good() {
    for (int i = 0; i < SignInCodes.MOST_DEVICES; i++) {
      signedIn(issue(), OtherDevices.STAY);
    }
    String code = issue();

    assertThat(signIn(code)).isEqualTo(new NoRoomForDevice());
    assertThat(accounts.sessions(alice.id())).hasSize(SignInCodes.MOST_DEVICES);

    var session = signedIn(code, OtherDevices.END);
    assertThat(accounts.sessions(alice.id())).containsExactly(session);
  }

  @Test
  void a_code_that_is_allowed_for_good_signs_any_number_of_devices_in_beside_others() {
    String code = codes.draw(CodeLength.LONG);
    assertThat(signIn(code)).isEqualTo(new WrongCode());

    codes.allow(alice.id(), code);
    clock.turn(Duration.ofDays(300));

    var first = signedIn(code, OtherDevices.STAY);
    var second = signedIn(issue(), OtherDevices.STAY);
    var third = signedIn(code, OtherDevices.STAY);
    assertThat(accounts.sessions(alice.id())).containsExactly(first, second, third);
  }

  @Test
  void a_short_code_ends_after_five_wrong_tries() {
    String code = issueShort();
    assertThat(code).matches("[0-9]{4}");
    for (int i = 0; i < SignInCodes.MOST_TRIES - 1; i++) {
      assertThat(signIn(wrong(code))).isEqualTo(new WrongCode());
    }
    assertThat(signIn(code)).isInstanceOf(SignedIn.class);

    String next = issueShort();
    for (int i = 0; i < SignInCodes.MOST_TRIES; i++) {
      assertThat(signIn(wrong(next))).isEqualTo(new WrongCode());
    }
    assertThat(signIn(next)).isEqualTo(new WrongCode());
  }

  @Test
  void after_ten_tries_in_a_day_no_short_code_is_looked_at_and_a_start_changes_nothing() {
    var phone = accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android");
    for (int i = 0; i < SignInTries.MOST; i++) {
      assertThat(codes.triesUsedUp(alice)).isFalse();
      assertThat(signIn(wrong(issueShort()))).isEqualTo(new WrongCode());
    }

    codes = new SignInCodes(directory, accounts, clock, ages);
    id = codes.begin(Long.toString(alice.identityNumber()));

    assertThat(codes.triesUsedUp(alice)).isTrue();
    assertThat(signIn(issueShort())).isEqualTo(new WrongCode());
    assertThat(accounts.sessions(alice.id())).containsExactly(phone);
    assertThat(signIn(issue())).as("a long code").isInstanceOf(SignedIn.class);
    clock.turn(SignInTries.WITHIN.plusSeconds(1));
    assertThat(codes.triesUsedUp(alice)).isFalse();
    assertThat(signIn(issueShort())).isInstanceOf(SignedIn.class);
  }

  @Test
  void a_right_code_takes_the_wrong_tries_before_it_back() {
    for (int round = 0; round < 3; round++) {
      String code = issueShort();
      for (int i = 0; i < SignInCodes.MOST_TRIES - 1; i++) {
        assertThat(signIn(wrong(code))).isEqualTo(new WrongCode());
      }
      assertThat(signIn(code)).isInstanceOf(SignedIn.class);
    }
  }

  @Test
  void those_who_try_at_once_have_no_more_tries_together() throws Exception {
    String code = issueShort();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SignInOutcome> one = () -> signIn(wrong(code));
      executor.invokeAll(IntStream.range(0, 16).mapToObj(_ -> one).toList());
    }

    assertThat(signIn(code)).isEqualTo(new WrongCode());
    int counted =
        directory.read(handle ->
            handle.createQuery("SELECT count(*) FROM sign_in_tries").mapTo(Integer.class).one());
    assertThat(counted).isEqualTo(SignInCodes.MOST_TRIES);
  }

  @Test
  void tries_at_nobodys_code_cost_nobody_anything() {
    String code = issueShort();
    var nobody = codes.begin("+4930123456");
    for (int i = 0; i < 20; i++) {
      assertThat(codes.signIn(nobody, code, device(), OtherDevices.STAY))
          .isEqualTo(new WrongCode());
    }

    assertThat(signIn(code)).isInstanceOf(SignedIn.class);
  }

  @Test
  void a_person_signs_in_with_their_phone_number_as_well() {
    assertThat(accounts.setPhone(alice.id(), PhoneNumber.find("+4930123456"))).isTrue();

    assertThat(codes.begin("+4930123456")).isEqualTo(id).isNotEqualTo(codes.begin("+4930123457"));
  }

  private String issueShort() {
    return codes.issue(alice, OtherDevices.STAY, CodeLength.SHORT).orElseThrow();
  }

  /// Another code of four digits.
  private static String wrong(String code) {
    return "%04d".formatted((Integer.parseInt(code) + 1) % 10_000);
  }

  private String issue() {
    return codes.issue(alice, OtherDevices.STAY, CodeLength.LONG).orElseThrow();
  }

  private SignInOutcome signIn(String code) {
    return codes.signIn(id, code, device(), OtherDevices.STAY);
  }

  private Session signedIn(String code, OtherDevices others) {
    return ((SignedIn) codes.signIn(id, code, device(), others)).session();
  }

  private static NewDevice device() {
    return new NewDevice(SessionKeyPair.generate().key(), "Android", 77);
  }
}
