package dev.hearth.chat.message.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.Role;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecallRulesTest {
  private static final long OLDEST = 1_000_000;

  private final Map<String, UserId> people = new HashMap<>();
  private Database database;
  private Conversation group;
  private Conversation contact;

  @BeforeAll
  void meet(@TempDir Path folder) {
    database =
        TestingDatabase.in(
            folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    var clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));
    var directory = new Directory(database, new PositionClock(clock));
    var accounts = new Accounts(directory, ServerKey.generate());
    var conversations =
        new Conversations(
            directory, accounts, new Relationships(directory), TestingExpenses.none(), 10);
    for (String name : List.of("owner", "admin", "other admin", "member", "other member", "gone")) {
      people.put(name, accounts.registerPerson(name).id());
    }
    UserId owner = person("owner");
    var wanted =
        NewConversation.group(ConversationId.random(), "A group", List.copyOf(people.values()));
    conversations.create(owner, wanted);
    conversations.setRoles(
        owner, wanted.id(), Map.of(person("admin"), Role.ADMIN, person("other admin"), Role.ADMIN));
    conversations.remove(owner, wanted.id(), List.of(person("gone")));
    group = conversations.find(wanted.id()).orElseThrow();
    var two = NewConversation.contact(person("member"), person("other member"));
    conversations.create(person("member"), two);
    contact = conversations.find(two.id()).orElseThrow();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "owner,        owner,        yes",
    "owner,        admin,        yes",
    "owner,        member,       yes",
    "owner,        gone,         yes",
    "admin,        owner,        no",
    "admin,        admin,        yes",
    "admin,        other admin,  no",
    "admin,        member,       yes",
    "admin,        gone,         yes",
    "member,       owner,        no",
    "member,       admin,        no",
    "member,       member,       yes",
    "member,       other member, no",
    "member,       gone,         no",
    // Somebody who was put out has no role any more.
    "gone,         gone,         yes",
    "gone,         member,       no",
  })
  void in_a_group_who_manages_it_takes_back_what_others_said(
      String by, String author, String allowed) {
    assertThat(rules(group, by).allow(said(group, author))).isEqualTo(allowed.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({"owner, member, no", "admin, member, no", "member, member, yes"})
  void a_message_for_somebody_alone_is_taken_back_by_its_author(
      String by, String author, String allowed) {
    Indexed whispered = at(LogId.mailbox(SessionId.random()), said(group, author));

    assertThat(rules(group, by).allow(whispered)).isEqualTo(allowed.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({"member, member, yes", "member, other member, no", "other member, member, no"})
  void between_two_each_takes_back_their_own(String by, String author, String allowed) {
    Indexed said = said(contact, author);
    Indexed whispered = at(LogId.mailbox(SessionId.random()), said);

    assertThat(rules(contact, by).allow(said)).isEqualTo(allowed.equals("yes"));
    assertThat(rules(contact, by).allow(whispered)).isEqualTo(allowed.equals("yes"));
  }

  @Test
  void nobody_takes_back_what_was_said_elsewhere_or_long_ago_or_behind_the_scenes() {
    Indexed own = said(group, "owner");
    RecallRules rules = rules(group, "owner");

    assertThat(rules.allow(at(OLDEST, own))).isTrue();
    assertThat(rules.allow(at(OLDEST - 1, own))).isFalse();
    assertThat(rules(contact, "member").allow(said(group, "member"))).isFalse();
    assertThat(rules.allow(notReceipted(own))).isFalse();
  }

  private RecallRules rules(Conversation in, String by) {
    return new RecallRules(in, person(by), OLDEST);
  }

  private UserId person(String name) {
    return Objects.requireNonNull(people.get(name), name);
  }

  private Indexed said(Conversation in, String by) {
    return new Indexed(
        MessageId.random(),
        in.id(),
        person(by),
        List.of(LogId.of(in.id())),
        OLDEST + 5,
        MessageStatus.READ,
        true);
  }

  private static Indexed at(LogId log, Indexed said) {
    return new Indexed(
        said.id(),
        said.conversation(),
        said.author(),
        List.of(log),
        said.position(),
        said.status(),
        said.receipted());
  }

  private static Indexed at(long position, Indexed said) {
    return new Indexed(
        said.id(),
        said.conversation(),
        said.author(),
        said.logs(),
        position,
        said.status(),
        said.receipted());
  }

  private static Indexed notReceipted(Indexed said) {
    return new Indexed(
        said.id(),
        said.conversation(),
        said.author(),
        said.logs(),
        said.position(),
        said.status(),
        false);
  }
}
