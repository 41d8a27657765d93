package dev.hearth.chat.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.FavouriteApps;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.account.PhoneNumber;
import dev.hearth.chat.directory.account.Preferences;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Reports;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.circle.CircleChange;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.chat.directory.conversation.Contacts;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Description;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.conversation.Profiles;
import dev.hearth.chat.directory.conversation.Role;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.invitation.Invitations;
import dev.hearth.chat.directory.invitation.NewPerson;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.directory.ledger.Assets;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.link.Linking;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.chat.directory.scheme.Schemes;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKey;
import dev.hearth.protocol.key.SessionKeyPair;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// No change of the directory can forget to say what it changed. Every public method that changes
/// something is called here while all answers are in memory; then each answer has to be the one
/// that another process gets, which has nothing in memory. Whenever there is something in the
/// outbox, its listener has heard of it.
class ChangesContractTest extends DirectoryOnBothEngines {
  private static final String HOME = "dev.hearth.chat.directory";

  /// Those that change tables about which no answer is kept, and tell nobody. Their own contracts
  /// call them.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "Pins.give",
          "Pins.update",
          "Pins.verify",
          "SignalKeys.leave",
          "SignalKeys.take",
          "SignalKeys.forgetOneTimeKeys");

  private static final Set<String> CHANGING = changing();

  private final SessionKey key = SessionKeyPair.generate().key();
  private final AtomicInteger wakes = new AtomicInteger();

  /// Everything that is asked about, also before it is there.
  private final Set<UserId> users = new LinkedHashSet<>();

  private final Set<SessionId> sessions = new LinkedHashSet<>();
  private final Set<ConversationId> places = new LinkedHashSet<>();

  private Answering warm;
  private User alice;
  private User bob;
  private User bot;
  private Caller caller;
  private ConversationId group;

  /// The parts that keep answers.
  private record Answering(
      Accounts accounts, Relationships relationships, Conversations conversations, Mutes mutes) {}

  @Override
  protected List<Migrations> ownTables() {
    return List.of(
        Conversations.MIGRATIONS,
        Circles.MIGRATIONS,
        Schemes.MIGRATIONS,
        SignalKeys.MIGRATIONS,
        Pins.MIGRATIONS,
        Ledger.MIGRATIONS,
        Invitations.MIGRATIONS,
        SignInCodes.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    directory.outbox().onFilled(wakes::incrementAndGet);
    warm = answering(directory);
    alice = warm.accounts.registerPerson("Alice");
    bob = warm.accounts.registerPerson("Bob");
    bot = warm.accounts.registerBot("Bot", Optional.of(alice.id()));
    var phone = warm.accounts.openSession(alice.id(), key, "iOS");
    caller = new Caller(alice.id(), phone.id(), false, phone.createdAt());
    group = ConversationId.random();
    users.addAll(List.of(alice.id(), bob.id(), bot.id(), UserId.random()));
    sessions.addAll(List.of(phone.id(), SessionId.random()));
    places.addAll(
        List.of(
            group,
            ConversationId.ofContact(alice.id(), bob.id()),
            ConversationId.ofContact(alice.id(), bot.id())));
  }

  private Answering answering(Directory by) {
    var accounts = new Accounts(by, serverKey);
    var relationships = new Relationships(by);
    var conversations = new Conversations(by, accounts, relationships, TestingExpenses.none(), 100);
    return new Answering(accounts, relationships, conversations, new Mutes(by, clock));
  }

  @Test
  void each_change_is_in_every_answer_and_its_messages_are_announced() {
    var changes = changes();
    assertThat(changes.keySet()).containsExactlyInAnyOrderElementsOf(CHANGING);

    changes.forEach((name, change) -> {
      answers(warm);
      int rows = directory.outbox().next(1_000).size();
      int woken = wakes.get();

      change.run();

      var now = answers(answering(reopened()));
      assertThat(answers(warm)).as("the answers after %s", name).isEqualTo(now);
      boolean told = directory.outbox().next(1_000).size() > rows;
      assertThat(wakes.get() > woken).as("announced by %s", name).isEqualTo(told);
    });
  }

  private Map<String, Runnable> changes() {
    var accounts = warm.accounts;
    var conversations = warm.conversations;
    var relationships = warm.relationships;
    var contacts = new Contacts(directory, relationships, conversations);
    var profiles = new Profiles(directory, accounts, relationships, clock);
    var circles = new Circles(directory, accounts, conversations, clock);
    var favourites = new FavouriteApps(directory, clock);
    var linking = new Linking(accounts, clock);
    var codes = new SignInCodes(directory, accounts, clock, _ -> 0);
    var circle = new ArrayList<CircleId>();
    var pins = new Pins(directory, accounts, clock, _ -> 0, 64 << 10);
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put(
        "Accounts.registerPerson",
        () -> {
          knows(accounts.registerPerson("Carol"));
          var phone = new PhoneNumber("+4930654321");
          knows(accounts.registerPerson("Carla", phone).orElseThrow());
          assertThat(accounts.registerPerson("Clara", phone)).isEmpty();
        });
    all.put("Accounts.registerBot", () -> knows(accounts.registerBot("Cab", Optional.empty())));
    all.put(
        "Accounts.registerPeople",
        () ->
            accounts
                .registerPeople(List.of(new Accounts.Newcomer("Dave", key, "Desktop")))
                .forEach(one -> {
                  knows(one.user());
                  sessions.add(one.session().id());
                }));
    all.put(
        "Accounts.openSession",
        () -> {
          knows(accounts.openSession(bob.id(), key, "Android"));
          knows(
              accounts
                  .openSession(bob.id(), device(), Optional.of(caller.session()), _ -> true)
                  .orElseThrow());
          assertThat(
                  accounts.openSession(
                      bob.id(), device(), Optional.of(caller.session()), _ -> false))
              .isEmpty();
        });
    all.put(
        "Accounts.setPhone",
        () -> assertThat(accounts.setPhone(bob.id(), PhoneNumber.find("+4930123456"))).isTrue());
    all.put("Accounts.prefer", () -> accounts.prefer(bob.id(), ChangesContractTest::inEuros));
    all.put("Accounts.replaceCode", () -> accounts.replaceCode(bob.id()));
    all.put(
        "Accounts.setPlatform",
        () -> accounts.setPlatform(accounts.sessions(bob.id()).getFirst().id(), "Desktop"));
    all.put("Accounts.revoke", () -> accounts.revoke(accounts.sessions(bob.id()).getFirst().id()));
    all.put("Accounts.replaceSessions", () -> knows(accounts.replaceSessions(bob.id(), device())));
    all.put("Relationships.add", () -> relationships.add(bob.id(), alice.id()));
    all.put("Relationships.rename", () -> relationships.rename(bob.id(), alice.id(), "Al"));
    all.put("Relationships.block", () -> relationships.block(bob.id(), alice.id()));
    all.put("Relationships.unblock", () -> relationships.unblock(bob.id(), alice.id()));
    all.put("Relationships.remove", () -> relationships.remove(bob.id(), alice.id()));
    all.put("Contacts.add", () -> contacts.add(alice.id(), bot));
    all.put(
        "Conversations.create",
        () -> {
          conversations.create(alice.id(), NewConversation.contact(alice.id(), bob.id()));
          conversations.create(alice.id(), NewConversation.group(group, "Group", List.of()));
        });
    all.put("Conversations.add", () -> conversations.add(alice.id(), group, List.of(bob.id())));
    all.put(
        "Conversations.setRoles",
        () -> conversations.setRoles(alice.id(), group, Map.of(bob.id(), Role.ADMIN)));
    all.put(
        "Conversations.describe",
        () ->
            conversations.describe(
                alice.id(),
                group,
                new Description(Optional.of("Tea"), Optional.empty(), Optional.empty())));
    all.put("Conversations.replaceCode", () -> conversations.replaceCode(alice.id(), group));
    all.put(
        "Conversations.expireIn",
        () -> conversations.expireIn(alice.id(), group, Duration.ofHours(1)));
    all.put("Conversations.exit", () -> conversations.exit(bob.id(), group));
    all.put(
        "Conversations.join",
        () -> {
          var code = conversations.find(group).flatMap(Conversation::codeId).orElseThrow();
          conversations.join(bob.id(), code);
        });
    all.put(
        "Conversations.remove", () -> conversations.remove(alice.id(), group, List.of(bob.id())));
    all.put(
        "Mutes.mute",
        () -> warm.mutes.mute(alice.id(), caller.session(), group, Duration.ofHours(8)));
    all.put("Profiles.update", () -> profiles.update(bob.id(), named("Rob")));
    all.put(
        "Profiles.tellWaiting",
        () -> {
          profiles.update(bob.id(), named("Robert"));
          clock.turn(Profiles.PAUSE);
          profiles.tellWaiting();
        });
    var ledger = new Ledger(directory, accounts, relationships, conversations);
    var asset = AssetId.random();
    all.put(
        "Assets.add",
        () ->
            ledger
                .assets()
                .add(asset, new Assets.NewAsset("POINTS", "Points", 0), Optional.empty()));
    all.put("Ledger.issue", () -> ledger.issue(transfer(asset, alice)));
    all.put("Ledger.transfer", () -> ledger.transfer(alice.id(), transfer(asset, bot)));
    all.put("Payments.prepare", () -> ledger.payments().prepare(bob.id(), transfer(asset, alice)));
    all.put("Assets.retire", () -> ledger.assets().retire(asset));
    all.put("Circles.create", () -> circles.create(caller, "Friends"));
    all.put(
        "Circles.rename",
        () -> {
          circle.add(circles.of(alice.id()).getFirst().id());
          circles.rename(caller, circle.getFirst(), "Enemies");
        });
    all.put(
        "Circles.arrange",
        () ->
            circles.arrange(
                caller,
                List.of(
                    new CircleChange(
                        CircleChange.CircleMove.ADD, circle.getFirst(), group, Optional.empty()))));
    all.put("Circles.delete", () -> circles.delete(caller, circle.getFirst()));
    all.put("FavouriteApps.add", () -> favourites.add(alice.id(), bot));
    all.put("FavouriteApps.remove", () -> favourites.remove(alice.id(), bot.id()));
    all.put("Reports.add", () -> new Reports(directory, clock).add(alice.id(), bob.id()));
    all.put("Schemes.create", () -> new Schemes(directory).create(alice.id(), "mixin://send"));
    all.put("Pins.reset", () -> pins.reset(alice.id()));
    all.put(
        "Linking.signIn",
        () -> {
          var code = ((Linking.Code) linking.code(caller)).text();
          knows(linking.signIn(alice.id(), caller.session(), code, device()).orElseThrow());
        });
    var invitations = new Invitations(directory, accounts, contacts, SignUpPolicy.OPEN, _ -> 0);
    all.put(
        "Invitations.create", () -> invitations.create(1, Duration.ofDays(1), Optional.empty()));
    all.put("Invitations.revoke", () -> invitations.revoke(invitations.list().getFirst().id()));
    all.put("Invitations.signUp", () -> knows(done(invitations.signUp(newcomer()))));
    all.put(
        "Invitations.accept",
        () -> {
          for (var contact : List.of(alice, bot)) {
            var made = invitations.create(1, Duration.ofDays(1), Optional.of(contact.id()));
            var person = newcomer();
            places.add(ConversationId.ofContact(person.id(), contact.id()));
            knows(done(invitations.accept(made.orElseThrow().code(), person)));
          }
        });
    all.put(
        "SignInCodes.signIn",
        () -> {
          var id = codes.begin(Long.toString(bob.identityNumber()));
          for (var others : SignInCodes.OtherDevices.values()) {
            var code = codes.issue(bob, others, CodeLength.SHORT).orElseThrow();
            var entry = codes.signIn(id, code, device(), SignInCodes.OtherDevices.STAY);
            knows(((SignInCodes.SignedIn) entry).session());
          }
        });
    return all;
  }

  private NewPerson newcomer() {
    return new NewPerson(UserId.random(), "Nora", Optional.empty(), device());
  }

  private static Accounts.SignedUp done(Outcome<Accounts.SignedUp> outcome) {
    return ((Outcome.Done<Accounts.SignedUp>) outcome).now();
  }

  private void knows(Accounts.SignedUp signedUp) {
    knows(signedUp.user());
    knows(signedUp.session());
  }

  private void knows(User user) {
    users.add(user.id());
  }

  private void knows(Session session) {
    sessions.add(session.id());
  }

  private NewDevice device() {
    return new NewDevice(key, "Desktop", 1);
  }

  private static Preferences inEuros(Preferences was) {
    return new Preferences(
        was.receiveMessages(), was.acceptConversations(), was.acceptSearch(), "EUR", 1, 2);
  }

  private static ProfileChange named(String name) {
    return new ProfileChange(Optional.of(name), Optional.empty(), Optional.empty());
  }

  private static NewTransfer transfer(AssetId asset, User payee) {
    return new NewTransfer(TraceId.random(), asset, payee.id(), BigDecimal.ONE, "");
  }

  /// The answers to all questions; from now on they are in memory.
  private Map<String, String> answers(Answering parts) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (UserId user : users) {
      answers.put("user " + user, parts.accounts.findUser(user).toString());
      answers.put("sessions of " + user, parts.accounts.sessions(user).toString());
      answers.put("memberships of " + user, parts.conversations.membershipsOf(user).toString());
      users.forEach(other ->
          answers.put(
              user + " sees " + other, parts.relationships.between(user, other).toString()));
      places.forEach(place ->
          answers.put(user + " mutes " + place, parts.mutes.until(user, place).toString()));
    }
    sessions.forEach(id -> answers.put("session " + id, parts.accounts.findSession(id).toString()));
    places.forEach(id ->
        answers.put(
            "conversation " + id,
            parts.conversations.find(id).map(ChangesContractTest::described).toString()));
    return answers;
  }

  private static String described(Conversation conversation) {
    Set<UserId> everybody = new HashSet<>();
    conversation.forEachMemberAt(conversation.createdAt() + 1, everybody::add);
    return List.of(
            conversation,
            conversation.creator(),
            conversation.name(),
            conversation.announcement(),
            conversation.picture(),
            conversation.codeId(),
            conversation.expireIn(),
            conversation.createdAt(),
            conversation.participants(),
            everybody)
        .toString();
  }

  /// The public methods that change the directory, by themselves or by others that they call.
  private static Set<String> changing() {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOME);
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    for (JavaMethod method : classes.get(Directory.class).getMethods()) {
      if (Set.of("change", "run", "changeIf", "tidy", "runTidy").contains(method.getName())) {
        open.add(method);
      }
    }
    Set<JavaCodeUnit> seen = new HashSet<>(open);
    Set<String> names = new TreeSet<>();
    while (!open.isEmpty()) {
      for (JavaAccess<?> call : open.remove().getAccessesToSelf()) {
        var from = call.getOrigin();
        if (!from.getOwner().getPackageName().endsWith(".door") && seen.add(from)) {
          open.add(from);
          boolean isOffered =
              from.getModifiers().contains(JavaModifier.PUBLIC)
                  && from.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
          String name = from.getOwner().getSimpleName() + "." + from.getName();
          if (isOffered && !ELSEWHERE.contains(name)) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }
}
