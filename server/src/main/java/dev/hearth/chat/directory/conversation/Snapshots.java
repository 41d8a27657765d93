package dev.hearth.chat.directory.conversation;

import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.AccountSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Tells two users in their conversation that something changed hands between them: a message in
/// the name of who gave it, and in it to each the change of their own account.
///
/// Hearth keeps no accounts; the service that keeps them says here what happened. Any thread may
/// call.
public final class Snapshots {
  private final Database database;
  private final Outbox outbox;

  public Snapshots(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /// Durable once it returns; the users' sessions are about to get it.
  ///
  /// @param given what became of the giver's account
  /// @param taken what became of the taker's account
  public void tell(UserId giver, AccountSnapshot given, UserId taker, AccountSnapshot taken) {
    var conversation = ConversationId.ofContact(giver, taker);
    database.change(handle -> {
      put(handle, conversation, giver, giver, given);
      put(handle, conversation, giver, taker, taken);
    });
    outbox.announce();
  }

  private void put(
      Handle handle, ConversationId in, UserId author, UserId user, AccountSnapshot snapshot) {
    String payload = new String(snapshot.toBytes(), StandardCharsets.UTF_8);
    outbox.tellInTheNameOf(handle, author, in, List.of(user), snapshot.category(), payload);
  }
}
