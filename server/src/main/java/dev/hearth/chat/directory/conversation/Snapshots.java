package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import java.util.List;

/// Tells two users in their conversation that something changed hands between them: a message in
/// the name of who gave it, and in it to each the change of their own account.
///
/// Hearth keeps no accounts; the service that keeps them says here what happened. Any thread may
/// call.
public final class Snapshots {
  private final Directory directory;

  public Snapshots(Directory directory) {
    this.directory = directory;
  }

  /// Durable once it returns; the users' sessions are about to get it.
  ///
  /// @param given what became of the giver's account
  /// @param taken what became of the taker's account
  public void tell(UserId giver, AccountSnapshot given, UserId taker, AccountSnapshot taken) {
    var conversation = ConversationId.ofContact(giver, taker);
    directory.change(tx -> {
      tx.tellInTheNameOf(giver, conversation, Recipients.users(List.of(giver)), given);
      tx.tellInTheNameOf(giver, conversation, Recipients.users(List.of(taker)), taken);
      return conversation;
    });
  }
}
