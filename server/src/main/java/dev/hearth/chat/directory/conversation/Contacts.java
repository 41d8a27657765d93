package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How two users become able to talk: one adds the other. Their conversation is there from then on,
/// and a bot is greeted in the user's name, which is how it learns of the user.
public final class Contacts {
  private static final String GREETING = "Hello";

  private final Relationships relationships;
  private final Conversations conversations;
  private final Outbox outbox;

  public Contacts(Relationships relationships, Conversations conversations, Outbox outbox) {
    this.relationships = relationships;
    this.conversations = conversations;
    this.outbox = outbox;
  }

  /// Makes `other` a friend of `user`. A bot is greeted in the transaction that makes it a friend:
  /// once, also when this is repeated after a crash.
  ///
  /// @return why not, when the user has used up an allowance
  public Optional<Refusal> add(UserId user, User other) {
    var contact = NewConversation.contact(user, other.id());
    if (conversations.create(user, contact) instanceof Outcome.Refused<Conversation>(var refusal)
        && refusal.findSpent().isPresent()) {
      return Optional.of(refusal);
    }
    if (other.bot()) {
      relationships.add(user, other.id(), handle -> greet(handle, user, contact.id()));
      outbox.announce();
    } else {
      relationships.add(user, other.id());
    }
    return Optional.empty();
  }

  private void greet(Handle handle, UserId user, ConversationId contact) {
    outbox.sayInTheNameOf(handle, user, contact, "PLAIN_TEXT", GREETING);
  }
}
