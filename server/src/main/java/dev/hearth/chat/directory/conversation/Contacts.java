package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Text;
import java.util.Optional;

/// How two users become able to talk: one adds the other. Their conversation is there from then on,
/// and a bot is greeted in the user's name, which is how it learns of the user.
public final class Contacts {
  private static final Text GREETING = new Text("Hello");

  private final Directory directory;
  private final Relationships relationships;
  private final Conversations conversations;

  public Contacts(Directory directory, Relationships relationships, Conversations conversations) {
    this.directory = directory;
    this.relationships = relationships;
    this.conversations = conversations;
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
    directory.run(tx -> {
      boolean isNew = relationships.add(tx, user, other.id());
      if (isNew && other.bot()) {
        tx.tellInTheNameOf(user, contact.id(), Recipients.members(), GREETING);
      }
    });
    return Optional.empty();
  }
}
