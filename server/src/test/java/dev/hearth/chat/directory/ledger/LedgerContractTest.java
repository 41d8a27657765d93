package dev.hearth.chat.directory.ledger;

import static dev.hearth.TestingPayloads.understood;
import static dev.hearth.chat.TestingOutcomes.done;
import static dev.hearth.chat.TestingRefusals.refusedFor;
import static dev.hearth.chat.TestingRefusals.refusedWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.DirectoryOnBothEngines;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Expenses;
import dev.hearth.chat.directory.conversation.TestingExpenses;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.ledger.SnapshotQuery.TimeOrder;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.platform.sql.AtOnce;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.SafeSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of the ledger, on every engine.
class LedgerContractTest extends DirectoryOnBothEngines {
  private Relationships relationships;
  private Ledger ledger;
  private Asset ember;
  private UserId alice;
  private UserId bob;

  @Override
  protected List<Migrations> ownTables() {
    return List.of(Conversations.MIGRATIONS, Ledger.MIGRATIONS);
  }

  @BeforeEach
  void meet() {
    relationships = new Relationships(directory);
    ledger = ledger(directory, TestingExpenses.none());
    alice = person("Alice");
    bob = person("Bob");
    ember = asset("EMBER", 2);
    issue(alice, "100");
  }

  private Ledger ledger(Directory by, Expenses expenses) {
    var conversations = new Conversations(by, accounts, relationships, expenses, 100);
    return new Ledger(by, accounts, relationships, conversations);
  }

  @Test
  void a_transfer_leaves_one_balance_and_comes_into_another() {
    clock.turn(Duration.ofSeconds(1));

    var paid = done(ledger.transfer(alice, of("10.5", "thanks")));

    assertThat(paid.user()).isEqualTo(alice);
    assertThat(paid.opponent()).isEqualTo(bob);
    assertThat(paid.quantity()).hasToString("-10.5");
    assertThat(paid.opening()).hasToString("100");
    assertThat(paid.closing()).hasToString("89.5");
    assertThat(paid.transfer().memo()).isEqualTo("thanks");
    assertThat(paid.createdAt()).isGreaterThanOrEqualTo(WireTime.micros(clock.instant()));
    var taken = ledger.find(paid.transfer().snapshotOf(bob)).orElseThrow();
    assertThat(taken.user()).isEqualTo(bob);
    assertThat(taken.opponent()).isEqualTo(alice);
    assertThat(taken.quantity()).hasToString("10.5");
    assertThat(taken.opening()).hasToString("0");
    assertThat(taken.closing()).hasToString("10.5");
    assertThat(balance(alice)).isEqualTo("89.5");
    assertThat(balance(bob)).isEqualTo("10.5");
    assertThat(ledger.find(paid.id())).contains(paid);
    assertThat(ledger.find(paid.transfer().trace())).contains(paid.transfer());
    assertBalanced();
  }

  @Test
  void both_are_told_in_their_conversation_each_with_the_change_of_their_own_balance() {
    var paid = done(ledger.transfer(alice, of("10.5", "")));

    var contact = ConversationId.ofContact(alice, bob);
    var notices = directory.outbox().next(10);
    assertThat(notices)
        .hasSize(2)
        .allSatisfy(notice -> {
          assertThat(notice.author()).isEqualTo(alice);
          assertThat(notice.conversation()).isEqualTo(contact);
          assertThat(notice.id())
              .isEqualTo(serverKey.noticeAbout(payload(notice).snapshot().uuid()));
        });
    var toAlice = notices.getFirst();
    assertThat(toAlice.recipients()).isEqualTo(Recipients.users(List.of(alice)));
    assertThat(payload(toAlice))
        .isEqualTo(
            new AccountSnapshot(
                "transfer",
                paid.id(),
                ember.id(),
                Optional.of(bob),
                "-10.5",
                Optional.of(paid.transfer().trace()),
                Optional.empty(),
                Optional.of("100"),
                Optional.of("89.5"),
                WireTime.instant(paid.createdAt())));
    var toBob = notices.getLast();
    assertThat(toBob.recipients()).isEqualTo(Recipients.users(List.of(bob)));
    assertThat(payload(toBob).amount()).isEqualTo("10.5");
    assertThat(payload(toBob).opponent()).contains(alice);
    assertThat(payload(toBob).closing()).contains("10.5");
    var conversations =
        new Conversations(reopened(), accounts, relationships, TestingExpenses.none(), 100);
    assertThat(conversations.find(contact).orElseThrow().participants()).hasSize(2);
  }

