package dev.hearth.chat.directory.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The recipients of notices about changed profiles, and how often they get one.
class ProfilesTest extends DirectoryOnBothEngines {
  private Relationships relationships;
  private Outbox outbox;
  private Conversations conversations;
  private Profiles profiles;
  private UserId alice;
  private UserId bob;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    relationships = new Relationships(directory);
    outbox = directory.outbox();
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 10);
    profiles = newProfiles();
    alice = accounts.registerPerson("Alice").id();
    bob = accounts.registerPerson("Bob").id();
    relationships.add(bob, alice);
  }

  private Profiles newProfiles() {
    return new Profiles(directory, accounts, relationships, clock);
  }

  @Test
  void only_those_hear_of_it_who_wanted_to_know_the_user() {
    var carol = accounts.registerPerson("Carol").id();
    var dave = accounts.registerPerson("Dave").id();
    var erin = accounts.registerPerson("Erin").id();
    conversations.create(carol, NewConversation.contact(carol, alice));
    // Alice made these her contacts; they never asked for it.
    conversations.create(alice, NewConversation.contact(alice, dave));
    relationships.add(alice, erin);

    rename("Alicia");

    assertThat(told()).containsExactlyInAnyOrder(alice, bob, carol);
  }

  @Test
  void changes_that_follow_each_other_are_told_in_one_round() {
    rename("A1");
    assertThat(told()).containsExactlyInAnyOrder(alice, bob);

    for (int i = 2; i < 30; i++) {
      rename("A" + i);
      // One's own devices hear of each at once.
      assertThat(told()).containsExactly(alice);
      profiles.tellWaiting();
      assertThat(told()).isEmpty();
      clock.turn(Duration.ofSeconds(1));
    }
    clock.turn(Profiles.PAUSE);
    newProfiles().tellWaiting();
    assertThat(told()).containsExactlyInAnyOrder(alice, bob);
    newProfiles().tellWaiting();
    assertThat(told()).isEmpty();

    clock.turn(Profiles.PAUSE);
    rename("Alice");
    assertThat(told()).containsExactlyInAnyOrder(alice, bob);
  }

  @Test
  void a_clock_that_was_turned_back_holds_nothing_up() {
    rename("A1");
    told();
    clock.turn(Duration.ofDays(-1));

    rename("A2");

    assertThat(told()).containsExactlyInAnyOrder(alice, bob);
  }

  private void rename(String name) {
    profiles.update(
        alice, new ProfileChange(Optional.of(name), Optional.empty(), Optional.empty()));
  }

  /// The recipients of the notices in the outbox, which is emptied.
  private List<UserId> told() {
    List<UserId> told = new ArrayList<>();
    for (OutgoingNotice news : outbox.next(1_000)) {
      if (news.recipients() instanceof Recipients.Users(var users, var _)) {
        told.addAll(users);
      }
      outbox.done(List.of(news.id()));
    }
    return told;
  }
}
