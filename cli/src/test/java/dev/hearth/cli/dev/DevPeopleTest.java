package dev.hearth.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.chat.directory.key.SignalKeys.KeysLeft;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.link.SignInCodes.OtherDevices;
import dev.hearth.chat.directory.link.SignInCodes.SignedIn;
import dev.hearth.chat.directory.pin.Pins.PinCheck;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.cli.dev.DevWorld.BrowserWayIn;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.http.HiddenPin;
import dev.hearth.sdk.signal.Curve25519KeyPair;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevPeopleTest {
  @TempDir private Path folder;

  @Test
  void people_get_their_ember_and_their_pin_once_also_in_a_folder_from_before_the_ledger() {
    try (var server = start(false)) {
      DevWorld world = new DevPeople(server).createPeople();
      assertThat(people(world)).allMatch(known -> known.pin().isEmpty());
    }
    try (var server = start(true)) {
      DevWorld world = new DevPeople(server).createPeople();
      assertThat(balances(server, world)).containsExactly("1000", "1000", "1000");
      assertThat(people(world)).allMatch(known -> isRight(server, known));
      pay(server, world, "Alice", "Bob", "0.25");
    }
    try (var server = start(true)) {
      DevWorld world = new DevPeople(server).createPeople();
      assertThat(balances(server, world)).containsExactly("999.75", "1000.25", "1000");
      assertThat(ledger(server).assets().supply(ember(server))).hasToString("3000");
      assertThat(ember(server).icon()).endsWith(".png");
    }
  }

  @Test
  void somebody_who_cannot_sign_in_any_more_is_made_anew_and_has_ember_too() {
    try (var server = start(true)) {
      DevWorld before = new DevPeople(server).createPeople();
      var session = before.find("Bob").orElseThrow().keystore().sessionId();
      server.chat().directory().accounts().revoke(session);

      DevWorld world = new DevPeople(server).createPeople();

      assertThat(balances(server, world)).containsExactly("1000", "1000", "1000");
      assertThat(ledger(server).assets().supply(ember(server))).hasToString("4000");
    }
  }

  @Test
  void a_browser_signs_in_with_the_link_of_any_run_beside_the_other_devices() {
    BrowserWayIn way;
    try (var server = start(false)) {
      way = wayIn(new DevPeople(server).createPeople());
    }
    try (var server = start(false)) {
      DevWorld world = new DevPeople(server).createPeople();

      assertThat(wayIn(world)).isEqualTo(way);
      assertThat(signIn(server, world, way)).isPresent();
      assertThat(signIn(server, world, way)).isPresent();
      var session = alice(world).keystore().sessionId();
      assertThat(server.chat().directory().accounts().findSession(session)).isPresent();
    }
  }

  @Test
  void the_identity_in_a_link_is_the_one_that_all_devices_share() {
    try (var server = start(false)) {
      var people = new DevPeople(server);
      DevWorld world = people.createPeople();
      people.leaveKeys(world);
      byte[] identity = WireBase64.decode(wayIn(world).identity()).orElseThrow();
      var pair = Curve25519KeyPair.ofPrivate(identity);
      SessionId session = signIn(server, world, wayIn(world)).orElseThrow();

      var browser =
          SignalDevice.create(
              alice(world).userId(), OwnIdentity.linked(pair), ClientStore.inMemory());

      assertThat(leave(server, alice(world).userId(), session, browser)).isEqualTo(KeysLeft.KEPT);
    }
  }

  @Test
  void only_the_latest_browsers_stay_signed_in_beyond_a_start() {
    try (var server = start(false)) {
      DevWorld world = new DevPeople(server).createPeople();
      for (int i = 0; i < 12; i++) {
        assertThat(signIn(server, world, wayIn(world))).isPresent();
      }
      SessionId last = signIn(server, world, wayIn(world)).orElseThrow();

      new DevPeople(server).createPeople();

      var accounts = server.chat().directory().accounts();
      assertThat(accounts.sessions(alice(world).userId())).hasSize(11);
      assertThat(accounts.findSession(last)).isPresent();
      assertThat(accounts.findSession(alice(world).keystore().sessionId())).isPresent();
    }
  }

  private static Known alice(DevWorld world) {
    return world.find("Alice").orElseThrow();
  }

  private static BrowserWayIn wayIn(DevWorld world) {
    return alice(world).wayIn().orElseThrow();
  }

  private static Optional<SessionId> signIn(
      RunningServer server, DevWorld world, BrowserWayIn way) {
    var codes = server.chat().directory().signInCodes();
    var id = codes.begin(alice(world).identityNumber());
    var device = new NewDevice(SessionKeyPair.generate().key(), "Desktop", 7);
    return codes.signIn(id, way.code(), device, OtherDevices.STAY) instanceof SignedIn(var session)
        ? Optional.of(session.id())
        : Optional.empty();
  }

  private static KeysLeft leave(
      RunningServer server, UserId user, SessionId session, SignalDevice device) {
    var directory = server.chat().directory();
    long since = directory.accounts().findSession(session).orElseThrow().createdAt();
    var caller = new Caller(user, session, false, since);
    return directory.keys().leave(caller, device.makePreKeys(1));
  }

  @Test
  void an_asset_that_nobody_may_transfer_any_more_does_not_stop_the_start() {
    try (var server = start(true)) {
      new DevPeople(server).createPeople();
      ledger(server).assets().retire(ember(server).id());

      DevWorld world = new DevPeople(server).createPeople();

      assertThat(balances(server, world)).containsExactly("1000", "1000", "1000");
    }
  }

  private RunningServer start(boolean ledger) {
    String settings =
        "server.port = 0%ndata.folder = %s%nledger.enabled = %s%n"
            .formatted(folder, ledger ? "yes" : "no");
    return Hearth.of(settings, folder).start();
  }

  private static List<Known> people(DevWorld world) {
    return Stream.concat(world.people().stream(), world.bots().stream()).toList();
  }

  private static Ledger ledger(RunningServer server) {
    return server.chat().directory().ledger().orElseThrow();
  }

  private static Asset ember(RunningServer server) {
    return ledger(server).assets().findBySymbol("ember").orElseThrow();
  }

  private static List<String> balances(RunningServer server, DevWorld world) {
    return people(world).stream()
        .map(known -> ledger(server).balance(known.userId(), ember(server)).toString())
        .toList();
  }

  private static boolean isRight(RunningServer server, Known known) {
    var session = known.keystore().sessionId();
    long since =
        server.chat().directory().accounts().findSession(session).orElseThrow().createdAt();
    var hidden = HiddenPin.of(known.pin().orElseThrow(), known.keystore(), Instant.now());
    return server
            .chat()
            .directory()
            .pins()
            .verify(new Caller(known.userId(), session, false, since), hidden, TipBody.verifying(0))
        == PinCheck.RIGHT;
  }

  private static void pay(
      RunningServer server, DevWorld world, String payer, String payee, String amount) {
    var wanted =
        new NewTransfer(
            TraceId.random(),
            ember(server).id(),
            world.find(payee).orElseThrow().userId(),
            new BigDecimal(amount),
            "");
    assertThat(ledger(server).transfer(world.find(payer).orElseThrow().userId(), wanted))
        .isInstanceOf(Outcome.Done.class);
  }
}
