package dev.hearth.chat.directory.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.link.Linking.Answered;
import dev.hearth.chat.directory.link.Linking.Code;
import dev.hearth.chat.directory.link.Linking.MayNotLink;
import dev.hearth.chat.directory.link.Linking.Sight;
import dev.hearth.chat.directory.link.Linking.TooManyDevices;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkingTest extends DirectoryOnBothEngines {
  private Linking linking;
  private Caller alice;
  private Caller bob;

  @BeforeEach
  void open() {
    linking = new Linking(accounts, clock);
    alice = caller(accounts.registerPerson("Alice"));
    bob = caller(accounts.registerPerson("Bob"));
  }

  @Test
  void a_new_device_is_answered_and_signs_in() {
    var waiting = linking.open();
    assertThat(linking.look(waiting.id())).contains(new Sight(waiting, ""));

    var code = code(alice);
    assertThat(linking.answer(alice, waiting.id(), "sealed")).isEqualTo(Answered.TAKEN);
    assertThat(linking.look(waiting.id())).contains(new Sight(waiting, "sealed"));
    var device = device();
    var session = linking.signIn(alice.user(), alice.session(), code, device).orElseThrow();

    assertThat(session.key()).isEqualTo(device.key());
    assertThat(session.registrationId()).hasValue(device.registrationId());
    assertThat(session.linkedBy()).contains(alice.session());
    assertThat(session.platform()).isEqualTo("Desktop");
    assertThat(accounts.sessions(alice.user()))
        .extracting(Session::id)
        .contains(alice.session(), session.id());
  }

  @Test
  void a_secret_is_handed_out_once() {
    var waiting = linking.open();
    linking.answer(alice, waiting.id(), "sealed");

    assertThat(linking.look(waiting.id()).map(Sight::secret)).contains("sealed");
    assertThat(linking.look(waiting.id()).map(Sight::secret)).contains("");
    assertThat(linking.answer(alice, waiting.id(), "more")).isEqualTo(Answered.NOBODY_WAITS);
    assertThat(linking.look(waiting.id()).map(Sight::secret)).contains("");
  }

  @Test
  void a_secret_is_handed_out_once_however_many_ask_at_once() throws Exception {
    var waiting = linking.open();
    linking.answer(alice, waiting.id(), "sealed");

    assertThat(atOnce(() -> linking.look(waiting.id()).map(Sight::secret).orElse("")))
        .containsOnlyOnce("sealed");
  }

  @Test
  void a_device_is_answered_within_a_minute_or_not_at_all() {
    var waiting = linking.open();
    clock.turn(Linking.ANSWERED_WITHIN.minusMillis(1));
    assertThat(linking.answer(alice, waiting.id(), "sealed")).isEqualTo(Answered.TAKEN);
    clock.turn(Linking.TAKEN_WITHIN.minusMillis(1));
    assertThat(linking.look(waiting.id()).map(Sight::secret)).contains("sealed");

    var late = linking.open();
    clock.turn(Linking.ANSWERED_WITHIN);
    assertThat(linking.answer(alice, late.id(), "sealed")).isEqualTo(Answered.NOBODY_WAITS);
    assertThat(linking.look(late.id())).isEmpty();
    assertThat(linking.look(waiting.id())).isEmpty();
  }

  @Test
  void an_id_lives_no_longer_because_the_clock_steps_back() {
    var waiting = linking.open();

    clock.turn(Duration.ofDays(-8));
    assertThat(linking.look(waiting.id())).isPresent();
    clock.turn(Linking.ANSWERED_WITHIN);

    assertThat(linking.look(waiting.id())).isEmpty();
    assertThat(linking.answer(alice, waiting.id(), "sealed")).isEqualTo(Answered.NOBODY_WAITS);
  }

  @Test
  void an_answer_that_nobody_takes_is_forgotten() {
    var waiting = linking.open();
    linking.answer(alice, waiting.id(), "sealed");

    clock.turn(Linking.TAKEN_WITHIN);

    assertThat(linking.look(waiting.id())).isEmpty();
  }

  @Test
  void an_id_that_we_did_not_give_is_unknown() {
    var ours = linking.open().id();
    var forged = new UUID(ours.getMostSignificantBits(), ours.getLeastSignificantBits() ^ 1);
    var fresher =
        new UUID(ours.getMostSignificantBits() + (60L << 32), ours.getLeastSignificantBits());

    for (UUID id : List.of(UUID.randomUUID(), forged, fresher)) {
      assertThat(linking.look(id)).isEmpty();
      assertThat(linking.answer(alice, id, "sealed")).isEqualTo(Answered.NOBODY_WAITS);
    }
  }

  @Test
  void ids_look_like_random_ones_and_are_all_different() {
    var ids = new HashSet<UUID>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(linking.open().id());
    }

    assertThat(ids).hasSize(1_000).allMatch(id -> id.version() == 4 && id.variant() == 2);
  }

  @Test
  void a_code_signs_one_device_in() {
    var code = code(alice);

    assertThat(linking.signIn(alice.user(), alice.session(), code, device())).isPresent();
    assertThat(linking.signIn(alice.user(), alice.session(), code, device())).isEmpty();
  }

  @Test
  void a_code_signs_one_device_in_however_many_try_at_once() throws Exception {
    var code = code(alice);

    assertThat(
            atOnce(() -> linking.signIn(alice.user(), alice.session(), code, device()).isPresent()))
        .containsOnlyOnce(true);
    assertThat(accounts.sessions(alice.user())).hasSize(2);
  }

  @Test
  void a_code_is_its_owners_and_its_devices() {
    var code = code(alice);
    var tablet = caller(accounts.findUser(alice.user()).orElseThrow());

    assertThat(linking.signIn(bob.user(), bob.session(), code, device())).isEmpty();
    assertThat(linking.signIn(bob.user(), alice.session(), code, device())).isEmpty();
    assertThat(linking.signIn(alice.user(), tablet.session(), code, device())).isEmpty();
    assertThat(linking.signIn(alice.user(), alice.session(), code + "x", device())).isEmpty();
    assertThat(linking.signIn(alice.user(), alice.session(), "", device())).isEmpty();
    assertThat(linking.signIn(alice.user(), SessionId.random(), code, device())).isEmpty();

    assertThat(linking.signIn(alice.user(), alice.session(), code, device())).isPresent();
  }

  @Test
  void a_code_ends_with_its_time_its_device_and_the_next_code() {
    var first = code(alice);
    var second = code(alice);
    assertThat(linking.signIn(alice.user(), alice.session(), first, device())).isEmpty();

    clock.turn(Linking.CODE_LIFE);
    assertThat(linking.signIn(alice.user(), alice.session(), second, device())).isEmpty();

    var third = code(alice);
    accounts.revoke(alice.session());
    assertThat(linking.signIn(alice.user(), alice.session(), third, device())).isEmpty();
    assertThat(accounts.sessions(alice.user())).isEmpty();
  }

  @Test
  void bots_and_linked_devices_link_nobody() {
    var waiting = linking.open();
    var bot = caller(accounts.registerBot("Robot", Optional.empty()));
    var linked = link(alice);

    for (var caller : List.of(bot, linked)) {
      assertThat(linking.code(caller)).isInstanceOf(MayNotLink.class);
      assertThat(linking.answer(caller, waiting.id(), "x")).isEqualTo(Answered.MAY_NOT_LINK);
    }
    assertThat(linking.look(waiting.id()).map(Sight::secret)).contains("");
  }

  @Test
  void an_account_has_at_most_five_linked_devices() {
    var last = IntStream.range(0, Linking.MOST_LINKED - 1).mapToObj(i -> link(alice)).toList();
    var code = code(alice);
    var waiting = linking.open();
    link(alice, code);

    assertThat(linking.code(alice)).isInstanceOf(TooManyDevices.class);
    assertThat(linking.answer(alice, waiting.id(), "x")).isEqualTo(Answered.TOO_MANY_DEVICES);
    assertThat(accounts.sessions(alice.user())).hasSize(Linking.MOST_LINKED + 1);

    accounts.revoke(last.getFirst().session());
    assertThat(linking.code(alice)).isInstanceOf(Code.class);
  }

  @Test
  void the_limit_holds_when_many_sign_in_at_once() throws Exception {
    var primaries =
        IntStream.range(0, 8)
            .mapToObj(i -> caller(accounts.findUser(alice.user()).orElseThrow()))
            .toList();
    var codes = primaries.stream().map(this::code).toList();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 8)
              .<Callable<Optional<Session>>>mapToObj(i ->
                  () -> {
                    var by = primaries.get(i).session();
                    return linking.signIn(alice.user(), by, codes.get(i), device());
                  })
              .toList();
      for (var one : executor.invokeAll(all)) {
        one.get();
      }
    }

    assertThat(accounts.sessions(alice.user()).stream().filter(one -> one.linkedBy().isPresent()))
        .hasSize(Linking.MOST_LINKED);
  }

  @Test
  void one_user_can_not_fill_the_memory() {
    for (int i = 0; i < 8; i++) {
      assertThat(linking.answer(alice, linking.open().id(), "x")).isEqualTo(Answered.TAKEN);
    }

    assertThat(linking.answer(alice, linking.open().id(), "x")).isEqualTo(Answered.NO_ROOM);
    assertThat(linking.answer(bob, linking.open().id(), "x")).isEqualTo(Answered.TAKEN);

    clock.turn(Duration.ofMinutes(1));
    assertThat(linking.answer(alice, linking.open().id(), "x")).isEqualTo(Answered.TAKEN);
  }

  private String code(Caller caller) {
    assertThat(linking.code(caller)).isInstanceOf(Code.class);
    return ((Code) linking.code(caller)).text();
  }

  private Caller link(Caller by) {
    return link(by, code(by));
  }

  private Caller link(Caller by, String code) {
    return caller(linking.signIn(by.user(), by.session(), code, device()).orElseThrow());
  }

  private Caller caller(User user) {
    var key = SessionKeyPair.generate().key();
    var session = accounts.openSession(user.id(), key, "Android");
    return new Caller(user.id(), session.id(), user.bot(), session.createdAt());
  }

  private static Caller caller(Session session) {
    return new Caller(session.user(), session.id(), false, session.createdAt());
  }

  private static NewDevice device() {
    return new NewDevice(SessionKeyPair.generate().key(), "Desktop", 4_242);
  }

  private static <T> List<T> atOnce(Callable<T> what) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.invokeAll(IntStream.range(0, 20).mapToObj(i -> what).toList()).stream()
          .map(future -> future.resultNow())
          .toList();
    }
  }
}
