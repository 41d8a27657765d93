package dev.hearth;

import static dev.hearth.TestingPayloads.understood;
import static dev.hearth.chat.TestingOutcomes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Backups;
import dev.hearth.chat.directory.ledger.Asset;
import dev.hearth.chat.directory.ledger.Assets.NewAsset;
import dev.hearth.chat.directory.ledger.Ledger;
import dev.hearth.chat.directory.ledger.NewTransfer;
import dev.hearth.chat.directory.ledger.Snapshot;
import dev.hearth.platform.backup.KeptBackup;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.AccountSnapshot;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that continues from a backup: its ledger adds up, and its users hear once of each
/// transfer that is in it.
class RestoredLedgerTest {
  private static final String ON = "ledger.enabled = yes";
  private static final int BEFORE_THE_BACKUP = 30;

  /// The machine that was lost had a clock that is ahead of the new one's.
  private static final InstantSource AHEAD =
      InstantSource.offset(InstantSource.system(), Duration.ofMinutes(5));

  @TempDir private Path folder;
  private Keystore alice;
  private Keystore bob;
  private Asset points;

  /// Alice has a thousand points, and Bob has nothing.
  @BeforeEach
  void meet() {
    try (var hearth = lost()) {
      alice = hearth.person("Alice");
      bob = hearth.person("Bob");
      var ledger = ledger(hearth);
      points =
          done(
              ledger
                  .assets()
                  .add(AssetId.random(), new NewAsset("POINTS", "Points", 0), Optional.empty()));
      done(ledger.issue(to(alice.userId(), "1000")));
    }
  }

  @Test
  void after_a_restore_only_the_transfer_comes_that_nobody_had_fetched() throws Exception {
    Snapshot waiting;
    NewTransfer lost;
    MessageView toldOfLost;
    try (var hearth = lost()) {
      var ledger = ledger(hearth);
      done(ledger.transfer(alice.userId(), of("1")));
      fetch(hearth, alice, 1);
      fetch(hearth, bob, 1);
      waiting = done(ledger.transfer(alice.userId(), of("2")));
      backUp(hearth);
      lost = of("4");
      done(ledger.transfer(alice.userId(), lost));
      toldOfLost = fetch(hearth, bob, 2).getLast();
    }

    try (var hearth = restored()) {
      var ledger = ledger(hearth);
      assertThat(ledger.verify().faults()).isEmpty();
      assertThat(ledger.verify().transfers()).as("one was issued").isEqualTo(3);
      assertThat(ledger.balance(alice.userId(), points)).hasToString("997");
      assertThat(ledger.balance(bob.userId(), points)).hasToString("3");
      assertThat(ledger.find(lost.trace())).isEmpty();
      assertThat(snapshots(fetch(hearth, alice, 1))).containsExactly(waiting.id());
      assertThat(snapshots(fetch(hearth, bob, 1)))
          .containsExactly(waiting.transfer().snapshotOf(bob.userId()));

      var again = done(ledger.transfer(alice.userId(), lost));

      assertThat(again.createdAt()).isGreaterThan(waiting.createdAt());
      assertThat(again.closing()).hasToString("993");
      var told = fetch(hearth, bob, 1);
      assertThat(told.getFirst().messageId())
          .as("Bob, who has heard of it, sees it once")
          .isEqualTo(toldOfLost.messageId());
      assertThat(ledger.verify().faults()).isEmpty();
    }
  }

  /// The log is copied after the directory: it may know of transfers that the ledger does not have.
  @Test
  void a_backup_in_the_middle_of_transfers_has_each_with_one_message_to_each_party()
      throws Exception {
    var stopped = new AtomicBoolean();
    var made = new Semaphore(0);
    List<Snapshot> all = new ArrayList<>();
    try (var hearth = lost();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ledger = ledger(hearth);
      var paying =
          threads.submit(() -> {
            while (!stopped.get()) {
              all.add(done(ledger.transfer(alice.userId(), of("1"))));
              made.release();
            }
          });
      made.acquire(BEFORE_THE_BACKUP);
      backUp(hearth);
      made.acquire();
      stopped.set(true);
      paying.get();
    }

    try (var hearth = restored()) {
      var ledger = ledger(hearth);
      assertThat(ledger.verify().faults()).isEmpty();
      int kept = (int) ledger.verify().transfers() - 1;
      assertThat(kept).isBetween(BEFORE_THE_BACKUP, all.size() - 1);
      all.add(kept, done(ledger.transfer(alice.userId(), of("1"))));
      for (Keystore party : List.of(alice, bob)) {
        List<SnapshotId> ids =
            all.stream().map(one -> one.transfer().snapshotOf(party.userId())).toList();
        List<SnapshotId> heard = snapshots(fetchUpTo(hearth, party, ids.get(kept)));
        assertThat(heard)
            .doesNotHaveDuplicates()
            .isSubsetOf(ids)
            .containsSubsequence(ids.subList(0, kept + 1));
      }
    }
  }

  private TestingHearth lost() {
    return TestingHearth.withClock(folder.resolve("lost"), AHEAD, ON);
  }

  private void backUp(TestingHearth hearth) throws Exception {
    hearth.running().chat().backups().backUp(folder.resolve("backups"));
  }

  private TestingHearth restored() throws Exception {
    Path data = folder.resolve("data");
    KeptBackup backup = KeptBackup.find(folder.resolve("backups")).orElseThrow();
    Backups.restore(backup, data, InstantSource.system());
    return TestingHearth.start(data, 0, ON);
  }

  private static Ledger ledger(TestingHearth hearth) {
    return hearth.running().chat().directory().ledger().orElseThrow();
  }

  /// To Bob.
  private NewTransfer of(String amount) {
    return to(bob.userId(), amount);
  }

  private NewTransfer to(UserId payee, String amount) {
    return new NewTransfer(TraceId.random(), points.id(), payee, new BigDecimal(amount), "");
  }

  /// As many messages about transfers as there are to be, which are acknowledged.
  private static List<MessageView> fetch(TestingHearth hearth, Keystore party, int count)
      throws Exception {
    return fetch(hearth, party, fetched -> fetched.size() == count);
  }

  /// The messages about transfers up to one, which are acknowledged.
  private static List<MessageView> fetchUpTo(TestingHearth hearth, Keystore party, SnapshotId last)
      throws Exception {
    return fetch(hearth, party, fetched -> snapshots(fetched).contains(last));
  }

  private static List<MessageView> fetch(
      TestingHearth hearth, Keystore party, Predicate<List<MessageView>> all) throws Exception {
    List<MessageView> fetched = new ArrayList<>();
    try (var device = Device.online(hearth.address(), party)) {
      while (!all.test(fetched)) {
        MessageView view = device.message();
        if (view.category().equals("SYSTEM_ACCOUNT_SNAPSHOT")) {
          fetched.add(view);
        }
        device.acknowledge(MessageStatus.READ, view);
      }
      assertThat(device.rest()).isEmpty();
    }
    return fetched;
  }

  private static List<SnapshotId> snapshots(List<MessageView> views) {
    return views.stream()
        .map(view -> understood(AccountSnapshot.parse(view.payload())).snapshot())
        .toList();
  }
}
