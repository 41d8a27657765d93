package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.Outbox;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.chat.message.log.TestingLogStore;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.SessionKeyPair;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members who come and go between the commit of an entry and its announcement: the entry is pushed
/// to those who may see it, also if they have left since.
class AnnouncingTest {
  @TempDir private Path folder;
  private final PositionClock positions =
      new PositionClock(new TestingClock(Instant.parse("2026-01-08T00:00:00Z")));
  private final TestingLogStore store = new TestingLogStore(positions);
  private final List<Runnable> later = new ArrayList<>();
  private Database database;
  private Accounts accounts;
  private Conversations conversations;
  private Delivery delivery;
  private User alice;
  private User bob;
  private ConversationId group;

  @BeforeEach
  void meet() {
    database = TestingDatabase.in(folder, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    accounts = new Accounts(database, ServerKey.generate(), positions);
    conversations = conversations();
    delivery = delivery(conversations);
    alice = accounts.registerPerson("Alice");
    bob = accounts.registerPerson("Bob");
    group = ConversationId.random();
    conversations.create(alice.id(), NewConversation.group(group, "Group", List.of(bob.id())));
  }

  private Conversations conversations() {
    return new Conversations(
        database,
        accounts,
        new Relationships(database),
        new Outbox(database, positions),
        TestingExpenses.none(),
        1_000);
  }

  private Delivery delivery(Conversations known) {
    return new Delivery(
        store,
        new ConversationAudience(known),
        new Texts(),
        new Readers(),
        later::add,
        new DeliveryMeters(new SimpleMeterRegistry()),
        100);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_member_who_is_removed_before_the_announcement_is_still_told() {
    List<String> bobs = connect(bob);

    List<Entry> said = commit("before the removal");
    conversations.remove(alice.id(), group, List.of(bob.id()));
    List<Entry> saidAfter = commit("after the removal");
    delivery.committed(said, List.of());
    delivery.committed(saidAfter, List.of());

    assertThat(bobs).containsExactly("before the removal");
  }

  @Test
  void a_member_who_comes_back_before_the_announcement_is_told_what_they_may_see() {
    List<String> bobs = connect(bob);

    List<Entry> said = commit("before the removal");
    conversations.remove(alice.id(), group, List.of(bob.id()));
    List<Entry> saidMeanwhile = commit("while Bob is away");
    conversations.add(alice.id(), group, List.of(bob.id()));
    delivery.committed(said, List.of());
    delivery.committed(saidMeanwhile, List.of());

    assertThat(bobs).containsExactly("before the removal");
  }

  @Test
  void it_is_known_of_a_conversation_that_is_not_in_memory_too() {
    delivery = delivery(conversations());
    List<String> bobs = connect(bob);

    List<Entry> said = commit("before the removal");
    conversations.remove(alice.id(), group, List.of(bob.id()));
    delivery.committed(said, List.of());
    runLater();

    assertThat(bobs).containsExactly("before the removal");
  }

  @Test
  void it_is_known_though_more_have_left_since_than_are_kept_in_memory() {
    List<User> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(accounts.registerPerson("User " + i));
    }
    var ids = many.stream().map(User::id).toList();
    conversations.add(alice.id(), group, ids);
    List<String> bobs = connect(bob);

    List<Entry> said = commit("before the removals");
    conversations.remove(alice.id(), group, List.of(bob.id()));
    conversations.remove(alice.id(), group, ids);
    delivery.committed(said, List.of());
    assertThat(bobs).isEmpty();
    runLater();

    assertThat(bobs).containsExactly("before the removals");
  }

  /// Opens a connection of the user, and returns its pushes.
  private List<String> connect(User user) {
    var session = accounts.openSession(user.id(), SessionKeyPair.generate().key(), "iOS");
    List<String> pushed = new ArrayList<>();
    delivery
        .connect(
            user.id(),
            session.id(),
            session.createdAt(),
            new Outlet() {
              @Override
              public boolean writable() {
                return true;
              }

              @Override
              public void push(byte[] frame) {
                pushed.add(new String(frame, StandardCharsets.UTF_8));
              }

              @Override
              public void failed() {
                throw new AssertionError("nothing fails here");
              }
            })
        .list(0);
    runLater();
    return pushed;
  }

  private List<Entry> commit(String text) {
    var draft = Drafts.text(alice.id(), group, text);
    var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    return ((Appended.Stored) committed.appended().getFirst()).entries();
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.removeFirst().run();
    }
  }

  private record Texts() implements PushEncoder {
    @Override
    public byte[] message(Entry entry, Source source) {
      return entry.message().payload();
    }

    @Override
    public byte[] receipt(Receipt receipt) {
      return new byte[0];
    }
  }
}
