package dev.hearth.chat.directory.conversation;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.sql.Database;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Decides and writes a change of a conversation in one transaction, together with the notices
/// about it. Calls block.
final class Transactions {

  /// The outcome that a transaction decided, and the change it made, if any.
  record Decision(Outcome<Conversation> outcome, Optional<Change> change) {
    static Decision unchanged(Outcome<Conversation> outcome) {
      return new Decision(outcome, Optional.empty());
    }

    boolean changed() {
      return change.isPresent();
    }
  }

  private final Database database;
  private final Outbox outbox;
  private final Expenses expenses;

  Transactions(Database database, Outbox outbox, Expenses expenses) {
    this.database = database;
    this.outbox = outbox;
    this.expenses = expenses;
  }

  /// Founds a conversation that nothing objects to, unless it is there.
  ///
  /// @param strangers how many of the others have not added the creator
  /// @param touched hears of each user whose membership changes, before that is stamped
  Decision found(UserId creator, NewConversation wanted, int strangers, Consumer<UserId> touched) {
    var bill = expenses.bill(creator);
    return database.write(handle ->
        ConversationTable.find(handle, wanted.id())
            .map(there -> existing(there, creator, wanted))
            .orElseGet(() -> found(handle, bill, creator, wanted, strangers, touched)));
  }

  /// Changes a conversation as `rule` says, which looks at it as it is. An unknown conversation is
  /// refused like one of other people, so that ids can't be probed.
  ///
  /// @param payer the user whose allowance pays; empty when it costs nothing
  /// @param touched hears of each user whose membership changes, before that is stamped
  Decision edit(
      Optional<UserId> payer,
      ConversationId id,
      Consumer<UserId> touched,
      BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    var bill = payer.map(expenses::bill);
    return database.writeIf(Decision::changed, handle -> edit(handle, bill, id, touched, rule));
  }

  private Decision edit(
      Handle handle,
      Optional<Expenses.Bill> bill,
      ConversationId id,
      Consumer<UserId> touched,
      BiFunction<Conversation, Edit, Optional<Refusal>> rule) {
    ConversationTable.touch(handle, id);
    var before = ConversationTable.find(handle, id);
    if (before.isEmpty()) {
      return Decision.unchanged(Outcome.refused(ErrorCode.FORBIDDEN));
    }
    var edit = new Edit(handle, id, outbox, touched, before.get().size());
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
        : done(handle, id, edit);
  }

  private Decision existing(Conversation there, UserId creator, NewConversation wanted) {
    boolean same = there.category() == wanted.category() && there.participant(creator).isPresent();
    return Decision.unchanged(
        same ? new Outcome.Done<>(there) : Outcome.refused(ErrorCode.FORBIDDEN));
  }

  private Decision found(
      Handle handle,
      Expenses.Bill bill,
      UserId creator,
      NewConversation wanted,
      int strangers,
      Consumer<UserId> touched) {
    var members = Founding.members(creator, wanted);
    if (bill.charge(strangers, members.size()) instanceof Charge.Refused spent) {
      return Decision.unchanged(Outcome.spent(spent));
    }
    boolean group = wanted.category() == Conversation.Category.GROUP;
    members.forEach(touched);
    long now = outbox.stamps().next();
    ConversationTable.insert(
        handle,
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
    var edit = new Edit(handle, wanted.id(), outbox, touched, 0);
    for (var member : members) {
      edit.begin(member, group && member.equals(creator) ? Role.OWNER : Role.MEMBER, now);
    }
    if (group) {
      edit.tell(Notice.created(creator));
    }
    return done(handle, wanted.id(), edit);
  }

  private static Decision done(Handle handle, ConversationId id, Edit edit) {
    var now = ConversationTable.find(handle, id).orElseThrow();
    return new Decision(new Outcome.Done<>(now), Optional.of(edit.after(now)));
  }
}