  @Test
  void an_app_that_reads_safe_snapshots_is_told_by_one_and_by_nothing_else() {
    bob = accounts.registerBot("Bob", Optional.empty(), List.of(App.SAFE)).id();

    var paid = done(ledger.transfer(alice, of("10.5", "thanks")));

    var notices = directory.outbox().next(10);
    assertThat(notices)
        .extracting(OutgoingNotice::category)
        .containsExactly("SYSTEM_ACCOUNT_SNAPSHOT", "SYSTEM_SAFE_SNAPSHOT");
    var toBob = notices.getLast();
    assertThat(toBob.author()).isEqualTo(alice);
    assertThat(toBob.recipients()).isEqualTo(Recipients.users(List.of(bob)));
    assertThat(understood(SafeSnapshot.parse(toBob.payload().getBytes(UTF_8))))
        .isEqualTo(
            new SafeSnapshot(
                "snapshot",
                paid.transfer().snapshotOf(bob),
                ember.id(),
                Optional.of(bob),
                Optional.of(alice),
                "10.5",
                Optional.of(paid.transfer().trace()),
                Optional.of("thanks"),
                Optional.of("0"),
                Optional.of("10.5"),
                WireTime.instant(paid.createdAt())));
    assertThat(toBob.payload()).contains("\"memo\":\"7468616e6b73\"");
  }

  @Test
  void a_transfer_that_is_asked_for_again_is_answered_and_not_made_again() {
    var wanted = of("10.5", "thanks");
    var paid = done(ledger.transfer(alice, wanted));
    done(ledger.transfer(alice, of("89.5", "")));
    relationships.block(bob, alice);
    ledger.assets().retire(ember.id());

    assertThat(done(ledger.transfer(alice, wanted))).isEqualTo(paid);

    assertThat(balance(bob)).isEqualTo("100");
    assertThat(directory.outbox().next(10)).hasSize(4);
  }

  @Test
  void another_transfer_under_a_known_trace_is_refused() {
    var first = of("2", "");
    done(ledger.transfer(alice, first));
    issue(bob, "2");

    assertThat(others(first, asset("OTHER", 2)))
        .allSatisfy(
            other -> assertThat(ledger.transfer(alice, other)).satisfies(refusedFor("trace_id")));
    assertThat(ledger.transfer(bob, first)).satisfies(refusedWith(ErrorCode.TRACE_TAKEN));
    assertThat(balance(alice)).isEqualTo("98");
    assertThat(directory.outbox().next(10)).hasSize(2);
  }

  @Test
  void a_refused_transfer_changes_nothing() {
    var carol = person("Carol");
    relationships.block(carol, alice);
    var gone = asset("GONE", 0);
    ledger.assets().retire(gone.id());
    var one = BigDecimal.ONE;

    refuse(ErrorCode.BALANCE_TOO_LOW, of("100.01", ""));
    refuse(ErrorCode.BALANCE_TOO_LOW, of("1e30", ""));
    refuse(ErrorCode.AMOUNT_TOO_SMALL, of("0", ""));
    refuse(ErrorCode.AMOUNT_TOO_SMALL, of("1.001", ""));
    refuse(ErrorCode.FORBIDDEN, new NewTransfer(trace(), ember.id(), alice, one, ""));
    refuse(ErrorCode.FORBIDDEN, new NewTransfer(trace(), ember.id(), carol, one, ""));
    refuse(ErrorCode.FORBIDDEN, new NewTransfer(trace(), gone.id(), bob, one, ""));
    refuse(ErrorCode.NOT_FOUND, new NewTransfer(trace(), ember.id(), UserId.random(), one, ""));
    refuse(ErrorCode.NOT_FOUND, new NewTransfer(trace(), ember.id(), ember.issuer(), one, ""));
    refuse(ErrorCode.NOT_FOUND, new NewTransfer(trace(), AssetId.random(), bob, one, ""));
    assertThat(ledger.transfer(alice, of("1", "m".repeat(201)))).satisfies(refusedFor("memo"));

    assertThat(balance(alice)).isEqualTo("100");
    assertThat(ledger.transfers(0, 10)).hasSize(1);
    assertThat(directory.outbox().next(10)).isEmpty();
    assertThat(done(ledger.transfer(alice, of("1", "😀".repeat(200)))).quantity())
        .hasToString("-1");
  }

