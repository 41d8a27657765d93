package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Engine;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Members see the right messages when the machine's clock steps back: the directory stamps
/// memberships and sessions, the log stamps entries, and both are compared.
@ParameterizedClass(name = "{0}")
@EnumSource(Engine.class)
class OneClockTest {
  @Parameter private @Nullable Engine engine;
  @TempDir private Path folder;
  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-08T00:00:00Z"));
  private Database database;
  private LogStore store;
  private Accounts accounts;
  private Conversations conversations;
  private Audience audience;
  private User alice;
  private User bob;

  @BeforeEach
  void start() {
    open();
    alice = accounts.registerPerson("Alice");
    bob = accounts.registerPerson("Bob");
  }

  private void open() {
    database =
        Objects.requireNonNull(engine)
            .openKept(
                folder, List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS));
    var positions = new PositionClock(clock);
    store = RocksLog.open(folder.resolve("log"), positions);
    var directory = new Directory(database, positions);
    accounts = new Accounts(directory, ServerKey.generate());
    conversations =
        new Conversations(
            directory, accounts, new Relationships(directory), TestingExpenses.none(), 100);
    audience = new ConversationAudience(conversations);
  }

  @AfterEach
  void stop() {
    store.close();
    database.close();
  }

  @Test
  void a_member_sees_what_was_said_before_they_were_removed_and_nothing_of_before_they_joined() {
    ConversationId group = group(alice, List.of());
    long before = say(group, alice);

    clock.turn(Duration.ofHours(-1));
    conversations.add(alice.id(), group, List.of(bob.id()));
    long between = say(group, alice);
    conversations.remove(alice.id(), group, List.of(bob.id()));
    long after = say(group, alice);

    assertThat(shows(bob.id(), before)).as("said before Bob joined").isFalse();
    assertThat(shows(bob.id(), between)).as("said while Bob was in the group").isTrue();
    assertThat(shows(bob.id(), after)).as("said after Bob was removed").isFalse();
  }

  @Test
  void a_device_that_signs_in_after_the_clock_went_back_gets_nothing_from_before() {
    ConversationId group = group(alice, List.of(bob));
    long before = say(group, alice);

    clock.turn(Duration.ofHours(-1));
    long since = accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "iOS").createdAt();
    long after = say(group, alice);

    assertThat(since).isGreaterThan(before).isLessThan(after);
  }

  @Test
  void a_start_with_the_clock_behind_continues_from_what_the_directory_and_the_log_hold() {
    ConversationId group = group(alice, List.of(bob));
    say(group, alice);
    clock.turn(Duration.ofHours(1));
    conversations.remove(alice.id(), group, List.of(bob.id()));

    stop();
    clock.turn(Duration.ofHours(-1));
    open();
    long after = say(group, alice);
    conversations.add(alice.id(), group, List.of(bob.id()));
    long last = say(group, alice);

    assertThat(shows(bob.id(), after)).as("said after Bob was removed").isFalse();
    assertThat(shows(bob.id(), last)).as("said after Bob came back").isTrue();
  }

  private ConversationId group(User owner, List<User> others) {
    var id = ConversationId.random();
    var ids = others.stream().map(User::id).toList();
    conversations.create(owner.id(), NewConversation.group(id, "Group", ids));
    return id;
  }

  private long say(ConversationId to, User author) {
    var draft = Drafts.text(author.id(), to, "hello");
    var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    return ((Appended.Stored) committed.appended().getFirst()).position();
  }

  private boolean shows(UserId user, long position) {
    return audience.spans(user).stream().anyMatch(span -> span.shows(position));
  }
}
