package dev.hearth.chat.message.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.TestingClock;
import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Relationship;
import dev.hearth.chat.directory.account.RelationshipView;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.ConversationView;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Membership;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Allowances;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules on a view that is in memory, and on one of the database.
class TwoViewsTest {
  private static final int TRIALS = 300;
  private static final Rate RATE = new Rate(10_000, 1, Duration.ofDays(1));
  private static final List<String> CATEGORIES =
      List.of(
          "PLAIN_TEXT",
          "PLAIN_JSON",
          "PLAIN_JSON",
          "SIGNAL_TEXT",
          "ENCRYPTED_TEXT",
          "APP_CARD",
          "MESSAGE_RECALL",
          "WEBRTC_AUDIO_OFFER",
          "SYSTEM_NOTICE",
          "nonsense");

  @TempDir private Path folder;
  private final TestingClock clock = new TestingClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final List<Caller> callers = new ArrayList<>();
  private final List<ConversationId> places = new ArrayList<>();
  private Database database;
  private Accounts accounts;
  private Relationships relationships;
  private Conversations conversations;

  /// A view that is in memory, except for the answer to one of the questions.
  private final class Memory implements AccountView, RelationshipView, ConversationView {
    private final AccountView people = accounts.inMemory();
    private final RelationshipView acquaintances = relationships.inMemory();
    private final ConversationView talks = conversations.inMemory();
    private int questions;

    /// @param missing the answer to this question is not in memory
    Memory(int missing) {
      questions = missing;
    }

    private <T> T answer(Supplier<T> inMemory) {
      if (questions == 0) {
        throw NotInMemory.SIGNAL;
      }
      questions--;
      return inMemory.get();
    }

    @Override
    public Optional<User> findUser(UserId id) {
      return answer(() -> people.findUser(id));
    }

    @Override
    public Optional<Session> findSession(SessionId id) {
      return answer(() -> people.findSession(id));
    }

    @Override
    public List<Session> sessions(UserId user) {
      return answer(() -> people.sessions(user));
    }

    @Override
    public long sessionChanges() {
      return people.sessionChanges();
    }

    @Override
    public Relationship between(UserId user, UserId other) {
      return answer(() -> acquaintances.between(user, other));
    }

    @Override
    public Optional<Conversation> find(ConversationId id) {
      return answer(() -> talks.find(id));
    }

    @Override
    public List<Membership> membershipsOf(UserId user) {
      return answer(() -> talks.membershipsOf(user));
    }

    @Override
    public Map<UserId, List<Membership>> membershipsIn(ConversationId id) {
      return answer(() -> talks.membershipsIn(id));
    }

    @Override
    public long settled(UserId user, long stored) {
      return talks.settled(user, stored);
    }

    Rules rules() {
      return new Rules(this, this, this, new ConversationDevices(accounts).inMemory(this));
    }
  }

  /// A log that only notes, in words, what it was given.
  private record Notebook(List<String> seen) implements LogWriter {
    @Override
    public Offered appendDraft(Draft draft, Consumer<Appended> then) {
      var message = draft.message();
      seen.add(
          "%s %s %s to %s, recalls: %s"
              .formatted(
                  message.category(),
                  message.author(),
                  new String(message.payload(), UTF_8),
                  draft.logs(),
                  draft.recall().isPresent()));
      then.accept(new Appended.Duplicate(1));
      return Offered.QUEUED;
    }

    @Override
    public boolean writeCursors(List<CursorMove> moves, List<Acknowledged> words, Runnable then) {
      throw new AssertionError("nobody acknowledges");
    }
  }

  /// The rules over some views, with a log and allowances of their own.
  private final class Rules {
    private final List<String> seen = new ArrayList<>();
    private final Allowance<UserId> sent;
    private final Allowance<Pair<SessionId, UserId>> asides;
    private final Sending sending;
    private final KeyHandover handover;

    Rules(
        AccountView accounts,
        RelationshipView relationships,
        ConversationView conversations,
        ConversationDevices devices) {
      var allowances = new Allowances(clock, new SimpleMeterRegistry());
      sent = allowances.of("sending", RATE);
      asides = allowances.of("asides", RATE);
      var costs = new MessageCosts(sent, allowances.of("undelivered", RATE), asides);
      var log = new Notebook(seen);
      sending = new Sending(accounts, relationships, conversations, devices, costs, log, clock);
      handover = new KeyHandover(accounts, relationships, conversations, devices, costs, log);
    }

    /// All that was written, answered and charged.
    List<String> effects() {
      List<String> effects = new ArrayList<>(seen);
      for (Caller caller : callers) {
        effects.add("sending " + sent.look(caller.user(), RATE.burst()));
        for (Caller other : callers) {
          effects.add("asides " + asides.look(pair(caller, other), RATE.burst()));
        }
      }
      return effects;
    }

    private static Pair<SessionId, UserId> pair(Caller from, Caller to) {
      return new Pair<>(from.session(), to.user());
    }

    void answer(Object answer) {
      seen.add("answered " + answer);
    }
  }

