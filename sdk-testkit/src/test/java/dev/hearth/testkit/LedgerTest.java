package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.HearthApi;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Holding;
import dev.hearth.sdk.RelationshipChange;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.SnapshotQuery;
import dev.hearth.sdk.Transfer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Assets, transfers, snapshots and PINs in the SDK, against a real server.
@ExtendWith(HearthExtension.class)
class LedgerTest {
  private static final String PIN = HearthServer.PIN;

  private final List<String> shown = new ArrayList<>();
  private HearthServer hearth;
  private Keystore alice;
  private Keystore bob;
  private HearthClient client;
  private HearthApi api;
  private Asset ember;

  @BeforeEach
  void own(HearthServer hearth) {
    this.hearth = hearth;
    alice = hearth.person("Alice");
    bob = hearth.person("Bob");
    client = hearth.client(alice);
    api = client.api();
    ember = hearth.asset("EMBER");
    hearth.issue(ember, "100", alice.userId());
    api.setPin(PIN);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private void show(Object line) {
    shown.add(line.toString());
  }

  // Transfers

  @Test
  void a_transfer_is_answered_and_both_parties_hear_of_it() throws Exception {
    try (var there = hearth.online(bob)) {
      var bob = there;
      var pin = PIN;
      // @start region="pay"
      var transfer = Transfer.of(ember.id(), bob.id(), new BigDecimal("1.5")).withMemo("for tea");
      try {
        var paid = client.api().pay(transfer, pin);
        show(paid.closing().orElseThrow() + " left");
      } catch (HearthException e) {
        show(e.code() == ErrorCode.BALANCE_TOO_LOW.code() ? "You have less." : e.description());
      }
      // @end
      assertThat(shown).containsExactly("98.5 left");

      var got = there.nextPayment();
      assertThat(got.amount()).isEqualByComparingTo("1.5");
      assertThat(got.opponent()).contains(alice.userId());
      assertThat(got.memo()).isEqualTo("for tea");
      assertThat(got.trace()).contains(transfer.trace());
      assertThat(there.client().api().findSnapshot(got.id())).contains(got);
    }
  }

  @Test
  void a_transfer_that_is_sent_again_is_made_once() {
    var transfer = transfer("2.50");

    var first = api.pay(transfer, PIN);

    assertThat(api.pay(transfer, PIN)).isEqualTo(first);
    assertThat(first.amount()).isEqualByComparingTo("-2.5");
    assertThat(first.opening().orElseThrow()).isEqualByComparingTo("100");
    assertThat(first.closing().orElseThrow()).isEqualByComparingTo("97.5");
    assertThat(balance()).isEqualByComparingTo("97.5");
    refuses(10002, "trace_id: ", () -> api.pay(with(transfer, "3"), PIN));
  }

  @Test
  void transfers_of_many_threads_take_turns_with_the_pin() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Snapshot>> payments =
          IntStream.range(0, 4)
              .mapToObj(_ -> (Callable<Snapshot>) () -> api.pay(transfer("1"), PIN))
              .toList();

      for (var paid : threads.invokeAll(payments)) {
        assertThat(paid.get().amount()).isEqualByComparingTo("-1");
      }
    }
    assertThat(balance()).isEqualByComparingTo("96");
  }

  @Test
  void a_clock_that_is_set_back_does_not_spoil_the_next_pin() {
    api.pay(transfer("1"), PIN);

    hearth.clock().turn(Duration.ofMinutes(-2));
    try {
      assertThat(api.pay(transfer("1"), PIN).closing().orElseThrow()).isEqualByComparingTo("98");
    } finally {
      hearth.clock().turn(Duration.ofMinutes(2));
    }
  }

  @Test
  void a_refusal_arrives_with_its_reason_and_moves_nothing() {
    try (var other = hearth.client(bob)) {
      other.api().setPin(PIN);
      hearth.issue(ember, "5", bob.userId());
      var taken = Transfer.of(ember.id(), alice.userId(), BigDecimal.ONE);
      other.api().pay(taken, PIN);
      refuses(20125, "Another user", () -> api.pay(transfer("1").withTrace(taken.trace()), PIN));
      try (var carol = hearth.client(hearth.person("Carol"))) {
        refuses(403, "between others", () -> carol.api().findSnapshot(taken.trace()));
      }
    }
    refuses(20117, "The balance is lower", () -> api.pay(transfer("101.01"), PIN));
    refuses(20120, "more than 0", () -> api.pay(transfer("0"), PIN));
    refuses(20120, "more than 0", () -> api.pay(transfer("-1"), PIN));
    refuses(20120, "at most 8 decimals", () -> api.pay(transfer("0.000000001"), PIN));
    refuses(403, "to themselves", () -> api.pay(to(alice.userId()), PIN));
    refuses(404, "no user", () -> api.pay(to(UserId.random()), PIN));
    refuses(404, "no asset", () -> api.pay(of(AssetId.random()), PIN));
    refuses(10002, "memo: ", () -> api.pay(transfer("1").withMemo("m".repeat(201)), PIN));
    assertThat(balance()).isEqualByComparingTo("101");
  }

  @Test
  void somebody_who_blocks_the_payer_is_not_paid() {
    try (var other = hearth.client(bob)) {
      other.api().relate(alice.userId(), RelationshipChange.BLOCK);
    }

    refuses(403, "blocks you", () -> api.pay(transfer("1"), PIN));
  }

  @Test
  void amounts_that_no_server_reads_are_refused_here() {
    for (String amount : new String[] {"1e999999999", "1e-999999999", "1".repeat(41)}) {
      assertThatThrownBy(() -> transfer(amount)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_server_without_a_ledger_says_so() {
    try (var without = HearthServer.start("ledger.enabled = no");
        var nobody = without.client(without.person("Nobody"))) {
      nobody.api().setPin(PIN);

      assertThat(nobody.api().holdings()).isEmpty();
      assertThat(nobody.api().snapshots(SnapshotQuery.latest())).isEmpty();
      assertThat(nobody.api().findHolding(ember.id())).isEmpty();
      refuses(404, "no ledger", () -> nobody.api().findAssets("EMBER"));
      refuses(404, "no ledger", () -> nobody.api().pay(transfer("1"), PIN));
      assertThatThrownBy(() -> without.asset("EMBER")).isInstanceOf(IllegalStateException.class);
    }
  }

  // PINs

  @Test
  void a_wrong_pin_pays_nothing_and_after_five_none_is_looked_at() {
    for (int i = 0; i < 5; i++) {
      String left = "Attempts left within 24 hours: " + (4 - i);
      refuses(20119, left, () -> api.pay(transfer("1"), "000000"));
    }

    refuses(429, "Too many wrong PINs", () -> api.pay(transfer("1"), PIN));
    assertThat(balance()).isEqualByComparingTo("100");
  }

  @Test
  void a_first_pin_is_set_once_and_changed_by_whoever_knows_it() {
    try (var other = hearth.client(bob)) {
      assertThat(other.api().hasPin()).isFalse();
      refuses(20119, "has no PIN", () -> other.api().pay(to(alice.userId()), PIN));
      other.api().setPin(PIN);
      assertThat(other.api().hasPin()).isTrue();
    }
    refuses(20119, "Attempts left", () -> api.setPin("654321"));
    refuses(20119, "Attempts left", () -> api.changePin("000000", "654321"));

    api.changePin(PIN, "654321");

    refuses(20119, "Attempts left", () -> api.pay(transfer("1"), PIN));
    assertThat(api.pay(transfer("1"), "654321").amount()).isEqualByComparingTo("-1");
    assertThatThrownBy(() -> api.pay(transfer("1"), "12345"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("12345");
  }

  @Test
  void a_pin_hidden_for_another_server_can_not_be_opened() {
    var elsewhere =
        Keystore.of(
            alice.userId(),
            alice.sessionId(),
            (Ed25519KeyPair) alice.keyPair(),
            SessionKeyPair.generate().key());
    try (var astray = hearth.client(elsewhere)) {
      refuses(20118, "can't be opened", () -> astray.api().pay(transfer("1"), PIN));
    }
  }

  // Looking

  @Test
  void snapshots_are_listed_from_either_end_and_by_asset_and_opponent() {
    var gold = hearth.asset("GOLD");
    hearth.issue(gold, "7", alice.userId());
    var first = api.pay(transfer("1").withMemo("one"), PIN);
    var second = api.pay(transfer("2").withMemo("two"), PIN);

    var latest = api.snapshots(SnapshotQuery.latest());
    assertThat(latest).hasSize(4).startsWith(second, first);
    assertThat(latest.getLast().opponent()).as("the operator").isEmpty();
    assertThat(api.snapshots(SnapshotQuery.latest().after(second).atMost(1)))
        .containsExactly(first);
    assertThat(api.snapshots(SnapshotQuery.oldest().after(first))).containsExactly(second);
    assertThat(api.snapshots(SnapshotQuery.latest().ofAsset(gold.id()))).hasSize(1);
    assertThat(api.snapshots(SnapshotQuery.oldest().with(bob.userId())))
        .containsExactly(first, second);
    // @start region="pages"
    var query = SnapshotQuery.oldest().ofAsset(ember.id());
    var page = client.api().snapshots(query);
    while (!page.isEmpty()) {
      page.forEach(snapshot -> show(snapshot.amount() + " " + snapshot.memo()));
      page = client.api().snapshots(query.after(page.getLast()));
    }
    // @end
    assertThat(shown).containsExactly("100 ", "-1 one", "-2 two");
    assertThatThrownBy(() -> SnapshotQuery.latest().atMost(501))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_snapshot_is_found_by_its_id_and_by_its_trace() {
    var transfer = transfer("1");
    assertThat(api.findSnapshot(transfer.trace())).isEmpty();

    var paid = api.pay(transfer, PIN);

    assertThat(api.findSnapshot(transfer.trace())).contains(paid);
    assertThat(api.findSnapshot(paid.id())).contains(paid);
    assertThat(api.findSnapshot(new SnapshotId(TraceId.random().uuid()))).isEmpty();
    try (var carol = hearth.client(hearth.person("Carol"))) {
      refuses(403, "between others", () -> carol.api().findSnapshot(paid.id()));
    }
  }

  @Test
  void assets_are_found_by_their_names_and_everybody_sees_what_they_have() {
    var gold = hearth.asset("GOLD");

    assertThat(api.findAssets("embe")).contains(ember);
    assertThat(api.findAssets("no such/asset?")).isEmpty();
    assertThat(api.holdings()).containsExactly(new Holding(ember, new BigDecimal("100")));
    assertThat(api.findHolding(gold.id())).contains(new Holding(gold, BigDecimal.ZERO));
    assertThat(api.findHolding(AssetId.random())).isEmpty();
  }

  private static void refuses(int code, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HearthException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(HearthException.Reason.REFUSED);
              assertThat(e.code()).as(e.description()).isEqualTo(code);
              assertThat(e.description()).contains(reason);
            });
  }

  private BigDecimal balance() {
    return hearth.balance(alice.userId(), ember);
  }

  private Transfer transfer(String amount) {
    return Transfer.of(ember.id(), bob.userId(), new BigDecimal(amount));
  }

  private static Transfer with(Transfer transfer, String amount) {
    return Transfer.of(transfer.asset(), transfer.payee(), new BigDecimal(amount))
        .withTrace(transfer.trace());
  }

  private Transfer to(UserId payee) {
    return Transfer.of(ember.id(), payee, BigDecimal.ONE);
  }

  private Transfer of(AssetId asset) {
    return Transfer.of(asset, bob.userId(), BigDecimal.ONE);
  }
}
