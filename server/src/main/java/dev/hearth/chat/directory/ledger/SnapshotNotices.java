package dev.hearth.chat.directory.ledger;

import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.payload.AccountSnapshot;
import java.util.Optional;

/// Tells the parties of a transfer about it: each in the name of the payer, in their conversation,
/// with the change of their own balance.
final class SnapshotNotices {
  private static final String TRANSFER = "transfer";

  private final ServerKey serverKey;

  SnapshotNotices(ServerKey serverKey) {
    this.serverKey = serverKey;
  }

  void tell(Transaction tx, ConversationId conversation, Snapshot snapshot) {
    tx.tellOnce(
        serverKey.noticeAbout(snapshot.id().uuid()),
        snapshot.transfer().payer(),
        conversation,
        snapshot.user(),
        payload(snapshot));
  }

  private static AccountSnapshot payload(Snapshot snapshot) {
    var transfer = snapshot.transfer();
    return new AccountSnapshot(
        TRANSFER,
        snapshot.id(),
        transfer.asset(),
        Optional.of(snapshot.opponent()),
        snapshot.quantity().toString(),
        Optional.of(transfer.trace()),
        Optional.of(transfer.memo()).filter(memo -> !memo.isEmpty()),
        Optional.of(snapshot.opening().toString()),
        Optional.of(snapshot.closing().toString()),
        WireTime.instant(transfer.createdAt()));
  }
}
