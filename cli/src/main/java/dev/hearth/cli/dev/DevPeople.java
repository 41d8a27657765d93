package dev.hearth.cli.dev;

import dev.hearth.RunningServer;
import dev.hearth.chat.Chat;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.cli.dev.DevWorld.BrowserWayIn;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.edge.admin.Registered;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Sees to it that a development server has Alice and Bob, who know each other, and Echo; and that
/// they have something to pay each other with, where there is a ledger.
public final class DevPeople {
  private static final Logger LOG = LoggerFactory.getLogger(DevPeople.class);

  static final String PIN = "123456";

  /// Enough to begin with: a person's own client leaves more.
  private static final int FIRST_KEYS = 100;

  /// How many browsers of a person stay signed in beyond a start.
  private static final int MOST_BROWSERS = 10;

  private final RunningServer server;
  private final Chat chat;
  private final Registration registration;

  public DevPeople(RunningServer server) {
    this.server = server;
    this.chat = server.chat();
    this.registration = new Registration(chat.directory().accounts());
  }

  /// The server's people, those of the last run where they can still sign in.
  public DevWorld createPeople() {
    Optional<DevWorld> before = lastRun();
    Known alice = withWayIn(withPin(person("Alice", before)));
    Known bob = withWayIn(withPin(person("Bob", before)));
    Known echo = withPin(bot("Echo", before));
    DevWorld world = new DevWorld(server.api(), server.blaze(), List.of(alice, bob), List.of(echo));
    acquaint(alice, bob);
    acquaint(alice, echo);
    acquaint(bob, echo);
    chat.directory()
        .ledger()
        .map(ledger -> new Ember(ledger, chat.media().portraits()))
        .ifPresent(ember -> Stream.of(alice, bob, echo).map(Known::userId).forEach(ember::issueTo));
    server.folder().writeSecret(DevWorld.FILE, world.toJson());
    return world;
  }

  private Optional<DevWorld> lastRun() {
    Path file = server.folder().file(DevWorld.FILE);
    try {
      return Files.exists(file)
          ? Optional.of(DevWorld.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Known person(String name, Optional<DevWorld> before) {
    return kept(name, before).orElseGet(() -> known(registration.person(name, KeyKind.ED25519)));
  }

  private Known bot(String name, Optional<DevWorld> before) {
    return kept(name, before)
        .orElseGet(() -> known(registration.bot(name, KeyKind.ED25519, List.of(App.ENCRYPTED))));
  }

  private Optional<Known> kept(String name, Optional<DevWorld> before) {
    return before
        .flatMap(world -> world.find(name))
        .filter(known ->
            chat.directory().accounts().findSession(known.keystore().sessionId()).isPresent());
  }

  /// A PIN that they have set themselves stays.
  private Known withPin(Known known) {
    if (chat.directory().ledger().isEmpty()) {
      return known;
    }
    chat.directory().pins().give(known.userId(), PIN);
    return new Known(
        known.name(),
        known.userId(),
        known.identityNumber(),
        Optional.of(PIN),
        known.wayIn(),
        known.keystore());
  }

  /// Links of earlier runs lead in as well: a person keeps their code.
  private Known withWayIn(Known known) {
    Optional<BrowserWayIn> way = known.wayIn().or(() -> newWayIn(known));
    way.ifPresent(one -> chat.directory().signInCodes().allow(known.userId(), one.code()));
    forgetOldBrowsers(known);
    return new Known(
        known.name(), known.userId(), known.identityNumber(), known.pin(), way, known.keystore());
  }

  private Optional<BrowserWayIn> newWayIn(Known person) {
    try (var store = openStore(person)) {
      var identity = device(person, store).identity().keyPair();
      String code = chat.directory().signInCodes().draw(CodeLength.LONG).replace("-", "");
      return Optional.of(new BrowserWayIn(code, WireBase64.rawUrl(identity.privateBytes())));
    } catch (StoreException e) {
      LOG.info("{} has no link for a browser: {}", person, e.reason());
      return Optional.empty();
    }
  }

  /// Each browser that opens the link is another device of the person, and nobody signs it out.
  private void forgetOldBrowsers(Known person) {
    var accounts = chat.directory().accounts();
    List<SessionId> browsers =
        accounts.sessions(person.userId()).stream()
            .filter(session -> session.registrationId().isPresent())
            .map(Session::id)
            .toList();
    browsers.stream().limit(Math.max(0, browsers.size() - MOST_BROWSERS)).forEach(accounts::revoke);
  }

  /// Makes the keys of people who have never chatted, and leaves them with the server, so that
  /// others can write to these people. This takes a while.
  public void leaveKeys(DevWorld world) {
    world.people().forEach(this::leaveKeys);
  }

  private void leaveKeys(Known person) {
    SessionId session = person.keystore().sessionId();
    if (chat.directory().keys().left(session) > 0) {
      return;
    }
    try (var store = openStore(person)) {
      SignalDevice device = device(person, store);
      long since = chat.directory().accounts().findSession(session).orElseThrow().createdAt();
      var caller = new Caller(person.userId(), session, false, since);
      chat.directory().keys().leave(caller, device.makePreKeys(FIRST_KEYS));
    } catch (StoreException e) {
      // Somebody who is chatting leaves keys themselves; `chat` reports other problems of a store.
      LOG.debug("No keys are left for {}: {}", session, e.reason());
    }
  }

  private ClientStore openStore(Known person) {
    return ChatStore.open(server.folder().directory(), person.keystore().sessionId());
  }

  private static SignalDevice device(Known person, ClientStore store) {
    return SignalDevice.find(person.userId(), store)
        .orElseGet(() -> SignalDevice.create(person.userId(), OwnIdentity.generate(), store));
  }

  private static Known known(Registered registered) {
    return new Known(
        registered.user().fullName(),
        registered.user().id(),
        Long.toString(registered.user().identityNumber()),
        Optional.empty(),
        Optional.empty(),
        registered.keystore());
  }

  /// Makes two users know each other, with a conversation to talk in.
  private void acquaint(Known one, Known other) {
    var wanted = NewConversation.contact(one.userId(), other.userId());
    if (chat.directory().conversations().find(wanted.id()).isPresent()) {
      return;
    }
    chat.directory().relationships().add(one.userId(), other.userId());
    chat.directory().relationships().add(other.userId(), one.userId());
    chat.directory().conversations().create(one.userId(), wanted);
  }
}
