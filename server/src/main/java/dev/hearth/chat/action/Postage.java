package dev.hearth.chat.action;

import dev.hearth.chat.ChatAllowances.Pair;
import dev.hearth.chat.account.Caller;
import dev.hearth.chat.conversation.Conversation;
import dev.hearth.chat.log.LogId;
import dev.hearth.platform.limits.Allowance;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.MessageRequest;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;

/// What messages cost their senders, and whether they can pay. All that is sent is paid for here:
/// over Blaze and HTTP, one message or many, keys too. Any thread may call.
///
/// @param sending by user
/// @param asides by pair: two devices that can't read each other ask each other for keys, each
///   answer uses keys up, and a broken one never stops
public record Postage(Allowance<UserId> sending, Allowance<Pair<SessionId, UserId>> asides) {
  /// A delivery costs the server about a sixteenth of what a message does.
  private static final int READERS_OF_UNIT = 16;

  private static final int BYTES_OF_UNIT = 1_024;

  /// What a message costs, in units of the allowance for sending.
  static long of(byte[] payload, Address.Logs to) {
    long readers =
        to.in()
            .filter(conversation -> to.logs().contains(LogId.of(conversation.id())))
            .map(Conversation::participants)
            .map(participants -> participants.size() / READERS_OF_UNIT)
            .orElse(0);
    return Math.max(1, to.logs().size()) * of(payload) + readers;
  }

  /// What a message to one device costs.
  static long of(byte[] payload) {
    return 1L + payload.length / BYTES_OF_UNIT;
  }

  Charge pay(Caller caller, long units) {
    return sending.charge(caller.user(), units);
  }

  /// Whether this may be said, as far as it is `PLAIN_JSON` to one other person.
  boolean allowsAside(Caller caller, MessageRequest request) {
    boolean aside =
        request.category().equals(CategoryRules.PLAIN_JSON)
            && request.recipientId().isPresent()
            && !request.recipientId().get().equals(caller.user());
    return !aside
        || asides.charge(new Pair<>(caller.session(), request.recipientId().get()), 1)
            instanceof Charge.Allowed;
  }
}
