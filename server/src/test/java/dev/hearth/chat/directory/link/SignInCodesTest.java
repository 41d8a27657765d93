package dev.hearth.chat.directory.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
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
  private SignInCodes codes;
  private User alice;
  private UUID id;

  @BeforeEach
  void open() {
    codes = new SignInCodes(accounts, clock);
    alice = accounts.registerPerson("Alice");
    id = codes.begin(Long.toString(alice.identityNumber()));
  }

  @Test
  void a_code_replaces_all_sessions_and_says_so() {
    var old =
        IntStream.range(0, 3)
            .mapToObj(
                i -> accounts.openSession(alice.id(), SessionKeyPair.generate().key(), "Android"))
            .toList();
    old.forEach(session -> assertThat(accounts.findSession(session.id())).isPresent());
    var revoked = new ArrayList<SessionId>();
    directory.onFact(SessionEnded.class, ended -> revoked.add(ended.session()));

    var session = codes.signIn(id, issue(), device()).orElseThrow();

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
      assertThat(codes.signIn(each, "12345678", device())).isEmpty();
    }
  }

  @Test
  void a_code_signs_one_device_in_however_many_try_at_once() throws Exception {
    String code = issue();

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Optional<Session>> one = () -> codes.signIn(id, code, device());
      var all = IntStream.range(0, 20).mapToObj(i -> one).toList();

      assertThat(executor.invokeAll(all).stream().map(future -> future.resultNow()))
          .filteredOn(Optional::isPresent)
          .hasSize(1);
    }
    assertThat(accounts.sessions(alice.id())).hasSize(1);
  }

  @Test
  void a_code_lives_no_longer_because_the_clock_steps_back() {
    String code = issue();

    clock.turn(Duration.ofDays(-8));
    assertThat(codes.signIn(id, "wrong", device())).isEmpty();
    clock.turn(SignInCodes.LIFE);

    assertThat(codes.signIn(id, code, device())).isEmpty();
  }

  @Test
  void a_code_ends_with_its_time_and_with_the_next_one() {
    String replaced = issue();
    String old = issue();
    assertThat(codes.signIn(id, replaced, device())).isEmpty();
    clock.turn(SignInCodes.LIFE);
    assertThat(codes.signIn(id, old, device())).isEmpty();

    assertThat(codes.signIn(id, issue(), device())).isPresent();
  }

  @Test
  void nobody_uses_up_the_code_of_another() {
    String code = issue();
    for (int i = 0; i < 1_000; i++) {
      assertThat(codes.signIn(id, "%016d".formatted(i), device())).isEmpty();
    }

    assertThat(codes.signIn(id, code, device())).isPresent();
  }

  @Test
  void a_code_may_be_typed_with_dashes_with_spaces_or_without() {
    for (var between : List.of("-", " ", "")) {
      assertThat(codes.signIn(id, issue().replace("-", between), device())).isPresent();
    }
  }

  @Test
  void a_code_is_too_long_to_guess_and_a_bot_gets_none() {
    assertThat(issue()).matches("[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{4}");
    assertThat(codes.issue(accounts.registerBot("Robot", Optional.empty()))).isEmpty();
  }

  private String issue() {
    return codes.issue(alice).orElseThrow();
  }

  private static NewDevice device() {
    return new NewDevice(SessionKeyPair.generate().key(), "Android", 77);
  }
}
