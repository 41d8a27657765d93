package dev.hearth.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.Hearth;
import dev.hearth.RunningServer;
import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.pin.Pins.PinCheck;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.cli.dev.DevWorld.Known;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.sdk.http.HiddenPin;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
