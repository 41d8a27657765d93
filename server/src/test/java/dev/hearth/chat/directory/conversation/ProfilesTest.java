package dev.hearth.chat.directory.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipients of notices about changed profiles, and how often they get one.
class ProfilesTest {
  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));
  private Database database;
  private Directory directory;
  private Accounts accounts;
  private Relationships relationships;
  private Outbox outbox;
  private Conversations conversations;
  private Profiles profiles;
  private UserId alice;
  private UserId bob;

  @BeforeEach
  void open(@TempDir Path folder) {
    database =
        TestingDatabase.in(
            folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    directory = new Directory(database, new PositionClock(clock));
    accounts = new Accounts(directory, ServerKey.generate());
    relationships = new Relationships(directory);
    outbox = directory.outbox();
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 10);
    profiles = reopened();
    alice = accounts.registerPerson("Alice").id();
    bob = accounts.registerPerson("Bob").id();
    relationships.add(bob, alice);
  }

  private Profiles reopened() {
    return new Profiles(directory, accounts, relationships, clock);
  }

  @AfterEach
  void close() {
    database.close();
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
    reopened().tellWaiting();
    assertThat(told()).containsExactlyInAnyOrder(alice, bob);
    reopened().tellWaiting();
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
