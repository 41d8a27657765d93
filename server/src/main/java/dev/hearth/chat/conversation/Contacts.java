package dev.hearth.chat.conversation;

import dev.hearth.chat.account.Relationships;
import dev.hearth.chat.account.User;
import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.UserId;
import java.util.Optional;

/// How two users become able to talk: one adds the other. Their conversation is there from then on,
/// and a bot is greeted in the user's name, which is how it learns of the user.
public final class Contacts {
  private static final String GREETING = "Hello";

  private final Database database;
  private final Relationships relationships;
  private final Conversations conversations;
  private final Outbox outbox;

  public Contacts(
      Database database, Relationships relationships, Conversations conversations, Outbox outbox) {
    this.database = database;
    this.relationships = relationships;
    this.conversations = conversations;
    this.outbox = outbox;
  }

  /// Makes `other` a friend of `user`. After a crash in the middle it can be repeated: a bot is
  /// greeted once.
  public void add(UserId user, User other) {
    conversations.create(user, NewConversation.contact(user, other.id()));
    if (other.bot() && !relationships.between(user, other.id()).friend()) {
      greet(user, other.id());
    }
    relationships.add(user, other.id());
  }

  private void greet(UserId user, UserId bot) {
    var conversation = NewConversation.contact(user, bot).id();
    var greeting =
        new Outgoing(
            Outgoing.idFor(conversation, GREETING + " from " + user),
            conversation,
            user,
            "PLAIN_TEXT",
            GREETING,
            new Recipients.Members(Optional.empty()),
            outbox.stamps().next());
    database.change(handle -> OutboxTable.insert(handle, greeting));
    outbox.announce();
  }
}
