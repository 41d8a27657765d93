package dev.hearth.chat.directory.door;

import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// One attempt at a change of the directory. The database may undo it and have it made again: then
/// nothing of this attempt counts. For one thread, until the change returns.
public final class Transaction {
  private final Handle handle;
  private final Outbox outbox;
  private final Consequences consequences;
  private final Runnable hold;
  private final PositionClock stamps;
  private final Unsettled.UnderWay underWay;
  private final Set<Fact> facts = new LinkedHashSet<>();
  private final List<LeftAnswer<?, ?>> left = new ArrayList<>();
  private boolean tells;

  /// @param hold makes sure that the positions since now aren't taken for settled
  Transaction(
      Handle handle,
      Outbox outbox,
      Consequences consequences,
      PositionClock stamps,
      Unsettled.UnderWay underWay,
      Runnable hold) {
    this.handle = handle;
    this.outbox = outbox;
    this.consequences = consequences;
    this.stamps = stamps;
    this.underWay = underWay;
    this.hold = hold;
  }

  /// Runs the SQL of the change.
  public Handle handle() {
    return handle;
  }

  /// A position for something that begins or ends with the change, beyond all before it. Until the
  /// change is committed and known, nobody takes the positions from it on for settled.
  public long stamp() {
    hold.run();
    return stamps.next();
  }

  /// Like {@link #stamp}, for the beginning or the end of these users' memberships. Until the
  /// change is known, they are unsettled: {@link MembershipListener}.
  public long stamp(Collection<UserId> users) {
    users.forEach(underWay::touch);
    return stamp();
  }

  /// Names a thing that the change changes. The method that writes the row names it, so that it
  /// can't be forgotten.
  public void changed(Fact fact) {
    if (facts.add(fact)) {
      consequences.follow(this, fact);
    }
  }

  /// Says which answer the change leaves, so that nobody needs to ask for it. One of the facts must
  /// be about it.
  public <K, V> void leaves(Answers<K, V> answers, K key, V answer) {
    left.add(new LeftAnswer<>(answers, key, answer, answers.version(key)));
  }

  /// Tells users or sessions something, in no conversation, in the name of the server.
  public void tell(Recipients recipients, Payload payload) {
    tell(Outbox.SYSTEM, recipients, payload);
  }

  /// Tells what happened in a conversation, in the name of the server.
  public void tell(ConversationId conversation, Recipients recipients, Payload payload) {
    tellInTheNameOf(Outbox.SYSTEM_USER, conversation, recipients, payload);
  }

  /// Says something in a conversation, in the name of a user.
  public void tellInTheNameOf(
      UserId author, ConversationId conversation, Recipients recipients, Payload payload) {
    put(MessageId::random, author, conversation, recipients, payload);
  }

  /// Sends a notice to one user of a conversation, in the name of a user, and under an id that is
  /// the same each time. A directory that was restored from a backup may send the notice again: the
  /// log knows the id, and nobody gets the notice twice.
  ///
  /// @param id nobody but the server can know it before
  public void tellOnce(
      MessageId id, UserId author, ConversationId conversation, UserId user, Payload payload) {
    put(() -> id, author, conversation, Recipients.users(List.of(user)), payload);
  }

  private void put(
      Supplier<MessageId> id,
      UserId author,
      ConversationId conversation,
      Recipients recipients,
      Payload payload) {
    String text = new String(payload.toBytes(), StandardCharsets.UTF_8);
    outbox.put(handle, id, author, conversation, recipients, payload.category(), text);
    tells = true;
  }

  Set<Fact> facts() {
    return facts;
  }

  List<LeftAnswer<?, ?>> left() {
    return left;
  }

  boolean tells() {
    return tells;
  }

  /// An answer that the change leaves.
  ///
  /// @param version the answer's before the change was committed
  record LeftAnswer<K, V>(Answers<K, V> answers, K key, V answer, long version) {
    void keep() {
      answers.replace(key, answer, version);
    }

    boolean isOf(Answers<?, ?> others, Object otherKey) {
      return answers == others && key.equals(otherKey);
    }
  }

  /// The changes that follow from a fact.
  interface Consequences {
    void follow(Transaction tx, Fact fact);
  }
}
