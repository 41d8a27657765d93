package dev.hearth.testkit;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.ledger.Assets;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.edge.admin.Registration;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.RelationshipChange;
import dev.hearth.sdk.store.ClientStore;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A real Hearth in this JVM, on a free port of this machine, with a temporary data folder.
///
/// {@snippet class="dev.hearth.testkit.HearthServerTest" region="start" :
///
/// try (var hearth = HearthServer.start();
///     var alice = hearth.online(hearth.person("Alice"));
///     var bob = hearth.online(hearth.person("Bob"))) {
///   alice.say(bob.id(), "Hello, Bob");
///
///   assertThat(bob.next().text()).isEqualTo("Hello, Bob");
/// }
/// }
///
/// Several may run side by side; they know nothing of each other. Any thread may call.
public final class HearthServer implements AutoCloseable {
  private final TemporaryFolder folder;
  private final TurnableClock clock;

  /// Tests send more in a second than people do in a day, and their clock may stand still: so they
  /// get high rates, and PINs that are quickly hashed. Features that an operator has to switch on are
  /// on.
  private static final List<String> GENEROUS =
      Stream.concat(
              Stream.of("ledger.enabled = yes", "pin.hash-memory = 64 KiB"),
      Stream.of(
              "sending",
              "asides",
              "acknowledgements",
              "listings",
              "one-time-keys",
              "searches",
              "strangers",
              "group-notices",
              "reports")
          .map(name -> "allowance." + name + " = 10000000 then 1000000/s"))
          .toList();

  private final RunningServer server;
  private final Accounts accounts;
  private final Registration registration;
  private final Set<OnlineUser> online = ConcurrentHashMap.newKeySet();

  /// The PIN of everybody who pays with [OnlineUser#pay]; good for [dev.hearth.sdk.HearthBot#withPin].
  public static final String PIN = "123456";

  private HearthServer(TemporaryFolder folder, TurnableClock clock, RunningServer server) {
    this.folder = folder;
    this.clock = clock;
    this.server = server;
    this.accounts = server.chat().directory().accounts();
    this.registration = new Registration(accounts);
  }

