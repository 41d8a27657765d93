package dev.hearth.chat.message.action;

import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.function.Consumer;

/// Says what messages cost their senders, and charges them. Everything that is sent is paid for
/// here: over Blaze and HTTP, one message or many, keys too. Any thread may call.
///
/// @param sending by user
/// @param undelivered by user, in bytes: their entries in the log, until everybody has them or they
///   are too old
/// @param asides by pair: two devices that can't read each other ask each other for keys, each
///   answer uses keys up, and a broken device never stops
public record MessageCosts(
    Allowance<UserId> sending,
    Allowance<UserId> undelivered,
    Allowance<Pair<SessionId, UserId>> asides) {
  /// A delivery costs the server about a sixteenth of what a message does.
  private static final int READERS_OF_UNIT = 16;

  private static final int BYTES_OF_UNIT = 1_024;

  /// The bytes that the log keeps of each message for thirty days, even when everybody has it: its
  /// id and a receipt.
  private static final int BYTES_OF_ID = 100;

  /// The cost of a message, in units of the allowance for sending.
  static long units(byte[] payload, Address.Logs to) {
    long readers =
        to.in()
            .filter(conversation -> to.logs().contains(LogId.of(conversation.id())))
            .map(Conversation::participants)
            .map(participants -> participants.size() / READERS_OF_UNIT)
            .orElse(0);
    return Math.max(1, to.logs().size()) * units(payload) + readers;
  }

  /// The same of a message to one device.
  static long units(byte[] payload) {
    return 1L + payload.length / BYTES_OF_UNIT;
  }

  /// Pays for what is about to be sent, when there is room for its bytes too: those are paid for
  /// once they are stored, by {@link #appendDraft}.
  Charge pay(Caller caller, long units, long bytes) {
    return undelivered.look(caller.user(), bytes) instanceof Charge.Refused refused
        ? refused
        : sending.charge(caller.user(), units);
  }

  /// Hands a message to the log, as {@link LogWriter#appendDraft} does. Messages that come twice,
  /// or can't be stored, take nothing of the bytes that their author may have there.
  Offered appendDraft(LogWriter log, Draft draft, Consumer<Appended> then) {
    return log.appendDraft(
        draft,
        appended -> {
          if (appended instanceof Appended.Stored) {
            undelivered.use(draft.message().author(), draft.bytes() + BYTES_OF_ID);
          }
          then.accept(appended);
        });
  }

  /// Entries of this author's have left the log: everybody has them, or they were too old.
  public void giveBack(UserId author, long bytes) {
    undelivered.giveBack(author, bytes);
  }

  /// Whether it is an aside: `PLAIN_JSON` to one other person, such as a request for keys. Asides
  /// are counted by themselves (`allowance.asides`).
  static boolean isAside(Caller caller, MessageRequest request) {
    return request.category().equals(CategoryRules.PLAIN_JSON)
        && request.recipientId().isPresent()
        && !request.recipientId().get().equals(caller.user());
  }

  /// Pays for an aside. Returns whether the sender may send one more to that person.
  boolean payAside(Caller caller, UserId recipient) {
    return asides.charge(new Pair<>(caller.session(), recipient), 1) instanceof Charge.Allowed;
  }
}
