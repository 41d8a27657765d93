package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.door.Answers;
import dev.hearth.chat.directory.door.Directory;
import dev.hearth.chat.directory.door.Transaction;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Decides and writes a change of a conversation in one transaction, together with the notices
/// about it. Calls block.
final class Transactions {

  /// The outcome that a transaction decided.
  private record Decision(Outcome<Conversation> outcome, boolean changed) {
    static Decision unchanged(Outcome<Conversation> outcome) {
      return new Decision(outcome, false);
    }
  }

  private final Directory directory;
  private final Answers<ConversationId, Optional<Conversation>> conversations;
  private final Expenses expenses;

  /// @param conversations know each conversation as a change leaves it
  Transactions(
      Directory directory,
      Answers<ConversationId, Optional<Conversation>> conversations,
      Expenses expenses) {
    this.directory = directory;
    this.conversations = conversations;
    this.expenses = expenses;
  }

  /// Founds a conversation that nothing objects to, unless it is there.
  ///
  /// @param strangers how many of the others have not added the creator
  Outcome<Conversation> create(UserId creator, NewConversation wanted, int strangers) {
    return directory.change(creating(creator, wanted, strangers));
  }

  /// The same as a step of a change, which may be made again.
  Function<Transaction, Outcome<Conversation>> creating(
      UserId creator, NewConversation wanted, int strangers) {
    var bill = expenses.bill(creator);
    return tx ->
        ConversationTable.find(tx.handle(), wanted.id())
            .map(there -> existing(there, creator, wanted))
            .orElseGet(() -> create(tx, bill, creator, wanted, strangers));
  }

  /// Changes a conversation as `rule` says, which looks at it as it is. An unknown conversation is
  /// refused like one of other people, so that ids can't be probed.
  ///
  /// @param payer the user whose allowance pays; empty when it costs nothing
  Outcome<Conversation> edit(
      Optional<UserId> payer,
      ConversationId id,
      BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    var bill = payer.map(expenses::bill);
    return directory.changeIf(Decision::changed, tx -> edit(tx, bill, id, rule)).outcome();
  }

  private Decision edit(
      Transaction tx,
      Optional<Expenses.ChangeBill> bill,
      ConversationId id,
      BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    ConversationTable.touch(tx, id);
    var before = ConversationTable.find(tx.handle(), id);
    if (before.isEmpty()) {
      return Decision.unchanged(Outcome.refused(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY));
    }
    var edit = new Edit(tx, id, before.get().size());
    var refused = rule.apply(before.get(), edit);
    if (refused.isPresent() || !edit.changed()) {
      return Decision.unchanged(
          refused
              .<Outcome<Conversation>>map(Outcome.Refused::new)
              .orElseGet(() -> new Outcome.Done<>(before.get())));
    }
    var charge = bill.map(one -> one.charge(edit.strangers(), edit.told()));
    return charge.orElse(null) instanceof Charge.Refused spent
        ? Decision.unchanged(Outcome.spent(spent))
        : new Decision(done(tx, id), true);
  }

  private static Outcome<Conversation> existing(
      Conversation there, UserId creator, NewConversation wanted) {
    boolean same = there.category() == wanted.category() && there.participant(creator).isPresent();
    return same
        ? new Outcome.Done<>(there)
        : Outcome.refused(
            ErrorCode.FORBIDDEN,
            "There is a conversation of this id, of another category or without you.");
  }

  private Outcome<Conversation> create(
      Transaction tx,
      Expenses.ChangeBill bill,
      UserId creator,
      NewConversation wanted,
      int strangers) {
    var members = AdmissionRules.members(creator, wanted);
    if (bill.charge(strangers, members.size()) instanceof Charge.Refused spent) {
      return Outcome.spent(spent);
    }
    boolean group = wanted.category() == Conversation.ConversationCategory.GROUP;
    long now = tx.stamp(members);
    ConversationTable.insert(
        tx,
        new Conversation.Head(
            wanted.id(),
            wanted.category(),
            creator,
            group ? wanted.name() : "",
            group ? wanted.announcement() : "",
            "",
            group ? Optional.of(UUID.randomUUID().toString()) : Optional.empty(),
            0,
            now,
            1));
    var edit = new Edit(tx, wanted.id(), 0);
    for (var member : members) {
      edit.begin(member, group && member.equals(creator) ? Role.OWNER : Role.MEMBER, now);
    }
    if (group) {
      edit.tell(GroupNotices.created(creator));
    }
    return done(tx, wanted.id());
  }

  private Outcome<Conversation> done(Transaction tx, ConversationId id) {
    var now = ConversationTable.find(tx.handle(), id);
    tx.leaves(conversations, id, now);
    return new Outcome.Done<>(now.orElseThrow());
  }
}
