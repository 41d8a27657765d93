package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.TestingClock;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.MembershipListener;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.SteppedAppender;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.chat.message.notice.NoticeMeters;
import dev.hearth.chat.message.notice.NoticePost;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.Engine;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Members who come and go between the commit of an entry and its announcement: the entry is pushed
/// to those who may see it, also if they have left since.
@ParameterizedClass(name = "{0}")
@EnumSource(Engine.class)
class AnnouncingTest {
  @Parameter private @Nullable Engine engine;
  @TempDir private Path folder;
  private final Interrupted clock = new Interrupted();
  private final Earlier earlier = new Earlier();
  private final PositionClock positions = new PositionClock(clock);
  private final List<Runnable> later = new ArrayList<>();
  private LogStore store;
  private Database database;
  private Accounts accounts;
  private Outbox outbox;
  private Conversations conversations;
  private final OpenSessions readers = new OpenSessions();
  private Delivery delivery;
  private User alice;
  private User bob;
  private ConversationId group;

  @BeforeEach
  void meet() {
    // Each change is made once, so that the readings of the clock can be counted.
    database =
        Objects.requireNonNull(engine)
            .openKept(
                folder, List.of(Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS));
    store = RocksLog.open(folder.resolve("log"), positions);
    var directory = new Directory(database, positions);
    accounts = new Accounts(directory, ServerKey.generate());
    outbox = directory.outbox();
    conversations = conversations(directory);
    delivery = delivery(conversations);
    directory.onMembershipChange(earlier);
    directory.onMembershipChange(delivery);
    alice = accounts.registerPerson("Alice");
    bob = accounts.registerPerson("Bob");
    group = ConversationId.random();
    conversations.create(alice.id(), NewConversation.group(group, "Group", List.of(bob.id())));
  }

  private Conversations conversations(Directory directory) {
    return new Conversations(
        directory, accounts, new Relationships(directory), TestingExpenses.none(), 1_000);
  }

  private Delivery delivery(Conversations known) {
    return new Delivery(
        store,
        new ConversationAudience(known),
        TestingOutlet.ENCODER,
        readers,
        later::add,
        new DeliveryMeters(new SimpleMeterRegistry()),
        100,
        TestingWindows.unbounded());
  }

  @AfterEach
  void close() {
    store.close();
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
    runLater();

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
    runLater();

    assertThat(bobs).containsExactly("before the removal");
  }

  @Test
  void it_is_known_of_a_conversation_that_is_not_in_memory_too() {
    delivery = delivery(conversations(new Directory(database, positions)));
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
    runLater();

    assertThat(bobs).containsExactly("before the removals");
  }

  @Test
  void a_user_who_is_back_before_the_notice_of_their_removal_is_written_gets_it_once() {
    writeNotices();
    List<String> bobs = connect(bob);

    comeBack();
    delivery.committed(writeNotices(), List.of());
    runLater();

    assertThat(removals(bobs)).isEqualTo(1);
  }

  @Test
  void a_session_that_reads_it_later_gets_it_once_and_never_again_after_acknowledging_it() {
    writeNotices();
    var session = accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "iOS");
    comeBack();
    var removal = idOfTheRemoval(writeNotices());

    List<String> first = connect(bob, session);
    acknowledge(session, removal);
    List<String> second = connect(bob, session);

