package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.door.Fact.SessionEnded;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The contract of accounts, on every engine.
class AccountsContractTest extends DirectoryOnBothEngines {
  private Accounts reopenedAccounts() {
    return new Accounts(reopened(), serverKey);
  }

  @Test
  void people_and_bots_get_numbers_from_ranges_of_their_own() {
    var alice = accounts.registerPerson("Alice");
    var echo = accounts.registerBot("Echo", Optional.of(alice.id()));
    var bob = accounts.registerPerson("Bob");

    assertThat(alice.identityNumber()).isEqualTo(10_001);
    assertThat(bob.identityNumber()).isEqualTo(10_002);
    assertThat(echo.identityNumber()).isEqualTo(7_000_000_001L);
    assertThat(echo.bot()).isTrue();
    assertThat(bob.bot()).isFalse();
  }

  @Test
  void a_user_is_read_back_as_it_was_registered() {
    var alice = accounts.registerPerson("Alice 🙂");
    var echo = accounts.registerBot("Echo", Optional.of(alice.id()));
    var own = accounts.registerBot("Own", Optional.empty());

    assertThat(reopenedAccounts().findUser(alice.id())).contains(alice);
    assertThat(reopenedAccounts().findUser(echo.id())).contains(echo);
    assertThat(reopenedAccounts().findUser(echo.identityNumber())).contains(echo);
    assertThat(own.app().map(App::creator)).contains(own.id());
    assertThat(echo.app().orElseThrow().capabilities()).containsExactly("CONTACT", "GROUP");
    assertThat(echo.app().orElseThrow().resourcePatterns()).isEmpty();
  }

  @Test
  void nobody_finds_the_system_or_a_stranger() {
    assertThat(accounts.findUser(Accounts.SYSTEM)).isEmpty();
    assertThat(accounts.findUser(UserId.random())).isEmpty();
    assertThat(accounts.findUser(10_001)).isEmpty();
  }

  @Test
  void several_users_come_in_the_order_asked_for_each_once() {
    var alice = accounts.registerPerson("Alice");
    var bob = accounts.registerPerson("Bob");

    assertThat(accounts.users(List.of(bob.id(), UserId.random(), alice.id(), bob.id(), alice.id())))
        .containsExactly(bob, alice);
  }

  @Test
  void all_are_listed_page_by_page() {
    var alice = accounts.registerPerson("Alice");
    var echo = accounts.registerBot("Echo", Optional.empty());
    var bob = accounts.registerPerson("Bob");

    assertThat(accounts.list(0, 2)).containsExactly(alice, bob);
    assertThat(accounts.list(bob.identityNumber(), 2)).containsExactly(echo);
  }

  @Test
  void a_changed_profile_is_seen_at_once() {
    var alice = accounts.registerPerson("Alice");
    assertThat(accounts.findUser(alice.id())).contains(alice);

    var changed =
        changed(
            alice.id(),
            new ProfileChange(Optional.of("Alicia"), Optional.of("I was Alice"), Optional.empty()));
    var again =
        changed(
            alice.id(), new ProfileChange(Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(changed.fullName()).isEqualTo("Alicia");
    assertThat(again).isEqualTo(changed);
    assertThat(accounts.inMemory().findUser(alice.id())).contains(changed);
    assertThat(reopenedAccounts().findUser(alice.id())).contains(changed);
  }

  private User changed(UserId user, ProfileChange change) {
    directory.change(tx -> {
      accounts.update(tx, user, change);
      return user;
    });
    return accounts.findUser(user).orElseThrow();
  }

  @Test
  void a_name_that_is_blank_or_too_long_is_not_valid() {
    assertThatThrownBy(() -> accounts.registerPerson(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> accounts.registerPerson("x".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_session_lives_until_it_is_revoked() {
    var alice = accounts.registerPerson("Alice").id();
    var revoked = new ArrayList<SessionId>();
    directory.onFact(SessionEnded.class, ended -> revoked.add(ended.session()));
    assertThatThrownBy(() -> accounts.inMemory().sessions(alice)).isSameAs(NotInMemory.SIGNAL);
    assertThat(accounts.sessions(alice)).isEmpty();

    var phone = accounts.openSession(alice, SessionKeyPair.generate().key(), "Android");
    var desktop = accounts.openSession(alice, SessionKeyPair.generate().key(), "Desktop");
    assertThat(accounts.sessions(alice)).containsExactlyInAnyOrder(phone, desktop);
    assertThat(accounts.inMemory().sessions(alice)).containsExactlyInAnyOrder(phone, desktop);
    assertThat(accounts.findSession(phone.id())).contains(phone);
    assertThat(reopenedAccounts().findSession(phone.id())).contains(phone);

    assertThat(accounts.revoke(phone.id())).isTrue();
    assertThat(accounts.revoke(phone.id())).isFalse();
    assertThat(accounts.revoke(SessionId.random())).isFalse();
    assertThat(accounts.findSession(phone.id())).isEmpty();
    assertThat(accounts.sessions(alice)).containsExactly(desktop);
    assertThat(reopenedAccounts().sessions(alice)).containsExactly(desktop);
    assertThat(revoked).containsExactly(phone.id());
  }

  @Test
  void a_session_of_the_first_years_keeps_its_rsa_key_and_its_boxed_secret() {
    var bot = accounts.registerBot("Old", Optional.empty()).id();

    var session = accounts.openSession(bot, SessionKeyPair.generateRsa().key(), "");

    assertThat(reopenedAccounts().findSession(session.id())).contains(session);
  }

  @Test
  void people_who_sign_up_at_once_get_numbers_without_a_gap() {
    var people = AtOnce.call(number -> accounts.registerPerson("Guest " + number));

    assertThat(people)
        .extracting(User::identityNumber)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(10_001, 10_000 + AtOnce.WRITERS).boxed().toList());
  }

  @Test
  void of_devices_that_sign_in_at_once_one_is_left() {
    var alice = accounts.registerPerson("Alice").id();

    var sessions =
        AtOnce.call(number ->
            accounts.replaceSessions(
                alice, new NewDevice(SessionKeyPair.generate().key(), "Desktop", number + 1)));

    assertThat(accounts.sessions(alice)).singleElement().isIn(sessions);
    assertThat(reopenedAccounts().sessions(alice)).isEqualTo(accounts.sessions(alice));
  }

  @Test
  void a_rule_about_the_other_devices_holds_for_those_that_are_linked_at_once() {
    var alice = accounts.registerPerson("Alice").id();
    var phone = accounts.openSession(alice, SessionKeyPair.generate().key(), "iOS");

    var linked =
        AtOnce.call(number ->
            accounts.openSession(
                alice,
                new NewDevice(SessionKeyPair.generate().key(), "Desktop", number + 1),
                Optional.of(phone.id()),
                others -> others.size() < 4));

    assertThat(linked).filteredOn(Optional::isPresent).hasSize(3);
    assertThat(reopenedAccounts().sessions(alice)).hasSize(4);
  }

  @Test
  void preferences_are_changed_by_one_caller_after_the_other() {
    var alice = accounts.registerPerson("Alice").id();

    AtOnce.call(number ->
        accounts.prefer(
            alice,
            was ->
                new Preferences(
                    was.receiveMessages(),
                    was.acceptConversations(),
                    was.acceptSearch(),
                    was.fiatCurrency(),
                    was.transferNotificationThreshold() + 1,
                    was.transferConfirmationThreshold())));

    assertThat(reopenedAccounts().findUser(alice).orElseThrow().preferences())
        .extracting(Preferences::transferNotificationThreshold)
        .isEqualTo((double) AtOnce.WRITERS);
  }
}
