package dev.hearth.chat.directory.circle;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.payload.SystemCircle;
import dev.hearth.protocol.payload.SystemCircle.CircleAction;
import java.util.Optional;

/// Tells the owner's other sessions what changed in their circles.
final class CircleNotices {
  private CircleNotices() {}

  static void tell(Transaction tx, Caller caller, CircleAction action, CircleId circle) {
    tell(tx, caller, new SystemCircle(action, circle.uuid(), Optional.empty(), Optional.empty()));
  }

  static void tell(Transaction tx, Caller caller, CircleAction action, CircleItem item) {
    var conversation = Optional.of(item.conversation());
    tell(tx, caller, new SystemCircle(action, item.circle().uuid(), conversation, item.other()));
  }

  private static void tell(Transaction tx, Caller caller, SystemCircle notice) {
    tx.tell(Recipients.othersOf(caller.user(), caller.session()), notice);
  }
}