    assertThat(removals(first)).isEqualTo(1);
    assertThat(removals(second)).isZero();
  }

  @Test
  void a_session_that_gets_it_as_it_is_written_does_not_get_it_again_after_acknowledging_it() {
    writeNotices();
    var session = accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "iOS");
    connect(bob, session);
    comeBack();
    List<Entry> written = writeNotices();

    delivery.committed(written, List.of());
    acknowledge(session, idOfTheRemoval(written));
    List<String> second = connect(bob, session);

    assertThat(removals(second)).isZero();
  }

  @Test
  void messages_sent_while_somebody_is_added_come_to_them_before_later_ones() {
    ConversationId elsewhere = leaveBobInAnotherGroup();
    List<String> bobs = connect(bob);

    // The change stamps the membership, then its notice.
    clock.atRead(
        2,
        () -> {
          delivery.committed(commit(group, "while Bob is brought in"), List.of());
          delivery.committed(commit(elsewhere, "later, elsewhere"), List.of());
        });
    conversations.add(alice.id(), group, List.of(bob.id()));
    runLater();
    delivery.committed(commit(elsewhere, "at last"), List.of());

    assertThat(bobs).containsExactly("while Bob is brought in", "later, elsewhere", "at last");
  }

  @Test
  void a_member_who_is_removed_gets_nothing_that_is_stored_once_the_removal_is_stamped() {
    writeNotices();
    List<String> bobs = connect(bob);

    // The change stamps the notice of the new code, the removal, and the end of the membership.
    clock.atRead(4, () -> delivery.committed(commit(group, "after the removal"), List.of()));
    conversations.remove(alice.id(), group, List.of(bob.id()));
    delivery.committed(writeNotices(), List.of());
    runLater();

    assertThat(bobs).singleElement().asString().contains("\"REMOVE\"");
  }

  @Test
  void a_message_sent_elsewhere_as_the_change_ends_does_not_overtake_earlier_ones() {
    ConversationId elsewhere = leaveBobInAnotherGroup();
    List<String> bobs = connect(bob);

    clock.atRead(2, () -> delivery.committed(commit(group, "while Bob is brought in"), List.of()));
    earlier.atEnd = () -> delivery.committed(commit(elsewhere, "as it ends"), List.of());
    conversations.add(alice.id(), group, List.of(bob.id()));
    runLater();

    assertThat(bobs).containsExactly("while Bob is brought in", "as it ends");
  }

  @Test
  void a_user_who_connects_while_they_are_added_gets_everything_in_order_as_well() {
    ConversationId elsewhere = leaveBobInAnotherGroup();
    var session = accounts.openSession(bob.id(), SessionKeyPair.generate().key(), "iOS");
    List<String> bobs = new ArrayList<>();

    clock.atRead(
        2,
        () -> {
          delivery.committed(commit(group, "while Bob is brought in"), List.of());
          delivery.committed(commit(elsewhere, "later, elsewhere"), List.of());
          connect(bob, session, bobs);
        });
    conversations.add(alice.id(), group, List.of(bob.id()));
    runLater();

    assertThat(bobs).containsExactly("while Bob is brought in", "later, elsewhere");
  }

  @Test
  void a_user_who_is_not_added_after_all_still_gets_the_messages_of_other_conversations() {
    ConversationId elsewhere = leaveBobInAnotherGroup();
    List<String> bobs = connect(bob);

    clock.atRead(
        2,
        () -> {
          delivery.committed(commit(elsewhere, "elsewhere"), List.of());
          throw new IllegalStateException("the database is broken");
        });
    assertThatThrownBy(() -> conversations.add(alice.id(), group, List.of(bob.id())))
        .hasMessageContaining("broken");
    runLater();

    assertThat(bobs).containsExactly("elsewhere");
  }

  /// Bob is removed and added again, and nobody has written the notices yet.
  private void comeBack() {
    conversations.remove(alice.id(), group, List.of(bob.id()));
    conversations.add(alice.id(), group, List.of(bob.id()));
  }

  /// Puts what the outbox holds into the log, and returns the entries.
  private List<Entry> writeNotices() {
    var post = new NoticePost(outbox, accounts, new NoticeMeters(new SimpleMeterRegistry()));
    var page = post.next(100);
    var drafts = page.stream().map(post::draft).toList();
    var appended = store.commit(new LogStore.Batch(drafts, List.of(), List.of())).appended();
    Map<MessageId, Appended> outcomes = new HashMap<>();
    for (int i = 0; i < page.size(); i++) {
      outcomes.put(page.get(i).id(), appended.get(i));
    }
    assertThat(post.removeStored(page, outcomes)).isTrue();
    return appended.stream().flatMap(each -> ((Appended.Stored) each).entries().stream()).toList();
  }

  private static long removals(List<String> pushed) {
    return pushed.stream().filter(text -> text.contains("\"REMOVE\"")).count();
  }

  private static MessageId idOfTheRemoval(List<Entry> written) {
    return written.stream()
        .filter(entry -> Drafts.payload(entry).contains("\"REMOVE\""))
        .findFirst()
        .orElseThrow()
        .message()
        .id();
  }

  private void acknowledge(Session session, MessageId message) {
    var words = List.of(AcknowledgementRequest.of(message, MessageStatus.READ));
    var appender = new SteppedAppender(store, delivery);
    new Acknowledgements(
            store,
            new ConversationAudience(conversations),
            readers,
            delivery,
            appender,
            new DeliveryMeters(new SimpleMeterRegistry()))
        .acknowledge(session.user(), session.id(), session.createdAt(), words, () -> {});
    assertThat(appender.step()).isTrue();
  }

  /// Opens a connection of the user, and returns its pushes.
  private List<String> connect(User user) {
    return connect(user, accounts.openSession(user.id(), SessionKeyPair.generate().key(), "iOS"));
  }

  private List<String> connect(User user, Session session) {
    List<String> pushed = new ArrayList<>();
    connect(user, session, pushed);
    return pushed;
  }

  private void connect(User user, Session session, List<String> pushed) {
    delivery
        .connect(
            user.id(),
            session.id(),
            session.createdAt(),
            new TestingOutlet(view -> new String(view.payload(), StandardCharsets.UTF_8), pushed))
        .listPending(0);
    runLater();
  }

  private List<Entry> commit(String text) {
    return commit(group, text);
  }

  private List<Entry> commit(ConversationId conversation, String text) {
    var draft = Drafts.text(alice.id(), conversation, text);
    var committed = store.commit(new LogStore.Batch(List.of(draft), List.of(), List.of()));
    return ((Appended.Stored) committed.appended().getFirst()).entries();
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.removeFirst().run();
    }
  }

  /// Hears of a change's end before delivery does.
  private static final class Earlier implements MembershipListener {
    private Runnable atEnd = () -> {};

    @Override
    public void unsettled(UserId user) {}

    @Override
    public void settled(UserId user) {
      atEnd.run();
    }
  }

  /// A clock that lets something happen as it is read.
  private static final class Interrupted implements InstantSource {
    private final TestingClock clock = new TestingClock(Instant.parse("2026-01-08T00:00:00Z"));
    private int reads;
    private Runnable happening = () -> {};

    /// @param number of the reading, counted from now
    void atRead(int number, Runnable what) {
      reads = number;
      happening = what;
    }

    @Override
    public Instant instant() {
      if (reads > 0 && --reads == 0) {
        happening.run();
      }
      return clock.instant();
    }
  }

  /// Removes Bob from the group, and returns another one of which he is still a member.
  private ConversationId leaveBobInAnotherGroup() {
    var elsewhere = ConversationId.random();
    conversations.create(
        alice.id(), NewConversation.group(elsewhere, "Elsewhere", List.of(bob.id())));
    conversations.remove(alice.id(), group, List.of(bob.id()));
    writeNotices();
    return elsewhere;
  }
}
