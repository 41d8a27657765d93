package dev.hearth.chat.message.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.Role;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallRulesTest extends DirectoryOnBothEngines {
  private static final long OLDEST = 1_000_000;

  private final Map<String, UserId> people = new HashMap<>();
  private Conversation group;
  private Conversation contact;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    var conversations =
        new Conversations(
            directory, accounts, new Relationships(directory), TestingExpenses.none(), 10);
    for (String name : List.of("owner", "admin", "other admin", "member", "other member", "gone")) {
      people.put(name, person(name));
    }
    UserId owner = named("owner");
    var wanted =
        NewConversation.group(ConversationId.random(), "A group", List.copyOf(people.values()));
    conversations.create(owner, wanted);
    conversations.setRoles(
        owner, wanted.id(), Map.of(named("admin"), Role.ADMIN, named("other admin"), Role.ADMIN));
    conversations.remove(owner, wanted.id(), List.of(named("gone")));
    group = conversations.find(wanted.id()).orElseThrow();
    var two = NewConversation.contact(named("member"), named("other member"));
    conversations.create(named("member"), two);
    contact = conversations.find(two.id()).orElseThrow();
  }

  /// An attempt of one to take back a message of another, and whether that is allowed.
  record Recall(String by, String author, boolean allowed) {}

  private static List<Recall> allowed(String by, String... authors) {
    return Stream.of(authors).map(author -> new Recall(by, author, true)).toList();
  }

  private static List<Recall> refused(String by, String... authors) {
    return Stream.of(authors).map(author -> new Recall(by, author, false)).toList();
  }

  @Test
  void in_a_group_who_manages_it_takes_back_what_others_said() {
    Stream.of(
            allowed("owner", "owner", "admin", "member", "gone"),
            allowed("admin", "admin", "member", "gone"),
            refused("admin", "owner", "other admin"),
            allowed("member", "member"),
            refused("member", "owner", "admin", "other member", "gone"),
            // A removed member has no role any more.
            allowed("gone", "gone"),
            refused("gone", "member"))
        .flatMap(List::stream)
        .forEach(recall ->
            assertThat(rules(group, recall.by).allow(said(group, recall.author)))
                .as("%s", recall)
                .isEqualTo(recall.allowed));
  }

  @Test
  void a_message_for_somebody_alone_is_taken_back_by_its_author() {
    Indexed whispered = at(LogId.mailbox(SessionId.random()), said(group, "member"));

    assertThat(rules(group, "owner").allow(whispered)).isFalse();
    assertThat(rules(group, "admin").allow(whispered)).isFalse();
    assertThat(rules(group, "member").allow(whispered)).isTrue();
  }

  @Test
  void between_two_each_takes_back_their_own() {
    Stream.of(
            allowed("member", "member"),
            refused("member", "other member"),
            refused("other member", "member"))
        .flatMap(List::stream)
        .forEach(recall -> {
          Indexed said = said(contact, recall.author);
          Indexed whispered = at(LogId.mailbox(SessionId.random()), said);

          RecallRules rules = rules(contact, recall.by);
          assertThat(rules.allow(said)).as("%s", recall).isEqualTo(recall.allowed);
          assertThat(rules.allow(whispered)).as("%s", recall).isEqualTo(recall.allowed);
        });
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
    return new RecallRules(in, named(by), OLDEST);
  }

  private UserId named(String name) {
    return Objects.requireNonNull(people.get(name), name);
  }

  private Indexed said(Conversation in, String by) {
    return new Indexed(
        MessageId.random(),
        in.id(),
        named(by),
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
