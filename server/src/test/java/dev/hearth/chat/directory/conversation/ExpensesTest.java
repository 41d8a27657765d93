package dev.hearth.chat.directory.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The limits on a user's writes to the directory and notices to others, and the refusals beyond
/// them.
class ExpensesTest extends DirectoryOnBothEngines {
  private Relationships relationships;
  private Outbox outbox;
  private UserId alice;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    relationships = new Relationships(directory);
    outbox = directory.outbox();
    alice = accounts.registerPerson("Alice").id();
  }

  @Test
  void a_bounded_number_of_strangers_a_day_are_brought_into_conversations() {
    var conversations = conversations(4, 1_000);
    var contacts = new Contacts(directory, relationships, conversations);
    var people = people(7);
    var bot = accounts.registerBot("Echo", Optional.empty());
    var group = group(conversations, people.subList(0, 2));
    var third = accounts.findUser(people.get(2)).orElseThrow();
    assertThat(contacts.add(alice, third)).isEmpty();

    var tooMany = conversations.add(alice, group, people.subList(3, 5));

    assertThat(spent(tooMany).allowance()).isEqualTo("strangers");
    assertThat(spent(tooMany).left()).isEqualTo(1);
    assertThat(spent(tooMany).refillsIn()).isEqualTo(Duration.ofHours(6));
    assertThat(conversations.find(group).orElseThrow().size()).isEqualTo(3);
    assertThat(conversations.membershipsOf(people.get(3))).isEmpty();

    // The same again, friends and bots cost nothing of it.
    done(conversations.create(alice, NewConversation.contact(alice, people.get(2))));
    done(conversations.add(alice, group, people.subList(0, 2)));
    relationships.add(people.get(3), alice);
    done(conversations.add(alice, group, List.of(people.get(3), bot.id())));
    done(conversations.add(alice, group, List.of(people.get(4))));

    var sixth = accounts.findUser(people.get(5)).orElseThrow();
    assertThat(contacts.add(alice, sixth)).isPresent();
    assertThat(relationships.friends(alice)).containsExactly(third.id());
    assertThat(conversations.find(ConversationId.ofContact(alice, sixth.id()))).isEmpty();
    spent(conversations.create(alice, newGroup(List.of(people.get(6)))));
    clock.turn(Duration.ofHours(6));
    assertThat(contacts.add(alice, sixth)).isEmpty();
  }

  @Test
  void changes_of_a_group_cost_what_its_members_are_told() {
    var conversations = conversations(100, 20);
    var people = people(4);
    var group = group(conversations, people);
    var renamed = new Description(Optional.of("A"), Optional.empty(), Optional.empty());
    var again = new Description(Optional.of("B"), Optional.empty(), Optional.empty());
    done(conversations.describe(alice, group, renamed));
    done(conversations.setRoles(alice, group, Map.of(people.get(0), Role.ADMIN)));
    int told = outbox.next(100).size();

    var tooMuch =
        conversations.setRoles(
            alice, group, Map.of(people.get(1), Role.ADMIN, people.get(2), Role.ADMIN));

    assertThat(spent(tooMuch).allowance()).isEqualTo("group-notices");
    assertThat(spent(tooMuch).left()).isEqualTo(5);
    assertThat(outbox.next(100)).hasSize(told);
    var now = conversations.find(group).orElseThrow();
    assertThat(now.participant(people.get(1))).map(Participant::role).contains(Role.MEMBER);
    done(conversations.describe(alice, group, again));
    spent(conversations.replaceCode(alice, group));
    // Others have their own allowance, and leaving costs nothing.
    done(conversations.replaceCode(people.get(0), group));
    done(conversations.exit(alice, group));
  }

  private Conversations conversations(long strangers, long notices) {
    return new Conversations(
        directory, accounts, relationships, TestingExpenses.of(strangers, notices, clock), 100);
  }

  private List<UserId> people(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> accounts.registerPerson("Person " + i).id())
        .toList();
  }

  private static NewConversation newGroup(List<UserId> people) {
    return NewConversation.group(ConversationId.random(), "Friends", people);
  }

  private ConversationId group(Conversations conversations, List<UserId> people) {
    var wanted = newGroup(people);
    done(conversations.create(alice, wanted));
    return wanted.id();
  }

  private static void done(Outcome<Conversation> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  private static Charge.Refused spent(Outcome<Conversation> outcome) {
    return ((Outcome.Refused<Conversation>) outcome).refusal().findSpent().orElseThrow();
  }
}
