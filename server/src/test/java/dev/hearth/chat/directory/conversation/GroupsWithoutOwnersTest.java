package dev.hearth.chat.directory.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Engine;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The migration of groups that an earlier version left without an owner.
class GroupsWithoutOwnersTest {
  private static final Migrations BEFORE =
      new Migrations("db/conversation", Conversations.MIGRATIONS.scripts().subList(0, 1));

  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-01T00:00:00Z"));

  @ParameterizedTest
  @EnumSource(Engine.class)
  void they_have_one_again_and_those_without_members_are_closed(
      Engine engine, @TempDir Path folder) {
    ConversationId admins;
    ConversationId members;
    ConversationId managed;
    ConversationId left;
    UserId alice;
    UserId bob;
    UserId carol;
    try (var database =
        engine.openKept(folder, List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, BEFORE))) {
      var directory = new Directory(database, new PositionClock(clock));
      var accounts = new Accounts(directory, ServerKey.generate());
      alice = accounts.registerPerson("Alice").id();
      bob = accounts.registerPerson("Bob").id();
      carol = accounts.registerPerson("Carol").id();
      admins = group(database, alice, List.of(bob, carol));
      members = group(database, alice, List.of(bob, carol));
      managed = group(database, alice, List.of(bob));
      left = group(database, alice, List.of());
      database.change(handle -> {
        handle.execute(
            "UPDATE memberships SET role = 'MEMBER' WHERE conversation_id IN (?, ?)",
            admins.toString(),
            members.toString());
        handle.execute(
            "UPDATE memberships SET role = 'ADMIN' WHERE conversation_id = ? AND user_id = ?",
            admins.toString(),
            carol.toString());
        handle.execute(
            "UPDATE memberships SET member_since = 1 WHERE conversation_id = ? AND user_id = ?",
            members.toString(),
            bob.toString());
        handle.execute(
            "UPDATE memberships SET member_until = member_since + 1 WHERE conversation_id = ?",
            left.toString());
      });
    }

    try (var database =
        engine.openKept(
            folder, List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS))) {
      var conversations = conversations(database);

      assertThat(owners(conversations, admins)).containsExactly(carol);
      assertThat(owners(conversations, members)).containsExactly(bob);
      assertThat(owners(conversations, managed)).containsExactly(alice);
      assertThat(conversations.find(managed).orElseThrow().codeId()).isPresent();
      assertThat(owners(conversations, left)).isEmpty();
      assertThat(conversations.find(left).orElseThrow().codeId()).isEmpty();
    }
  }

  private ConversationId group(Database database, UserId owner, List<UserId> others) {
    var wanted = NewConversation.group(ConversationId.random(), "Friends", others);
    assertThat(conversations(database).create(owner, wanted)).isInstanceOf(Outcome.Done.class);
    return wanted.id();
  }

  private Conversations conversations(Database database) {
    var directory = new Directory(database, new PositionClock(clock));
    var accounts = new Accounts(directory, ServerKey.generate());
    return new Conversations(
        directory, accounts, new Relationships(directory), TestingExpenses.none(), 10);
  }

  private static List<UserId> owners(Conversations conversations, ConversationId group) {
    return conversations.find(group).orElseThrow().participants().stream()
        .filter(one -> one.role() == Role.OWNER)
        .map(Participant::user)
        .toList();
  }
}
