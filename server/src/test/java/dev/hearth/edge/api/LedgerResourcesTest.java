package dev.hearth.edge.api;

import static dev.hearth.chat.TestingOutcomes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.chat.directory.ledger.TestingSnapshots;
import dev.hearth.chat.directory.pin.TestingPin;
import dev.hearth.chat.directory.pin.TipBody;
import dev.hearth.edge.api.TestingApi.Answer;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Assets, transfers and snapshots, as clients see them.
@ExtendWith(OneApi.class)
class LedgerResourcesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PIN = "123456";

  private final TestingApi api;
  private final Ed25519KeyPair tip = SessionKeyPair.generate();
  private Ledger ledger;
  private Asset points;
  private Client alice;
  private Client bob;
  private TestingPin pin;

  LedgerResourcesTest(TestingApi api) {
    this.api = api;
  }

  @BeforeEach
  void own() {
    ledger = api.ledger;
    points = asset(2);
    alice = api.person("Alice");
    bob = api.bot("Bob");
    pin =
        new TestingPin(
            (Ed25519KeyPair) alice.key(),
            api.accounts.serverKey().publicKey(),
            InstantSource.system());
    api.post(alice, "/pin/update", "{\"pin_base64\":\"" + pin.digits(PIN) + "\"}").data();
    issue(points, alice, "100");
  }

  @Test
  void a_transfer_is_answered_with_the_payers_snapshot_and_both_are_told() throws Exception {
    var toAlice = api.listen(alice);
    var toBob = api.listen(bob);

    var paid = transfer("\"10.50\"", ",\"memo\":\"thanks\"").data();

    var made = snapshots(alice).getLast();
    assertThat(paid)
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"transfer","snapshot_id":"%1$s","user_id":"%2$s","opponent_id":"%3$s",
                "counter_user_id":"%3$s","asset_id":"%4$s","amount":"-10.5","opening_balance":"100",
                "closing_balance":"89.5","trace_id":"%5$s","memo":"thanks","data":"thanks",
                "state":"success","confirmations":0,"transaction_hash":"","snapshot_hash":"",
                "snapshot_at":"%6$s","created_at":"%6$s"}
                """
                    .formatted(
                        made.id(),
                        alice.id(),
                        bob.id(),
                        points.id(),
                        made.transfer().trace(),
                        WireTime.format(made.createdAt()))));
    assertThat(toAlice.poll(10, TimeUnit.SECONDS))
        .contains("SYSTEM_ACCOUNT_SNAPSHOT", paid.get("snapshot_id").asString(), "\"-10.5\"");
    assertThat(toBob.poll(10, TimeUnit.SECONDS))
        .contains("SYSTEM_ACCOUNT_SNAPSHOT", paid.get("trace_id").asString(), "\"10.5\"");
    var id = paid.get("snapshot_id").asString();
    var trace = paid.get("trace_id").asString();
    assertThat(api.get(alice, "/snapshots/" + id).data()).isEqualTo(paid);
    assertThat(api.get(alice, "/snapshots/trace/" + trace).data()).isEqualTo(paid);
    assertThat(api.get(alice, "/transfers/trace/" + trace).data()).isEqualTo(paid);
    var taken = api.get(bob, "/snapshots/trace/" + trace).data();
    assertThat(taken.get("amount").asString()).isEqualTo("10.5");
    assertThat(api.get(bob, "/snapshots/" + id).code()).isEqualTo(403);
    assertThat(api.get(bob, "/transfers/trace/" + trace).code()).isEqualTo(404);
    var carol = api.person("Carol");
    assertThat(api.get(carol, "/snapshots/trace/" + trace).code()).isEqualTo(403);
    assertThat(api.get(carol, "/snapshots/" + UUID.randomUUID()).code()).isEqualTo(404);
    assertThat(api.get(carol, "/snapshots/x").code()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pin_base64", "pin", "Pin"})
  void the_pin_has_any_of_three_names(String name) {
    String body = body(TraceId.random().toString(), "1", "").replace("pin_base64", name);

    assertThat(api.post(alice, "/transfers", body).data().get("amount").asString()).isEqualTo("-1");
  }

  @Test
  void a_transfer_that_is_sent_again_with_a_new_pin_is_not_made_again() {
    String trace = TraceId.random().toString();
    String first = body(trace, "\"1.5\"", "");
    var paid = api.post(alice, "/transfers", first).data();

    assertThat(api.post(alice, "/transfers", body(trace, "1.5", "")).data()).isEqualTo(paid);
    assertThat(api.post(alice, "/transfers", body(trace, "1.50", "")).data()).isEqualTo(paid);

    assertThat(api.post(alice, "/transfers", first).code()).as("the PIN is used").isEqualTo(20119);
    assertThat(api.post(alice, "/transfers", body(trace, "2", "")).invalidField())
        .isEqualTo("trace_id");
    assertThat(balance()).isEqualTo("98.5");
  }

  @Test
  void a_replayed_pin_moves_nothing() {
    String hidden = pin.digits(PIN);
    transferWith(hidden, "1").data();

    assertThat(transferWith(hidden, "1").code()).isEqualTo(20119);
    assertThat(transferWith("nothing", "1").code()).isEqualTo(20118);
    assertThat(transferWith("", "1").invalidField()).isEqualTo("pin");
    assertThat(balance()).isEqualTo("99");
  }

  @Test
  void after_five_wrong_pins_no_transfer_is_made() {
    for (int i = 0; i < 5; i++) {
      assertThat(transferWith(pin.digits("000000"), "1").code()).isEqualTo(20119);
    }

    assertThat(transferWith(pin.digits(PIN), "1").code()).isEqualTo(429);
    assertThat(balance()).isEqualTo("100");
  }

  @Test
  void nobody_transfers_without_a_pin() {
    var carol = api.person("Carol");
    issue(points, carol, "5");
    var carols =
        new TestingPin(
            (Ed25519KeyPair) carol.key(),
            api.accounts.serverKey().publicKey(),
            InstantSource.system());

    assertThat(
            api.post(
                    carol,
                    "/transfers",
                    body(TraceId.random().toString(), "1", "", carols.digits(PIN)))
                .code())
        .isEqualTo(20119);
  }

  @ParameterizedTest
  @CsvSource({"\"1.50\",1.50", "1.50,1.50", "1e0,1e0", "2,2"})
  void a_key_signs_exactly_this_transfer_with_the_amount_as_it_is_sent(
      String amount, String signed) {
    takeKey();
    TraceId trace = TraceId.random();

    assertThat(
            api.post(alice, "/transfers", signed(trace, amount, signed, "memo", bob))
                .data()
                .get("memo")
                .asString())
        .isEqualTo("memo");
    for (String other : new String[] {"1", "1.5000"}) {
      assertThat(
              api.post(alice, "/transfers", signed(TraceId.random(), amount, other, "memo", bob))
                  .code())
          .isEqualTo(20119);
    }
  }

  @Test
  void a_key_signs_no_trace_where_none_is_sent() {
    takeKey();
    var proof =
        pin.signature(tip, TipBody.transferring(points.id(), bob.id(), "1", "", "for nothing"));

    assertThat(
            api.post(
                    alice,
                    "/transfers",
                    body("", "1", ",\"memo\":\"for nothing\"", proof)
                        .replace("\"trace_id\":\"\",", ""))
                .data()
                .get("closing_balance")
                .asString())
        .isEqualTo("99");
  }

  @Test
  void a_signature_for_another_payee_or_trace_is_wrong() {
    takeKey();
    var trace = TraceId.random();
    var other = TraceId.random();
    var good = TipBody.transferring(points.id(), bob.id(), "1", trace.toString(), "");
    var toAlice = TipBody.transferring(points.id(), alice.id(), "1", trace.toString(), "");

    assertThat(
            api.post(
                    alice,
                    "/transfers",
                    body(trace.toString(), "1", "", pin.signature(tip, toAlice)))
                .code())
        .isEqualTo(20119);
    assertThat(
            api.post(alice, "/transfers", body(other.toString(), "1", "", pin.signature(tip, good)))
                .code())
        .isEqualTo(20119);
    assertThat(
            api.post(alice, "/transfers", body(trace.toString(), "1", "", pin.digits(PIN))).code())
        .isEqualTo(20118);
    assertThat(balance()).isEqualTo("100");
    api.post(alice, "/transfers", body(trace.toString(), "1", "", pin.signature(tip, good))).data();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"100.01\" | 20117",
        "1e30 | 20117",
        "99999999999999999999 | 20117",
        "11111111111111111111111111111111111111111 | 10002",
        "0 | 20120",
        "\"0.00\" | 20120",
        "0.001 | 20120",
        "-1 | 20120",
        "\"\" | 10002",
        "\"one\" | 10002",
        "\"1,5\" | 10002",
        "\"+1\" | 10002",
        "\" 1\" | 10002",
        "\"0x1\" | 10002",
        "1e999999999 | 10002",
        "1e-999999999 | 10002",
        "\"NaN\" | 10002",
        "null | 10002",
        "true | 10002",
        "[1] | 10002"
      })
  void an_amount_that_can_not_be_transferred_is_refused(String amount, int code) {
    assertThat(transfer(amount, "").code()).as(amount).isEqualTo(code);
    assertThat(balance()).isEqualTo("100");
  }

  @Test
  void a_transfer_to_oneself_to_nobody_or_to_somebody_who_blocks_is_refused() {
    api.relationships.block(bob.id(), alice.id());

    assertThat(transfer("1", "").code()).isEqualTo(403);
    assertThat(
            api.post(
                    alice,
                    "/transfers",
                    body(TraceId.random().toString(), "1", "").replace(id(bob), id(alice)))
                .code())
        .isEqualTo(403);
    String nobody =
        body(TraceId.random().toString(), "1", "")
            .replace(bob.id().toString(), UUID.randomUUID().toString());
    assertThat(api.post(alice, "/transfers", nobody).code()).isEqualTo(404);
    String unheardOf =
        body(TraceId.random().toString(), "1", "")
            .replace(points.id().toString(), UUID.randomUUID().toString());
    assertThat(api.post(alice, "/transfers", unheardOf).code()).isEqualTo(404);
    assertThat(transfer("1", ",\"memo\":\"" + "m".repeat(201) + "\"").invalidField())
        .isEqualTo("memo");
    assertThat(balance()).isEqualTo("100");
  }

  @Test
  void the_trace_of_somebody_else_is_taken() {
    String trace = TraceId.random().toString();
    var carol = api.person("Carol");
    issue(points, carol, "5");
    ledger.transfer(
        carol.id(), new NewTransfer(TraceId.of(trace), points.id(), bob.id(), BigDecimal.ONE, ""));

    assertThat(api.post(alice, "/transfers", body(trace, "1", "")).code()).isEqualTo(20125);
  }

  @Test
  void a_caller_sees_what_they_have() {
    var empty = api.person("Carol");
    assertThat(api.get(empty, "/assets").data().size()).isZero();
    var coins = asset(0);
    issue(coins, alice, "7");

    var assets = api.get(alice, "/assets").data();

    assertThat(assets.valueStream().map(one -> one.get("symbol").asString()))
        .containsExactly(points.symbol(), coins.symbol());
    assertThat(assets.at("/1/balance").asString()).isEqualTo("7");
    assertThat(assets.at("/1/precision").asInt()).isZero();
    assertThat(assets.at("/0/chain_id").asString()).isEqualTo(points.id().toString());
    assertThat(api.get(empty, "/assets/" + points.id()).data().get("balance").asString())
        .isEqualTo("0");
    assertThat(api.get(empty, "/assets/" + UUID.randomUUID()).code()).isEqualTo(404);
    assertThat(api.get(empty, "/assets/x").code()).isEqualTo(404);
  }

  @Test
  void an_asset_with_the_symbol_of_a_currency_has_its_price() {
    var dollars =
        ledger
            .assets()
            .findBySymbol("USD")
            .orElseGet(() ->
                done(
                    ledger
                        .assets()
                        .add(
                            AssetId.random(),
                            new NewAsset("USD", "Dollars", 2),
                            Optional.empty())));

    assertThat(api.get(alice, "/assets/" + dollars.id()).data().get("price_usd").asString())
        .isEqualTo("1");
    assertThat(api.get(alice, "/assets/" + points.id()).data().get("price_usd").asString())
        .isEqualTo("0");
  }

  @Test
  void snapshots_are_listed_from_either_end_and_by_asset_and_opponent() {
    var coins = asset(0);
    issue(coins, alice, "7");
    var first = transfer("1", "").data();
    var second = transfer("2", "").data();

    var latest = api.get(alice, "/snapshots").data();
    assertThat(latest.size()).isEqualTo(4);
    assertThat(latest.get(0)).isEqualTo(second);
    var issued = latest.get(3);
    assertThat(issued.get("type").asString()).isEqualTo("deposit");
    assertThat(issued.get("opponent_id").asString()).isEmpty();
    assertThat(api.get(alice, "/snapshots?limit=1").data().get(0)).isEqualTo(second);
    assertThat(api.get(alice, "/snapshots?order=ASC&limit=1").data().get(0)).isEqualTo(issued);
    String after = "offset=" + first.get("created_at").asString();
    assertThat(api.get(alice, "/snapshots?order=asc&" + after).data()).containsExactly(second);
    assertThat(api.get(alice, "/snapshots?" + after).data()).hasSize(2);
    assertThat(api.get(alice, "/snapshots?opponent=" + bob.id()).data())
        .containsExactly(second, first);
    assertThat(api.get(alice, "/snapshots?asset=" + coins.id()).data()).hasSize(1);
    assertThat(api.get(alice, "/assets/" + coins.id() + "/snapshots").data()).hasSize(1);
    assertThat(api.get(alice, "/snapshots?destination=x").data()).isEmpty();
    assertThat(api.get(alice, "/snapshots?tag=x").data()).isEmpty();
    assertThat(api.get(alice, "/snapshots?asset=null&opponent=&tag=").data()).hasSize(4);
    assertThat(api.get(alice, "/assets/x/snapshots").code()).isEqualTo(404);
    for (String name : new String[] {"asset", "opponent", "order", "limit", "offset"}) {
      assertThat(api.get(alice, "/snapshots?" + name + "=x").invalidField()).isEqualTo(name);
    }
  }

  // Payments

  @Test
  void a_payment_is_behind_a_code_until_anybody_makes_it() {
    String trace = TraceId.random().toString();
    String asked =
        """
        {"asset_id":"%s","opponent_id":"%s","amount":"1.50","trace_id":"%s","memo":"tea"}
        """
            .formatted(points.id(), bob.id(), trace);

    var payment = api.post(bob, "/payments", asked).data();

    assertThat(payment.get("status").asString()).isEqualTo("pending");
    assertThat(payment.get("amount").asString()).isEqualTo("1.5");
    assertThat(payment.at("/recipient/user_id").asString()).isEqualTo(bob.id().toString());
    assertThat(api.post(bob, "/payments", asked).data()).isEqualTo(payment);
    String code = "/codes/" + payment.get("code_id").asString();
    var seen = api.get(alice, code).data();
    assertThat(seen.get("type").asString()).isEqualTo("payment");
    assertThat(seen.at("/asset/balance").asString()).isEqualTo("100");
    assertThat(api.getAsNobody(code).data().at("/asset/balance").asString()).isEqualTo("0");
    api.post(alice, "/transfers", body(trace, "1.5", ",\"memo\":\"tea\"")).data();
    assertThat(api.post(bob, "/payments", asked).data().get("status").asString()).isEqualTo("paid");
    assertThat(api.get(alice, code).data().get("status").asString()).isEqualTo("paid");
  }

  @Test
  void a_payment_that_can_not_be_made_is_refused() {
    String trace = TraceId.random().toString();
    String asked = "{\"asset_id\":\"%s\",\"opponent_id\":\"%s\",\"amount\":%s,\"trace_id\":\"%s\"}";
    api.post(bob, "/payments", asked.formatted(points.id(), bob.id(), 1, trace)).data();
    var other = UUID.randomUUID();

    assertThat(api.post(bob, "/payments", asked.formatted(points.id(), bob.id(), 2, trace)))
        .extracting(Answer::invalidField)
        .isEqualTo("trace_id");
    assertThat(api.post(bob, "/payments", asked.formatted(points.id(), bob.id(), 0, other)).code())
        .isEqualTo(20120);
    assertThat(api.post(bob, "/payments", asked.formatted(points.id(), other, 1, other)).code())
        .isEqualTo(404);
    assertThat(api.post(bob, "/payments", asked.formatted(other, bob.id(), 1, other)).code())
        .isEqualTo(404);
    assertThat(api.post(bob, "/payments", "{}").invalidField()).isEqualTo("asset_id");
    assertThat(api.get(bob, "/codes/" + other).code()).isEqualTo(404);
  }

  // Safe, and the network

  @Test
  void a_bot_written_since_2023_hears_of_a_transfer_in_its_own_way() throws Exception {
    var robot = api.safeBot("Robot");
    issue(points, robot, "2");
    var toAlice = api.listen(alice);
    var toRobot = api.listen(robot);
    String trace = TraceId.random().toString();

    api.post(
            alice,
            "/transfers",
            body(trace, "1", ",\"memo\":\"thanks\"").replace(id(bob), id(robot)))
        .data();

    assertThat(toRobot.poll(10, TimeUnit.SECONDS))
        .contains("SYSTEM_SAFE_SNAPSHOT", "7468616e6b73", "\"opponent_id\":\"" + alice.id());
    assertThat(toAlice.poll(10, TimeUnit.SECONDS)).contains("SYSTEM_ACCOUNT_SNAPSHOT", "thanks");
    assertThat(toRobot).isEmpty();
    var safe = api.get(robot, "/safe/snapshots?limit=1").data();
    var taken = snapshots(robot).getLast();
    assertThat(safe)
        .isEqualTo(
            JSON.readTree(
                """
                [{"type":"snapshot","snapshot_id":"%s","user_id":"%s","opponent_id":"%s",
                "asset_id":"%s","kernel_asset_id":"","amount":"1","memo":"7468616e6b73",
                "request_id":"%5$s","trace_id":"%5$s","transaction_hash":"","opening_balance":"2",
                "closing_balance":"3","confirmations":0,"level":0,"created_at":"%6$s"}]
                """
                    .formatted(
                        taken.id(),
                        robot.id(),
                        alice.id(),
                        points.id(),
                        trace,
                        WireTime.format(taken.createdAt()))));
    assertThat(api.get(alice, "/safe/snapshots?limit=1").data().at("/0/amount").asString())
        .isEqualTo("-1");
    assertThat(api.get(alice, "/safe/snapshots?order=ASC").data().at("/0/opponent_id").asString())
        .as("the issuer is not a user")
        .isEmpty();
    assertThat(api.get(robot, "/safe/snapshots/trace/" + trace).data()).isEqualTo(safe.get(0));
    String snapshot = safe.at("/0/snapshot_id").asString();
    assertThat(api.get(robot, "/safe/snapshots/" + snapshot).data()).isEqualTo(safe.get(0));
    assertThat(api.get(bob, "/safe/snapshots/" + snapshot).code()).isEqualTo(403);
    assertThat(api.get(robot, "/safe/assets").data()).isEqualTo(api.get(robot, "/assets").data());
    assertThat(
            api.post(
                    robot,
                    "/safe/assets/fetch",
                    "[\"%1$s\",\"x\",\"%2$s\",\"%1$s\"]".formatted(points.id(), UUID.randomUUID()))
                .data())
        .hasSize(1);
    assertThat(
            api.post(robot, "/safe/assets/fetch", "[" + "\"x\",".repeat(100) + "\"x\"]")
                .invalidField())
        .isEqualTo("asset_ids");
    assertThat(api.post(robot, "/safe/assets/fetch", "[1]").invalidField()).isEqualTo("asset_ids");
  }

  @Test
  void anybody_sees_which_assets_there_are_and_nobody_who_pays_whom() {
    var paid = transfer("1", "").data();
    String id = points.id().toString();

    assertThat(api.getAsNobody("/network/assets/" + id).data().get("balance").asString())
        .isEqualTo("0");
    assertThat(symbols("/network/assets/top")).contains(points.symbol());
    assertThat(symbols("/network/assets/search/" + points.symbol().toLowerCase(Locale.ROOT)))
        .containsExactly(points.symbol());
    assertThat(symbols("/network/assets/search/oint")).as("its name").contains(points.symbol());
    assertThat(api.getAsNobody("/network").data().get("assets").size()).isPositive();
    assertThat(api.getAsNobody("/network/ticker?asset=" + id).data().get("price_usd").asString())
        .isEqualTo("0");
    assertThat(api.getAsNobody("/network/ticker").invalidField()).isEqualTo("asset");
    assertThat(api.getAsNobody("/network/ticker?asset=x").code()).isEqualTo(404);
    assertThat(api.getAsNobody("/network/snapshots").code()).isEqualTo(401);
    assertThat(api.get(alice, "/network/snapshots?limit=1").data()).containsExactly(paid);
    String snapshot = paid.get("snapshot_id").asString();
    assertThat(api.get(alice, "/network/snapshots/" + snapshot).data()).isEqualTo(paid);
    assertThat(api.get(bob, "/network/snapshots/" + snapshot).code()).isEqualTo(403);
    ledger.assets().retire(points.id());
    assertThat(symbols("/network/assets/top")).doesNotContain(points.symbol());
  }

  private List<String> symbols(String target) {
    return api.getAsNobody(target)
        .data()
        .valueStream()
        .map(one -> one.get("symbol").asString())
        .toList();
  }

  private void takeKey() {
    String change =
        "{\"old_pin_base64\":\"%s\",\"pin_base64\":\"%s\"}"
            .formatted(pin.digits(PIN), pin.newKey(tip, 1));
    api.post(alice, "/pin/update", change).data();
  }

  private String signed(TraceId trace, String amount, String signed, String memo, Client payee) {
    var body = TipBody.transferring(points.id(), payee.id(), signed, trace.toString(), memo);
    return body(trace.toString(), amount, ",\"memo\":\"" + memo + "\"", pin.signature(tip, body));
  }

  private Answer transfer(String amount, String more) {
    return api.post(alice, "/transfers", body(TraceId.random().toString(), amount, more));
  }

  private Answer transferWith(String hidden, String amount) {
    return api.post(alice, "/transfers", body(TraceId.random().toString(), amount, "", hidden));
  }

  private String body(String trace, String amount, String more) {
    return body(trace, amount, more, pin.digits(PIN));
  }

  private String body(String trace, String amount, String more, String hidden) {
    return """
    {"asset_id":"%s","opponent_id":"%s","amount":%s,"trace_id":"%s","pin_base64":"%s"%s}
    """
        .formatted(points.id(), bob.id(), amount, trace, hidden, more);
  }

  private static String id(Client client) {
    return "\"opponent_id\":\"" + client.id() + "\"";
  }

  private List<Snapshot> snapshots(Client user) {
    return ledger.snapshots(user.id(), TestingSnapshots.page(0, 100));
  }

  private String balance() {
    return ledger.balance(alice.id(), points).toString();
  }

  private Asset asset(int precision) {
    String symbol =
        UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
    return done(
        ledger
            .assets()
            .add(AssetId.random(), new NewAsset(symbol, "Points", precision), Optional.empty()));
  }

  private void issue(Asset asset, Client to, String amount) {
    done(
        ledger.issue(
            new NewTransfer(TraceId.random(), asset.id(), to.id(), new BigDecimal(amount), "")));
  }
}