  /// Starts one; it accepts connections when this returns.
  ///
  /// @param settings lines of a settings file, such as `conversation.most-members = 3`; the port
  ///   and the data folder are chosen already
  /// @throws dev.hearth.platform.settings.InvalidSettings when a line is wrong
  public static HearthServer start(String... settings) {
    var clock = new TurnableClock();
    var folder = TemporaryFolder.make();
    try {
      EmptyDatabase.putInto(folder.path());
      var hearth = Hearth.of(text(folder, settings), folder.path());
      return new HearthServer(
          folder, clock, hearth.withClock(clock).withTime(clock.passing()).start());
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static String text(TemporaryFolder folder, String... settings) {
    var own = Stream.of("server.port = 0", "data.folder = " + folder.path());
    var generous = GENEROUS.stream().filter(line -> !isSet(key(line), settings));
    var all = Stream.of(own, generous, Stream.of(settings)).flatMap(lines -> lines);
    return String.join("\n", all.toList()) + "\n";
  }

  private static boolean isSet(String key, String... settings) {
    return Stream.of(settings).flatMap(String::lines).anyMatch(line -> key(line).equals(key));
  }

  private static String key(String line) {
    return line.split("=", 2)[0].strip();
  }

  /// Where the HTTP API is.
  public URI api() {
    return server.api();
  }

  /// Where Blaze is.
  public URI blaze() {
    return server.blaze();
  }

  /// The server's clock.
  public TurnableClock clock() {
    return clock;
  }

  /// The options for a client of this server: the addresses, the clock, and that failures of its
  /// handlers fail [OnlineUser#next]. Without the clock, the client's tokens are out of date once
  /// [#clock] has been turned. A test of a bot that fails on purpose takes
  /// [ClientOptions#withFailures].
  public ClientOptions options() {
    return ClientOptions.at(api(), blaze()).withClock(clock).withFailures(this::failed);
  }

  private void failed(Throwable failure) {
    online.forEach(user -> user.hearOf(failure));
  }

  /// A new person, and the session of their first device. Names need not differ.
  public Keystore person(String name) {
    return registration.person(name, KeyKind.ED25519).keystore();
  }

  /// A new bot.
  ///
  /// @param capabilities beside `CONTACT` and `GROUP`, such as `ENCRYPTED`, or `SAFE` for a bot that
  ///   is told of payments with `SYSTEM_SAFE_SNAPSHOT`
  public Keystore bot(String name, String... capabilities) {
    return registration.bot(name, KeyKind.ED25519, List.of(capabilities)).keystore();
  }

  /// Another device of a person or a bot: a session beside those there are.
  public Keystore anotherDevice(Keystore keystore) {
    return registration
        .anotherDevice(accounts.findUser(keystore.userId()).orElseThrow())
        .keystore();
  }

  /// A code with which a person signs in on a new device, as the operator hands them out.
  ///
  /// @throws IllegalArgumentException for a bot, which has none
  public String signInCode(Keystore person) {
    var user = accounts.findUser(person.userId()).orElseThrow();
    return server
        .chat()
        .directory()
        .signInCodes()
        .issue(user, SignInCodes.OtherDevices.STAY, SignInCodes.CodeLength.LONG)
        .orElseThrow(() -> new IllegalArgumentException("a bot has no code"));
  }

  /// The code of an invitation, with which one person makes an account, as the operator hands them
  /// out.
  ///
  /// @param contact the person or bot whom the new person has as their first contact
  public String invitation(Keystore contact) {
    return server
        .chat()
        .directory()
        .invitations()
        .create(1, Duration.ofDays(7), Optional.of(contact.userId()))
        .orElseThrow()
        .code();
  }

  /// Signs a device out, as its user does from another one.
  public void signOut(Keystore keystore) {
    accounts.revoke(keystore.sessionId());
  }

  /// Makes two users contacts of each other, and returns the conversation they talk in.
  public ConversationId contact(Keystore one, Keystore other) {
    try (var client = client(one);
        var others = client(other)) {
      client.api().relate(other.userId(), RelationshipChange.ADD);
      others.api().relate(one.userId(), RelationshipChange.ADD);
      return client.api().createContact(other.userId()).id();
    }
  }

  /// A new group.
  ///
  /// @param members beside the owner
  public ConversationId group(Keystore owner, String name, Keystore... members) {
    try (var client = client(owner)) {
      var users = List.of(members).stream().map(Keystore::userId).toList();
      return client.api().createGroup(name, users).id();
    }
  }

  /// The asset with a symbol, counted with 8 decimals; added if it does not exist. It is named like
  /// its symbol.
  ///
  /// {@snippet class="dev.hearth.testkit.PaymentsTest" region="pay" :
  ///
  /// var ember = hearth.asset("EMBER");
  /// hearth.issue(ember, "10", alice.id());
  ///
  /// alice.pay(bob.id(), "1.5", ember);
  ///
  /// assertThat(bob.nextPayment().amount()).isEqualByComparingTo("1.5");
  /// assertThat(hearth.balance(alice.id(), ember)).isEqualByComparingTo("8.5");
  /// }
  ///
  /// @param symbol 1 to 16 of A to Z and 0 to 9
  /// @throws IllegalArgumentException when the symbol has other characters
  public Asset asset(String symbol) {
    var assets = ledger().assets();
    var asset =
        assets
            .findBySymbol(symbol)
            .orElseGet(() ->
                done(
                    assets.add(
                        AssetId.random(),
                        new NewAsset(symbol, symbol, Assets.FINEST),
                        Optional.empty())));
    return new Asset(asset.id(), asset.symbol(), asset.name(), asset.precision());
  }

  /// Gives a user more of an asset, as the operator does. Nobody is told.
  ///
  /// @param amount such as `2.5`
  /// @throws IllegalArgumentException when there is no such user, or the amount is not positive
  public void issue(Asset asset, String amount, UserId to) {
    done(
        ledger()
            .issue(
                new NewTransfer(TraceId.random(), asset.id(), to, new BigDecimal(amount), "")));
  }

  /// How much of an asset a user has. Compare it with `isEqualByComparingTo`: for `isEqualTo`, 1.5
  /// and 1.50 are two numbers.
  public BigDecimal balance(UserId user, Asset asset) {
    var ledger = ledger();
    var known =
        ledger
            .assets()
            .find(asset.id())
            .orElseThrow(() -> new IllegalArgumentException("an asset of another server"));
    return new BigDecimal(ledger.balance(user, known).toString());
  }

  private Ledger ledger() {
    return server
        .chat()
        .directory()
        .ledger()
        .orElseThrow(() -> new IllegalStateException("this server has no ledger"));
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var now) -> now;
      case Outcome.Refused<T>(var refusal) ->
          throw new IllegalArgumentException(refusal.extra().get("reason"));
    };
  }

  /// A client that is not connected yet; the caller closes it.
  public HearthClient client(Keystore keystore) {
    return HearthClient.of(keystore, options());
  }

  /// A client of a person who talks to people so that the server can't read it.
  public HearthClient client(Keystore keystore, ClientStore store) {
    return HearthClient.of(keystore, store, options());
  }

  /// Somebody with their client open; returns once it is connected. The caller closes it.
  public OnlineUser online(Keystore keystore) throws InterruptedException {
    return online(client(keystore));
  }

  /// A person with their client open, whose messages to people the server can't read.
  public OnlineUser online(Keystore keystore, ClientStore store) throws InterruptedException {
    return online(client(keystore, store));
  }

  private OnlineUser online(HearthClient client) throws InterruptedException {
    var user = OnlineUser.connect(client, this::name, online::remove);
    online.add(user);
    return user;
  }

  private String name(UserId user) {
    return accounts.findUser(user).map(User::fullName).orElseGet(user::toString);
  }

  /// Stops the server and removes its files. Clients that are still open keep trying to connect.
  @Override
  public void close() {
    try (folder) {
      server.close();
    }
  }
}
