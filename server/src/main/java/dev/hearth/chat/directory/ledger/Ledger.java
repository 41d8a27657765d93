package dev.hearth.chat.directory.ledger;

import static java.util.stream.Collectors.toSet;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.platform.sql.Migrations;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.id.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// Counts how much of each asset every user has, and lets it change hands.
///
/// Any thread may call; calls block. When a transfer is answered, it is durable, and the messages
/// about it are on their way; one that is refused changes nothing.
public final class Ledger {
  public static final Migrations MIGRATIONS =
      new Migrations("db/ledger", List.of("V11_1__ledger.sql", "V11_2__payments.sql"));

  static final Refusal NO_SUCH_USER =
      Refusal.of(ErrorCode.NOT_FOUND, "There is no user of this id.");

  static final Refusal NO_SUCH_ASSET =
      Refusal.of(ErrorCode.NOT_FOUND, "There is no asset of this id.");

  private final Directory directory;
  private final Accounts accounts;
  private final Relationships relationships;
  private final Conversations conversations;
  private final SnapshotNotices notices;
  private final Assets assets;
  private final Payments payments;

  public Ledger(
      Directory directory,
      Accounts accounts,
      Relationships relationships,
      Conversations conversations) {
    this.directory = directory;
    this.accounts = accounts;
    this.relationships = relationships;
    this.conversations = conversations;
    this.notices = new SnapshotNotices(accounts.serverKey());
    this.assets = new Assets(directory);
    this.payments = new Payments(directory, accounts);
  }

  /// Raises the clock of the directory above all transfers that are stored; to be called before
  /// anything is stamped.
  public static void raise(Directory directory) {
    directory.stamps().raise(directory.read(TransferTable::newest));
  }

  public Assets assets() {
    return assets;
  }

  public Payments payments() {
    return payments;
  }

  // Changing hands

  /// Transfers something to another user, and tells both of them. Asked for again by the same payer
  /// under the same trace, it is answered as it was made.
  ///
  /// @return the payer's snapshot
  public Outcome<Snapshot> transfer(UserId payer, NewTransfer wanted) {
    var objection = objection(payer, wanted);
    var contact = conversations.meeting(payer, wanted.payee());
    var safe = Stream.of(payer, wanted.payee()).filter(this::readsSafeSnapshots).collect(toSet());
    return once(
        payer,
        payer,
        wanted,
        (tx, asset) ->
            objection
                .<Outcome<Snapshot>>map(Outcome.Refused::new)
                .orElseGet(() -> transfer(tx, asset, payer, wanted, contact, safe)));
  }

  private boolean readsSafeSnapshots(UserId user) {
    return accounts.findUser(user).flatMap(User::app).filter(App::readsSafeSnapshots).isPresent();
  }

  /// Looked up before the change, which makes it again for each attempt; it only counts for a
  /// transfer that was not made yet.
  private Optional<Refusal> objection(UserId payer, NewTransfer wanted) {
    if (wanted.payee().equals(payer)) {
      return Optional.of(Refusal.of(ErrorCode.FORBIDDEN, "Nobody transfers to themselves."));
    }
    if (accounts.findUser(wanted.payee()).isEmpty()) {
      return Optional.of(NO_SUCH_USER);
    }
    return relationships.blocks(wanted.payee(), payer)
        ? Optional.of(Refusal.of(ErrorCode.FORBIDDEN, "The payee blocks you."))
        : Optional.empty();
  }

  private Outcome<Snapshot> transfer(
      Transaction tx,
      Asset asset,
      UserId payer,
      NewTransfer wanted,
      Function<Transaction, Outcome<Conversation>> contact,
      Set<UserId> safe) {
    return move(tx, asset, payer, wanted)
        .then(made ->
            contact
                .apply(tx)
                .then(conversation -> {
                  made.both()
                      .forEach(snapshot ->
                          notices.tell(
                              tx, conversation.id(), snapshot, safe.contains(snapshot.user())));
                  return new Outcome.Done<>(made.ofPayer());
                }));
  }

  /// Makes more of an asset, and gives it to somebody. Nobody is told. Like a transfer, it is done
  /// once for each trace.
  ///
  /// @return the payee's snapshot
  public Outcome<Snapshot> issue(NewTransfer wanted) {
    if (accounts.findUser(wanted.payee()).isEmpty()) {
      return Outcome.refused(NO_SUCH_USER);
    }
    var issuer = assets.find(wanted.asset()).map(Asset::issuer);
    if (issuer.isEmpty()) {
      return Outcome.refused(NO_SUCH_ASSET);
    }
    return once(
        issuer.get(),
        wanted.payee(),
        wanted,
        (tx, asset) ->
            move(tx, asset, asset.issuer(), wanted)
                .then(made -> new Outcome.Done<>(made.ofPayee())));
  }

