package dev.hearth.chat.directory.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Accounts.SignedUp;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvitationsContractTest extends DirectoryOnBothEngines {
  private static final Duration WEEK = Duration.ofDays(7);

  private final Ages ages = age -> WireTime.micros(clock.instant()) - WireTime.micros(age);
  private Relationships relationships;
  private Conversations conversations;
  private Invitations invitations;
  private User alice;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS, Invitations.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    relationships = new Relationships(directory);
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 10);
    invitations = withPolicy(SignUpPolicy.INVITATION);
    alice = accounts.registerPerson("Alice");
  }

  private Invitations withPolicy(SignUpPolicy policy) {
    var contacts = new Contacts(directory, relationships, conversations);
    return new Invitations(directory, accounts, contacts, policy, ages);
  }

  @Test
  void an_account_is_made_with_its_device_and_its_contact() {
    String code = invite(1, Optional.of(alice.id()));
    var person = newcomer("Nora");

    SignedUp signedUp = done(invitations.accept(code, person));

    assertThat(signedUp.user().id()).isEqualTo(person.id());
    assertThat(accounts.findUser(person.id())).contains(signedUp.user());
    assertThat(signedUp.user().fullName()).isEqualTo("Nora");
    assertThat(signedUp.user().identityNumber()).isEqualTo(alice.identityNumber() + 1);
    assertThat(accounts.sessions(person.id())).containsExactly(signedUp.session());
    assertThat(signedUp.session().registrationId()).hasValue(77);
    assertThat(signedUp.session().linkedBy()).isEmpty();
    assertThat(relationships.friends(person.id())).containsExactly(alice.id());
    assertThat(relationships.friends(alice.id())).containsExactly(person.id());
    assertThat(conversations.find(ConversationId.ofContact(alice.id(), person.id()))).isPresent();
    assertThat(told()).containsExactly("SYSTEM_USER");
  }

  @Test
  void a_bot_as_the_contact_is_greeted() {
    var bot = accounts.registerBot("Host", Optional.empty());
    String code = invite(1, Optional.of(bot.id()));

    SignedUp signedUp = done(invitations.accept(code, newcomer("Nora")));

    assertThat(relationships.friends(signedUp.user().id())).containsExactly(bot.id());
    assertThat(told()).containsExactly("PLAIN_TEXT");
  }

  @Test
  void an_invitation_without_a_contact_makes_an_account_alone() {
    SignedUp signedUp = done(invitations.accept(invite(1, Optional.empty()), newcomer("Nora")));

    assertThat(relationships.friends(signedUp.user().id())).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void exactly_as_many_accounts_are_made_as_there_are_uses_however_many_come_at_once()
      throws Exception {
    String code = invite(5, Optional.of(alice.id()));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 16)
              .<Callable<Outcome<SignedUp>>>mapToObj(
                  i -> () -> invitations.accept(code, newcomer("Nora " + i)))
              .toList();

      var outcomes = executor.invokeAll(all).stream().map(future -> future.resultNow()).toList();

      assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(5);
      assertThat(outcomes)
          .filteredOn(Outcome.Refused.class::isInstance)
          .allMatch(refused -> refused(refused) == ErrorCode.INVITATION_USED);
    }
    // Those who got nothing left nothing.
    assertThat(accounts.list(0, 100)).hasSize(6);
    assertThat(relationships.friends(alice.id())).hasSize(5);
    assertThat(invitations.list())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.used()).isEqualTo(5);
          assertThat(one.usedUp()).isTrue();
        });
  }

  @Test
  void each_reason_for_a_refusal_has_a_code_of_its_own() {
    String used = invite(1, Optional.empty());
    done(invitations.accept(used, newcomer("Nora")));
    String revoked = invite(1, Optional.empty());
    assertThat(invitations.revoke(invitations.list().getFirst().id())).isTrue();
    String late = invite(1, Optional.empty());
    clock.turn(WEEK);

    for (String unknown : List.of("", "AAAAAAAAAAAAAAAAAAAAAA", "a'; DROP TABLE users", "\u00e9")) {
      assertRefused(unknown, ErrorCode.NOT_FOUND);
    }
    assertRefused(revoked, ErrorCode.INVITATION_ENDED);
    assertRefused(late, ErrorCode.INVITATION_ENDED);
    String spent = invite(1, Optional.empty());
    done(invitations.accept(spent, newcomer("Nils")));
    assertRefused(spent, ErrorCode.INVITATION_USED);
  }

  private void assertRefused(String code, ErrorCode why) {
    int before = accounts.list(0, 100).size();
    assertThat(refused(invitations.look(code))).isEqualTo(why);
    assertThat(refused(invitations.accept(code, newcomer("Nobody")))).isEqualTo(why);
    assertThat(accounts.list(0, 100)).hasSize(before);
  }

  @Test
  void an_invitation_is_good_until_its_end_and_is_revoked_once() {
    String code = invite(2, Optional.empty());
    clock.turn(WEEK.minusSeconds(1));
    done(invitations.accept(code, newcomer("Nora")));

    var id = invitations.list().getFirst().id();
    assertThat(invitations.revoke(id)).isTrue();
    assertThat(invitations.revoke(id)).isFalse();
    assertThat(invitations.revoke(UserId.random().uuid())).isFalse();
    assertThat(invitations.isGood(invitations.list().getFirst())).isFalse();
  }

  @Test
  void invitations_that_ended_long_ago_are_forgotten() {
    invite(1, Optional.empty());
    clock.turn(WEEK.plusDays(91));

    invite(1, Optional.empty());

    assertThat(invitations.list()).hasSize(1);
  }

  @Test
  void the_code_is_nowhere_in_the_directory() {
    String code = invite(1, Optional.empty());

    String row =
        directory.read(
            handle -> handle.createQuery("SELECT * FROM invitations").mapToMap().one().toString());
    assertThat(row).contains("code_hash").doesNotContain(code);
    var made = invitations.create(1, WEEK, Optional.empty()).orElseThrow();
    assertThat(made.toString()).doesNotContain(made.code());
  }

  @Test
  void the_operator_decides_who_may_make_an_account() {
    var closed = withPolicy(SignUpPolicy.CLOSED);
    var open = withPolicy(SignUpPolicy.OPEN);
    String code = invite(3, Optional.empty());

    assertThat(refused(closed.look(code))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused(closed.accept(code, newcomer("Nora")))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused(closed.signUp(newcomer("Nora")))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused(invitations.signUp(newcomer("Nora")))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(accounts.list(0, 100)).hasSize(1);
    done(open.accept(code, newcomer("Nora")));
    done(open.signUp(newcomer("Nils")));
    assertThat(accounts.list(0, 100)).hasSize(3);
  }

  @Test
  void an_invitation_has_bounds() {
    for (int uses : List.of(0, -1, Invitations.MOST_USES + 1)) {
      assertThatThrownBy(() -> invitations.create(uses, WEEK, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (var life : List.of(Duration.ZERO, Invitations.LONGEST.plusNanos(1))) {
      assertThatThrownBy(() -> invitations.create(1, life, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> newcomer("\u202e")).isInstanceOf(IllegalArgumentException.class);
  }

  private String invite(int uses, Optional<UserId> contact) {
    clock.turn(Duration.ofMillis(1));
    return invitations.create(uses, WEEK, contact).orElseThrow().code();
  }

  private static NewPerson newcomer(String name) {
    var device = new NewDevice(SessionKeyPair.generate().key(), "Desktop", 77);
    return new NewPerson(UserId.random(), name, Optional.empty(), device);
  }

  private List<String> told() {
    var told = new ArrayList<String>();
    directory.outbox().next(100).forEach(notice -> told.add(notice.category()));
    return told;
  }

  private static <T> T done(Outcome<T> outcome) {
    return ((Outcome.Done<T>) outcome).now();
  }

  private static ErrorCode refused(Outcome<?> outcome) {
    return ((Outcome.Refused<?>) outcome).refusal().code();
  }
}
