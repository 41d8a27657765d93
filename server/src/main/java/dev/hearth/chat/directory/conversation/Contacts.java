package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.SystemUser;
import dev.hearth.protocol.payload.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    directory.run(tx -> befriend(tx, user, other));
    return Optional.empty();
  }

  /// Whether `user` has no room for somebody new.
  public boolean full(UserId user, UserId other) {
    return relationships.full(user, other);
  }

  /// A step of a larger change: makes a user who is new and one who exists each other's friend,
  /// with a conversation. It costs the new one what it costs when they create it.
  public Function<Transaction, Outcome<User>> meeting(UserId newcomer, User other) {
    var meeting = conversations.meeting(newcomer, other.id());
    return tx ->
        meeting
            .apply(tx)
            .then(_ -> {
              befriend(tx, newcomer, other);
              relationships.add(tx, other.id(), newcomer);
              if (!other.bot()) {
                tx.tell(Recipients.users(List.of(other.id())), new SystemUser(newcomer));
              }
              return new Outcome.Done<>(other);
            });
  }

  private void befriend(Transaction tx, UserId user, User other) {
    boolean isNew = relationships.add(tx, user, other.id());
    if (isNew && other.bot()) {
      var contact = ConversationId.ofContact(user, other.id());
      tx.tellInTheNameOf(user, contact, Recipients.members(), GREETING);
    }
  }
}
