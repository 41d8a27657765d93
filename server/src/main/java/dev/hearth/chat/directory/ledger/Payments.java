package dev.hearth.chat.directory.ledger;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;

/// Transfers that somebody prepares for others to make: a bot that sells something shows a code,
/// and asks until it is paid. Any thread may call; calls block.
public final class Payments {
  /// How many of somebody's are kept: a new one beyond these takes the place of their oldest.
  public static final int MOST = 1_000;

  private final Directory directory;
  private final Accounts accounts;

  Payments(Directory directory, Accounts accounts) {
    this.directory = directory;
    this.accounts = accounts;
  }

  /// Prepares a payment, unless `creator` has prepared it before. Anybody may make it.
  public Outcome<Payment> prepare(UserId creator, NewTransfer wanted) {
    if (accounts.findUser(wanted.payee()).isEmpty()) {
      return Outcome.refused(Ledger.NO_SUCH_USER);
    }
    if (wanted.hasMemoTooLong()) {
      return Outcome.invalid("memo", "It has at most %s characters.", NewTransfer.LONGEST_MEMO);
    }
    return directory.change(tx ->
        AssetTable.find(tx.handle(), wanted.asset())
            .map(asset -> prepare(tx, creator, wanted, asset))
            .orElseGet(() -> Outcome.refused(Ledger.NO_SUCH_ASSET)));
  }

  private Outcome<Payment> prepare(
      Transaction tx, UserId creator, NewTransfer wanted, Asset asset) {
    var quantity = Quantity.find(wanted.amount(), asset.precision());
    if (quantity.isEmpty()) {
      return Outcome.refused(
          ErrorCode.AMOUNT_TOO_SMALL,
          "It is more than 0, with at most %s decimals.",
          asset.precision());
    }
    var made = TransferTable.find(tx.handle(), wanted.trace());
    if (made.filter(transfer -> !transfer.is(wanted)).isPresent()) {
      return Outcome.invalid("trace_id", "It is that of another transfer.");
    }
    var known = PaymentTable.find(tx.handle(), creator, wanted.trace());
    if (known.isPresent()) {
      return is(known.get(), wanted, quantity.get())
          ? new Outcome.Done<>(known.get())
          : Outcome.invalid("trace_id", "It is that of another payment of yours.");
    }
    var payment =
        new Payment(
            UUID.randomUUID(),
            wanted.trace(),
            asset,
            wanted.payee(),
            quantity.get(),
            wanted.memo(),
            made.isPresent(),
            directory.stamps().next());
    PaymentTable.insert(tx.handle(), creator, payment);
    PaymentTable.removeOldest(tx.handle(), creator, MOST);
    return new Outcome.Done<>(payment);
  }

  private static boolean is(Payment payment, NewTransfer wanted, Quantity quantity) {
    return payment.payee().equals(wanted.payee())
        && payment.asset().id().equals(wanted.asset())
        && payment.memo().equals(wanted.memo())
        && payment.quantity().equals(quantity);
  }

  /// The payment behind a code.
  public Optional<Payment> find(UUID code) {
    return directory.read(handle -> PaymentTable.find(handle, code));
  }
}