  @BeforeEach
  void open() {
    database =
        TestingDatabase.in(
            folder, Outbox.MIGRATIONS, Accounts.MIGRATIONS, Conversations.MIGRATIONS);
    var directory = new Directory(database, new PositionClock(clock));
    accounts = new Accounts(directory, ServerKey.generate());
    relationships = new Relationships(directory);
    conversations =
        new Conversations(directory, accounts, relationships, TestingExpenses.none(), 100);
    var alice = accounts.registerPerson("Alice").id();
    var bob = accounts.registerPerson("Bob").id();
    var carol = accounts.registerPerson("Carol").id();
    var bot = accounts.registerBot("Bot", Optional.of(alice), List.of(App.REPRESENT)).id();
    for (UserId user : List.of(alice, alice, bob, carol, bot)) {
      var key = SessionKeyPair.generate().key();
      var session = accounts.openSession(user, key, user.equals(bob) ? "iOS" : "Desktop");
      callers.add(new Caller(user, session.id(), user.equals(bot), session.createdAt()));
    }
    relationships.block(carol, alice);
    relationships.add(bob, alice);
    places.add(ConversationId.random());
    for (UserId other : List.of(bob, carol, bot)) {
      var contact = NewConversation.contact(alice, other);
      conversations.create(alice, contact);
      places.add(contact.id());
    }
    var group = NewConversation.group(ConversationId.random(), "Group", List.of(bob, carol, bot));
    conversations.create(alice, group);
    places.add(group.id());
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// Each request, with each of the answers that it needs missing in turn. `-Dhearth.seed=N`
  /// repeats a run.
  @Test
  void memory_decides_as_the_database_does_or_changes_nothing() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("TwoViewsTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    var nothing = new Memory(0).rules().effects();
    int stopped = 0;

    for (int trial = 0; trial < TRIALS; trial++) {
      Consumer<Rules> request = request(random);
      var waiting =
          new Rules(accounts, relationships, conversations, new ConversationDevices(accounts));
      request.accept(waiting);

      int missing = 0;
      var rules = new Memory(missing).rules();
      while (!isPerformed(request, rules)) {
        assertThat(rules.effects())
            .as("seed %d, request %d, question %d", seed, trial, missing)
            .isEqualTo(nothing);
        stopped++;
        rules = new Memory(++missing).rules();
      }

      assertThat(rules.effects())
          .as("seed %d, request %d", seed, trial)
          .isEqualTo(waiting.effects());
    }

    assertThat(stopped).isGreaterThan(TRIALS);
  }

  /// On a thread to which the database is refused.
  private static boolean isPerformed(Consumer<Rules> request, Rules rules) {
    try {
      NeverWaits.on(() -> request.accept(rules)).run();
      return true;
    } catch (NotInMemory _) {
      return false;
    }
  }

  private Consumer<Rules> request(Random random) {
    Caller caller = any(random, callers);
    Means means = random.nextInt(4) == 0 ? Means.CALL : Means.MESSAGE;
    var messages =
        Stream.generate(() -> message(random, caller)).limit(1 + random.nextInt(3)).toList();
    return switch (random.nextInt(4)) {
      case 0 -> rules -> rules.handover.hand(caller, messages.getFirst(), messages, rules::answer);
      case 1 -> rules -> rules.sending.sendAll(caller, messages, rules::answer);
      default -> rules -> rules.sending.send(caller, means, messages.getFirst(), rules::answer);
    };
  }

  private MessageRequest message(Random random, Caller caller) {
    String category = any(random, CATEGORIES);
    Caller other = any(random, callers);
    // Mostly one that may be sent.
    var conversation =
        switch (random.nextInt(4)) {
          case 0 -> any(random, places);
          case 1 -> places.getLast();
          default -> NewConversation.contact(caller.user(), other.user()).id();
        };
    var message =
        MessageRequest.of(conversation, MessageId.random(), category, payload(random, category));
    if (random.nextBoolean()) {
      message = message.withRecipient(other.user());
    }
    if (random.nextInt(5) == 0) {
      message = message.withSession(any(random, callers).session());
    }
    if (random.nextBoolean()) {
      message = message.withChecksum(checksum(conversation));
    }
    if (random.nextInt(5) == 0) {
      message = representing(message, any(random, callers).user());
    }
    return message;
  }

  private String checksum(ConversationId id) {
    return conversations.find(id).map(new ConversationDevices(accounts)::checksum).orElse("");
  }

  private static MessageRequest representing(MessageRequest message, UserId other) {
    return new MessageRequest(
        message.conversationId(),
        message.recipientId(),
        message.sessionId(),
        message.messageId(),
        message.messageIdAsSent(),
        message.category(),
        message.payload(),
        message.quoteMessageId(),
        Optional.of(other),
        message.silent(),
        message.expireIn(),
        message.conversationChecksum(),
        message.mentions(),
        message.invalidField());
  }

  private static byte[] payload(Random random, String category) {
    return switch (category) {
      case "ENCRYPTED_TEXT" -> encrypted(random);
      case "APP_CARD" ->
          "{\"title\":\"t\",\"description\":\"d\",\"action\":\"https://example.org\"}"
              .getBytes(UTF_8);
      case "MESSAGE_RECALL" ->
          "{\"message_id\":\"%s\"}".formatted(MessageId.random()).getBytes(UTF_8);
      default -> "text".getBytes(UTF_8);
    };
  }

  /// For one session, under somebody's key.
  private static byte[] encrypted(Random random) {
    byte[] payload = new byte[1 + 2 + 32 + 16 + 48 + 12 + 16 + 4];
    random.nextBytes(payload);
    payload[0] = 1;
    payload[1] = 1;
    payload[2] = 0;
    return payload;
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