  private void refuse(ErrorCode code, NewTransfer wanted) {
    assertThat(ledger.transfer(alice, wanted)).satisfies(refusedWith(code));
    assertThat(ledger.find(wanted.trace())).isEmpty();
  }

  @Test
  void a_transfer_to_a_stranger_costs_what_a_conversation_with_them_does() {
    ledger = ledger(reopened(), TestingExpenses.of(1, 100, clock));
    var carol = person("Carol");
    done(ledger.transfer(alice, of("1", "")));
    done(ledger.transfer(alice, of("1", "")));

    refuse(
        ErrorCode.TOO_MANY_REQUESTS,
        new NewTransfer(trace(), ember.id(), carol, BigDecimal.ONE, ""));

    assertThat(balance(alice)).isEqualTo("98");
  }

  @Test
  void one_transfer_that_is_asked_for_fifty_times_at_once_is_made_once() throws Exception {
    var wanted = of("3", "");

    List<Outcome<Snapshot>> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Outcome<Snapshot>> call = () -> ledger.transfer(alice, wanted);
      for (Future<Outcome<Snapshot>> each :
          threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> call).toList())) {
        outcomes.add(each.get());
      }
    }

    assertThat(outcomes).hasSize(50).containsOnly(outcomes.getFirst());
    assertThat(done(outcomes.getFirst()).closing()).hasToString("97");
    assertThat(directory.outbox().next(10)).hasSize(2);
    assertThat(balance(bob)).isEqualTo("3");
    assertBalanced();
  }

  @Test
  void nobody_spends_more_than_they_have_however_many_try_at_once() {
    var carol = person("Carol");
    issue(bob, "5");

    var outcomes =
        AtOnce.call(number ->
            number % 2 == 0
                ? ledger.transfer(
                    alice, new NewTransfer(trace(), ember.id(), carol, new BigDecimal("20"), ""))
                : ledger.transfer(
                    bob, new NewTransfer(trace(), ember.id(), carol, BigDecimal.ONE, "")));

    assertThat(outcomes)
        .filteredOn(Outcome.Refused.class::isInstance)
        .hasSize(AtOnce.WRITERS - 10)
        .allSatisfy(
            refused -> assertThat(refused).satisfies(refusedWith(ErrorCode.BALANCE_TOO_LOW)));
    assertThat(balance(alice)).isEqualTo("0");
    assertThat(balance(bob)).isEqualTo("0");
    assertThat(balance(carol)).isEqualTo("105");
    assertBalanced();
  }

  @Test
  void transfers_in_all_directions_at_once_add_up() {
    var people = List.of(alice, bob, person("Carol"));
    long seed = new Random().nextLong();

    AtOnce.call(number -> {
      var random = new Random(seed + number);
      for (int i = 0; i < 5; i++) {
        UserId payer = people.get(random.nextInt(people.size()));
        UserId payee = people.get(random.nextInt(people.size()));
        BigDecimal amount = BigDecimal.valueOf(random.nextInt(4_000), 2);
        ledger.transfer(payer, new NewTransfer(trace(), ember.id(), payee, amount, ""));
      }
      return number;
    });

    assertThat(ledger.verify().faults()).as("seed %s", seed).isEmpty();
    assertThat(people.stream().mapToLong(one -> ledger.balance(one, ember).units()).sum())
        .as("seed %s", seed)
        .isEqualTo(10_000);
  }

  // Issuing

  @Test
  void the_supply_is_all_that_was_issued() {
    var trace = trace();
    var wanted = new NewTransfer(trace, ember.id(), bob, new BigDecimal("2.5"), "");

    var given = done(ledger.issue(wanted));

    assertThat(given.user()).isEqualTo(bob);
    assertThat(given.opponent()).isEqualTo(ember.issuer());
    assertThat(given.transfer().issued()).isTrue();
    assertThat(given.closing()).hasToString("2.5");
    assertThat(ledger.assets().supply(ember)).hasToString("102.5");
    assertThat(done(ledger.issue(wanted))).isEqualTo(given);
    assertThat(ledger.assets().supply(ember)).hasToString("102.5");
    assertThat(directory.outbox().next(10)).isEmpty();
    assertBalanced();
  }

  @Test
  void there_is_never_more_of_an_asset_than_can_be_counted() {
    assertThat(
            ledger.issue(
                new NewTransfer(
                    trace(), asset("FRESH", 2).id(), alice, new BigDecimal("1e30"), "")))
        .satisfies(refusedWith(ErrorCode.BALANCE_TOO_LOW));
    var most = BigDecimal.valueOf(Quantity.MOST_UNITS, 2).subtract(new BigDecimal("100"));
    issue(bob, most.toPlainString());

    assertThat(
            ledger.issue(new NewTransfer(trace(), ember.id(), alice, new BigDecimal("0.01"), "")))
        .satisfies(refusedWith(ErrorCode.BALANCE_TOO_LOW));

    done(ledger.transfer(alice, of("100", "")));
    assertThat(ledger.balance(bob, ember).units()).isEqualTo(Quantity.MOST_UNITS);
    assertBalanced();
  }

  @Test
  void nothing_is_issued_to_nobody_or_of_what_is_retired() {
    var one = BigDecimal.ONE;
    assertThat(ledger.issue(new NewTransfer(trace(), ember.id(), UserId.random(), one, "")))
        .satisfies(refusedWith(ErrorCode.NOT_FOUND));
    assertThat(ledger.issue(new NewTransfer(trace(), AssetId.random(), bob, one, "")))
        .satisfies(refusedWith(ErrorCode.NOT_FOUND));

    ledger.assets().retire(ember.id());

    assertThat(ledger.issue(new NewTransfer(trace(), ember.id(), bob, one, "")))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
  }

  // Assets

  @Test
  void assets_are_listed_as_they_were_added() {
    clock.turn(Duration.ofSeconds(1));
    var points = asset("POINTS", 0);

    assertThat(ledger.assets().all()).containsExactly(ember, points);
    assertThat(ledger.assets().find(points.id())).contains(points);
    assertThat(ledger.assets().findBySymbol("points")).contains(points);
    assertThat(ledger.assets().findBySymbol("COINS")).isEmpty();
    var retired = ledger.assets().retire(points.id()).orElseThrow();
    assertThat(retired.retired()).isTrue();
    assertThat(ledger.assets().retire(points.id())).contains(retired);
    assertThat(ledger.assets().retire(AssetId.random())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ember", "TWO WORDS", "A-B", "AAAAAAAAAAAAAAAAA", "EMBER"})
  void a_symbol_is_short_and_nobody_elses(String symbol) {
    assertThat(
            ledger
                .assets()
                .add(AssetId.random(), new Assets.NewAsset(symbol, "Name", 2), Optional.empty()))
        .satisfies(refusedFor("symbol"));
  }

  @Test
  void an_asset_has_a_name_and_at_most_eight_decimals() {
    var assets = ledger.assets();
    for (int precision : List.of(-1, 9)) {
      assertThat(
              assets.add(
                  AssetId.random(), new Assets.NewAsset("A", "A", precision), Optional.empty()))
          .satisfies(refusedFor("precision"));
    }
    for (String name : List.of("", "n".repeat(65), "line\nline")) {
      assertThat(assets.add(AssetId.random(), new Assets.NewAsset("A", name, 8), Optional.empty()))
          .satisfies(refusedFor("name"));
    }
  }

  @Test
  void there_are_at_most_a_thousand_assets() {
    directory.run(tx -> {
      for (int i = 1; i < Assets.MOST; i++) {
        AssetTable.insert(
            tx.handle(),
            new Asset(
                AssetId.random(),
                "A" + i,
                "A",
                "",
                0,
                UserId.random(),
                positions.next(),
                OptionalLong.empty()));
      }
    });

    assertThat(
            ledger
                .assets()
                .add(AssetId.random(), new Assets.NewAsset("B", "B", 0), Optional.empty()))
        .satisfies(refusedWith(ErrorCode.FORBIDDEN));
  }

  // Looking

  @Test
  void a_user_has_only_what_is_above_0() {
    assertThat(ledger.holdings(alice)).containsExactly(new Holding(ember, new Quantity(10_000, 2)));

    done(ledger.transfer(alice, of("100", "")));

    assertThat(ledger.holdings(alice)).isEmpty();
    assertThat(ledger.holdings(person("Carol"))).isEmpty();
  }

  @Test
  void snapshots_are_listed_by_time_asset_and_opponent() {
    var carol = person("Carol");
    var points = asset("POINTS", 0);
    done(ledger.issue(new NewTransfer(trace(), points.id(), alice, new BigDecimal("9"), "")));
    var toBob = done(ledger.transfer(alice, of("1", "")));
    var toCarol =
        done(
            ledger.transfer(
                alice, new NewTransfer(trace(), points.id(), carol, BigDecimal.ONE, "")));
    var again = done(ledger.transfer(alice, of("2", "")));

    var all = ledger.snapshots(alice, TestingSnapshots.page(0, 10));

    assertThat(all).hasSize(5).endsWith(toBob, toCarol, again);
    assertThat(ledger.snapshots(alice, TestingSnapshots.page(toBob.createdAt(), 1)))
        .containsExactly(toCarol);
    assertThat(ledger.snapshots(alice, asked(Optional.of(points.id()), Optional.empty())))
        .startsWith(toCarol)
        .hasSize(2);
    assertThat(ledger.snapshots(alice, asked(Optional.empty(), Optional.of(bob))))
        .containsExactly(again, toBob);
    assertThat(ledger.snapshots(carol, TestingSnapshots.page(0, 10))).hasSize(1);
  }

  private static SnapshotQuery asked(Optional<AssetId> asset, Optional<UserId> opponent) {
    return new SnapshotQuery(asset, opponent, 0, Long.MAX_VALUE, TimeOrder.DESC, 10);
  }

  @Test
  void nothing_is_stamped_before_a_transfer_that_is_stored() {
    done(ledger.transfer(alice, of("1", "")));
    long newest = ledger.transfers(0, 10).getLast().createdAt();
    var outbox = directory.outbox();
    // The notices that wait there raise the clock by themselves.
    outbox.done(outbox.next(10).stream().map(OutgoingNotice::id).toList());

    clock.turn(Duration.ofDays(-1));
    var later = new Directory(database(), new dev.hearth.platform.time.PositionClock(clock));
    Ledger.raise(later);

    assertThat(later.stamps().next()).isGreaterThan(newest);
  }

  @Test
  void transfers_of_everybody_are_listed_as_they_were_made_a_page_at_a_time() {
    var toBob = done(ledger.transfer(alice, of("1", ""))).transfer();
    issue(person("Carol"), "5");

    assertThat(ledger.transfers(0, 2)).extracting(Transfer::payee).containsExactly(alice, bob);
    assertThat(ledger.transfers(toBob.createdAt(), 2)).singleElement().matches(Transfer::issued);
  }

  // Payments

  @Test
  void a_payment_that_was_prepared_is_paid_by_the_transfer_of_its_trace() {
    var wanted = of("1.5", "tea");
    var payment = done(ledger.payments().prepare(bob, wanted));
    var alices = done(ledger.payments().prepare(alice, wanted));
    assertThat(payment.paid()).isFalse();
    assertThat(alices.code()).isNotEqualTo(payment.code());

    done(ledger.transfer(alice, wanted));

    assertThat(ledger.payments().find(payment.code()).orElseThrow().paid()).isTrue();
    assertThat(done(ledger.payments().prepare(bob, wanted)).paid()).isTrue();
    assertThat(ledger.payments().find(UUID.randomUUID())).isEmpty();
  }

  @Test
  void a_payment_is_not_paid_by_another_transfer_of_its_trace() {
    var other = asset("OTHER", 2);
    done(ledger.issue(new NewTransfer(trace(), other.id(), alice, BigDecimal.TEN, "")));
    for (int i = 0; i < 4; i++) {
      var wanted = of("1.5", "tea");
      var payment = done(ledger.payments().prepare(bob, wanted));

      done(ledger.transfer(alice, others(wanted, other).get(i)));

      assertThat(ledger.payments().find(payment.code()).orElseThrow().paid()).isFalse();
      assertThat(ledger.payments().prepare(bob, wanted)).satisfies(refusedFor("trace_id"));
    }
  }

  @Test
  void another_payment_under_a_trace_of_its_creators_is_refused() {
    var wanted = of("1.5", "tea");
    var payment = done(ledger.payments().prepare(bob, wanted));

    assertThat(others(wanted, asset("OTHER", 2)))
        .allSatisfy(other ->
            assertThat(ledger.payments().prepare(bob, other)).satisfies(refusedFor("trace_id")));
    assertThat(done(ledger.payments().prepare(bob, wanted))).isEqualTo(payment);
  }

  @Test
  void a_payment_that_was_made_before_it_is_prepared_is_paid() {
    var wanted = of("1.5", "tea");
    done(ledger.transfer(alice, wanted));

    assertThat(done(ledger.payments().prepare(bob, wanted)).paid()).isTrue();
    assertThat(ledger.payments().prepare(bob, of("1", "m".repeat(201))))
        .satisfies(refusedFor("memo"));
  }

  /// The same with another payee, asset, amount, or memo.
  private List<NewTransfer> others(NewTransfer wanted, Asset asset) {
    var trace = wanted.trace();
    return List.of(
        new NewTransfer(trace, ember.id(), person("Carol"), wanted.amount(), wanted.memo()),
        new NewTransfer(trace, asset.id(), bob, wanted.amount(), wanted.memo()),
        new NewTransfer(trace, ember.id(), bob, BigDecimal.ONE, wanted.memo()),
        new NewTransfer(trace, ember.id(), bob, wanted.amount(), "coffee"));
  }

  @Test
  void a_payment_that_is_prepared_many_times_at_once_has_one_code() {
    var wanted = of("1.5", "");

    var prepared = AtOnce.call(_ -> ledger.payments().prepare(bob, wanted));

    assertThat(prepared).containsOnly(prepared.getFirst());
  }

  @Test
  void a_payment_beyond_the_most_takes_the_place_of_the_oldest_of_its_creator() {
    var first = of("1", "first");
    var second = of("1", "second");
    var another = done(ledger.payments().prepare(alice, first));
    var oldest = done(ledger.payments().prepare(bob, first));
    var next = done(ledger.payments().prepare(bob, second));
    directory.run(tx -> {
      for (int i = 2; i < Payments.MOST; i++) {
        PaymentTable.insert(tx.handle(), bob, ofLater(next));
      }
    });

    var youngest = done(ledger.payments().prepare(bob, of("1", "last")));

    assertThat(ledger.payments().find(oldest.code())).isEmpty();
    assertThat(ledger.payments().find(next.code())).isPresent();
    assertThat(ledger.payments().find(youngest.code())).isPresent();
    assertThat(ledger.payments().find(another.code())).isPresent();
  }

  private Payment ofLater(Payment payment) {
    return new Payment(
        UUID.randomUUID(),
        trace(),
        ember,
        payment.payee(),
        payment.quantity(),
        "",
        false,
        positions.next());
  }

  // Whether it adds up

  @Test
  void the_books_count_what_there_is() {
    done(ledger.transfer(alice, of("1", "")));

    assertThat(ledger.verify()).isEqualTo(new Books(1, 3, 2, 4, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UPDATE balances SET units = units + 1 WHERE units = 100 | The balance is not that after",
        "UPDATE balances SET units = 0 WHERE units < 0 | add up to 10000 units",
        "UPDATE snapshots SET closing = closing + 1 WHERE units = 100 | does not close with",
        "UPDATE snapshots SET opening = opening + 1, closing = closing + 1 WHERE units = 100 "
            + "| does not open with",
        "UPDATE snapshots SET units = 200, closing = 200 WHERE units = 100 "
            + "| is not of its transfer",
        "UPDATE snapshots SET snapshot_id = trace_id WHERE units = 100 | is not of its transfer",
        "UPDATE snapshots SET opponent_id = user_id WHERE units = 100 | is not of its transfer",
        "UPDATE snapshots SET created_at = 1 WHERE units = 100 | is not of its transfer",
        "UPDATE transfers SET units = units + 1 WHERE units = 100 | is not of its transfer",
        "UPDATE transfers SET payee_id = payer_id WHERE units = 100 | is not of its transfer",
        "UPDATE transfers SET asset_id = (SELECT max(asset_id) FROM assets WHERE symbol <> 'EMBER') "
            + "WHERE units = 100 "
            + "| is not of its transfer",
        "DELETE FROM snapshots WHERE units = 100 | There are 3 snapshots of 2 transfers",
        "DELETE FROM balances WHERE units = 100 | The balance is not that after",
        "INSERT INTO balances (user_id, asset_id, units) SELECT asset_id, asset_id, 0 FROM assets "
            + "| There are 5 balances, and snapshots of 3",
        "INSERT INTO transfers (trace_id, payer_id, payee_id, asset_id, units, memo, created_at) "
            + "SELECT issuer_id, payer_id, payee_id, t.asset_id, 1, '', 1 "
            + "FROM transfers t JOIN assets a ON a.asset_id = t.asset_id WHERE units = 100 "
            + "| There are 4 snapshots of 3 transfers"
      })
  void a_fault_is_found_wherever_it_is_and_named(String damage, String fault) {
    asset("OTHER", 2);
    done(ledger.transfer(alice, of("1", "")));
    assertBalanced();

    database().change(handle -> assertThat(handle.execute(damage)).isPositive());

    assertThat(ledger.verify().faults()).anyMatch(sentence -> sentence.contains(fault));
  }

  @Test
  void a_snapshot_of_somebody_who_is_not_a_party_is_a_fault() {
    var carol = person("Carol");
    var paid = done(ledger.transfer(alice, of("1", "")));
    var ofBob = ledger.find(paid.transfer().snapshotOf(bob)).orElseThrow();

    database()
        .change(handle -> {
          handle.execute("DELETE FROM snapshots WHERE units = 100");
          handle.execute("DELETE FROM balances WHERE units = 100");
          TransferTable.insert(
              handle,
              new Snapshot(
                  paid.transfer().snapshotOf(carol),
                  carol,
                  alice,
                  paid.transfer(),
                  ofBob.quantity(),
                  ofBob.opening(),
                  ofBob.closing()));
          BalanceTable.set(handle, carol, ember.id(), 100);
        });

    assertThat(ledger.verify().faults())
        .containsExactly(
            "Snapshot %s is not of its transfer".formatted(paid.transfer().snapshotOf(carol)));
  }

  @Test
  void the_first_twenty_faults_are_named() {
    for (int i = 0; i < 10; i++) {
      done(ledger.transfer(alice, of("1", "")));
    }
    database().change(handle -> handle.execute("UPDATE snapshots SET opponent_id = user_id"));

    assertThat(ledger.verify().snapshots()).isEqualTo(22);
    assertThat(ledger.verify().faults()).hasSize(20);
  }

  @Test
  void a_balance_below_0_is_a_fault_although_everything_adds_up() {
    done(ledger.transfer(alice, of("1", "")));

    database()
        .change(handle ->
            List.of(
                    "UPDATE transfers SET units = 10100 WHERE units = 100",
                    "UPDATE snapshots SET units = -10100, closing = -100 WHERE units = -100",
                    "UPDATE snapshots SET units = 10100, closing = 10100 WHERE units = 100",
                    "UPDATE balances SET units = -100 WHERE units = 9900",
                    "UPDATE balances SET units = 10100 WHERE units = 100")
                .forEach(change -> assertThat(handle.execute(change)).isOne()));

    assertThat(ledger.verify().faults())
        .singleElement()
        .asString()
        .startsWith("The balance after snapshot ")
        .endsWith(" is below 0");
  }

  private void assertBalanced() {
    assertThat(ledger.verify().faults()).isEmpty();
  }

  private Asset asset(String symbol, int precision) {
    return done(
        ledger
            .assets()
            .add(
                AssetId.random(),
                new Assets.NewAsset(symbol, symbol, precision),
                Optional.empty()));
  }

  private void issue(UserId to, String amount) {
    done(ledger.issue(new NewTransfer(trace(), ember.id(), to, new BigDecimal(amount), "")));
  }

  /// To Bob, of the asset that there is.
  private NewTransfer of(String amount, String memo) {
    return new NewTransfer(trace(), ember.id(), bob, new BigDecimal(amount), memo);
  }

  private static TraceId trace() {
    return TraceId.random();
  }

  private String balance(UserId user) {
    return ledger.balance(user, ember).toString();
  }

  private static AccountSnapshot payload(OutgoingNotice notice) {
    assertThat(notice.category()).isEqualTo("SYSTEM_ACCOUNT_SNAPSHOT");
    return understood(AccountSnapshot.parse(notice.payload().getBytes(UTF_8)));
  }
}
