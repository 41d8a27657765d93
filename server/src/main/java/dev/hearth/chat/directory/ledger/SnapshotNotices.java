package dev.hearth.chat.directory.ledger;

import dev.hearth.chat.directory.account.ServerKey;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.SafeSnapshot;
import java.util.Optional;

/// Tells the parties of a transfer about it: each in the name of the payer, in their conversation,
/// with the change of their own balance.
final class SnapshotNotices {
  private static final String TRANSFER = "transfer";
  private static final String SNAPSHOT = "snapshot";

  private final ServerKey serverKey;

  SnapshotNotices(ServerKey serverKey) {
    this.serverKey = serverKey;
  }

  /// @param safe whether the receiver is an app that reads `SYSTEM_SAFE_SNAPSHOT` instead
  void tell(Transaction tx, ConversationId conversation, Snapshot snapshot, boolean safe) {
    tx.tellOnce(
        serverKey.noticeAbout(snapshot.id().uuid()),
        snapshot.transfer().payer(),
        conversation,
        snapshot.user(),
        safe
            ? SafeSnapshot.of(Optional.of(snapshot.user()), payload(SNAPSHOT, snapshot))
            : payload(TRANSFER, snapshot));
  }

  private static AccountSnapshot payload(String type, Snapshot snapshot) {
    var transfer = snapshot.transfer();
    return new AccountSnapshot(
        type,
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