  /// Answers a transfer that was made already, and makes any other.
  ///
  /// @param asker the party whose snapshot is the answer
  private Outcome<Snapshot> once(
      UserId payer,
      UserId asker,
      NewTransfer wanted,
      BiFunction<Transaction, Asset, Outcome<Snapshot>> making) {
    if (wanted.hasMemoTooLong()) {
      return Outcome.invalid("memo", "It has at most %s characters.", NewTransfer.LONGEST_MEMO);
    }
    return directory.changeIf(
        Outcome.Done.class::isInstance,
        tx -> {
          var before = TransferTable.find(tx.handle(), wanted.trace());
          if (before.isPresent()) {
            return again(tx, payer, asker, wanted, before.get());
          }
          return AssetTable.find(tx.handle(), wanted.asset())
              .map(asset -> making.apply(tx, asset))
              .orElseGet(() -> Outcome.refused(NO_SUCH_ASSET));
        });
  }

  private static Outcome<Snapshot> again(
      Transaction tx, UserId payer, UserId asker, NewTransfer wanted, Transfer before) {
    if (!before.payer().equals(payer)) {
      return Outcome.refused(
          ErrorCode.TRACE_TAKEN, "Another user has made a transfer with this trace_id.");
    }
    if (!before.is(wanted)) {
      return Outcome.invalid("trace_id", "It is that of another transfer of yours.");
    }
    return new Outcome.Done<>(
        TransferTable.findSnapshot(tx.handle(), before.snapshotOf(asker)).orElseThrow());
  }

  /// The two sides of a transfer.
  private record Sides(Snapshot ofPayer, Snapshot ofPayee) {
    List<Snapshot> both() {
      return List.of(ofPayer, ofPayee);
    }
  }

  private Outcome<Sides> move(Transaction tx, Asset asset, UserId payer, NewTransfer wanted) {
    if (asset.retired()) {
      return Outcome.refused(ErrorCode.FORBIDDEN, "The asset is retired.");
    }
    var quantity = Quantity.find(wanted.amount(), asset.precision());
    if (quantity.isEmpty()) {
      return Outcome.refused(
          ErrorCode.AMOUNT_TOO_SMALL,
          "It is more than 0, with at most %s decimals.",
          asset.precision());
    }
    long units = quantity.get().units();
    long payers = BalanceTable.units(tx.handle(), payer, asset.id());
    long payees = BalanceTable.units(tx.handle(), wanted.payee(), asset.id());
    boolean issuing = payer.equals(asset.issuer());
    if (issuing && -payers > Quantity.MOST_UNITS - units) {
      return Outcome.refused(
          ErrorCode.BALANCE_TOO_LOW,
          "There may be %s of an asset's smallest unit.",
          Quantity.MOST_UNITS);
    }
    if (!issuing && payers < units) {
      return Outcome.refused(ErrorCode.BALANCE_TOO_LOW, "The balance is lower than the amount.");
    }
    // Stamped after the balances were read: later than each transfer that is in them.
    var transfer =
        new Transfer(
            wanted.trace(),
            payer,
            wanted.payee(),
            asset.id(),
            quantity.get(),
            wanted.memo(),
            issuing,
            directory.stamps().next());
    var made =
        new Sides(
            snapshot(transfer, payer, wanted.payee(), payers, -units),
            snapshot(transfer, wanted.payee(), payer, payees, units));
    TransferTable.insert(tx.handle(), transfer);
    // In the same order in each transfer, so that two of them don't wait for each other.
    made.both().stream()
        .sorted(Comparator.comparing(snapshot -> snapshot.user().uuid()))
        .forEach(snapshot -> {
          BalanceTable.set(tx.handle(), snapshot.user(), asset.id(), snapshot.closing().units());
          TransferTable.insert(tx.handle(), snapshot);
        });
    return new Outcome.Done<>(made);
  }

  private static Snapshot snapshot(
      Transfer transfer, UserId user, UserId opponent, long opening, long units) {
    int precision = transfer.quantity().precision();
    return new Snapshot(
        transfer.snapshotOf(user),
        user,
        opponent,
        transfer,
        new Quantity(units, precision),
        new Quantity(opening, precision),
        new Quantity(opening + units, precision));
  }

  // Looking

  /// The assets of which the user has something, in the order in which they were added.
  public List<Holding> holdings(UserId user) {
    return directory.read(handle -> BalanceTable.of(handle, user));
  }

  public Quantity balance(UserId user, Asset asset) {
    return asset.quantity(directory.read(handle -> BalanceTable.units(handle, user, asset.id())));
  }

  public Optional<Snapshot> find(SnapshotId id) {
    return directory.read(handle -> TransferTable.findSnapshot(handle, id));
  }

  public Optional<Transfer> find(TraceId trace) {
    return directory.read(handle -> TransferTable.find(handle, trace));
  }

  public List<Snapshot> snapshots(UserId user, SnapshotQuery asked) {
    return directory.read(handle -> TransferTable.snapshots(handle, user, asked));
  }

  /// Transfers of everybody, oldest first, a page at a time.
  ///
  /// @param after the time of the last one on the page before; 0 for the first page
  public List<Transfer> transfers(long after, int limit) {
    return directory.read(handle -> TransferTable.transfers(handle, after, limit));
  }

  /// Looks whether everything adds up, in one state of the directory. It reads all there is.
  public Books verify() {
    return directory.read(Books::of);
  }
}
