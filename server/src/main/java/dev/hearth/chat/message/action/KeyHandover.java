package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.RelationshipView;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.Willingness;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.ConversationView;
import dev.hearth.chat.directory.key.SignalKeys;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.chat.message.log.Message;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Hands sender keys from device to device: each key lies in one device's mailbox before the sender
/// gets the answer, and so before any message that needs it.
///
/// A refusal is never `INVALID_FIELD`: two apps repeat a handover without end when it is refused
/// with that. Keys that can't be delivered are left out, and a device that misses one asks for it.
///
/// Threads as {@link Sending} says.
public final class KeyHandover {
  static final String SIGNAL_KEY = "SIGNAL_KEY";

  private final ConversationView conversations;
  private final RelationshipView relationships;
  private final Willingness willingness;
  private final ConversationDevices devices;
  private final MessageCosts costs;
  private final LogWriter log;

  public KeyHandover(
      AccountView accounts,
      RelationshipView relationships,
      ConversationView conversations,
      ConversationDevices devices,
      MessageCosts costs,
      LogWriter log) {
    this.conversations = conversations;
    this.relationships = relationships;
    this.willingness = new Willingness(accounts, relationships);
    this.devices = devices;
    this.costs = costs;
    this.log = log;
  }

  /// Hands over all or, when the sender doesn't know the conversation's devices, none.
  ///
  /// @param common the conversation, and the checksum of the devices that the sender knows
  /// @param messages to one device each
  /// @param then hears the refusal, or nothing once all are durable; on the log's thread, or at
  ///   once
  void hand(
      Caller caller,
      MessageRequest common,
      List<MessageRequest> messages,
      Consumer<Optional<Refusal>> then) {
    if (!caller.bot() && messages.isEmpty()) {
      then.accept(Optional.empty());
      return;
    }
    Optional<Conversation> conversation = common.conversationId().flatMap(conversations::find);
    if (caller.bot()) {
      then.accept(Optional.of(SignalKeys.NOT_FOR_BOTS));
      return;
    }
    if (conversation.isEmpty() || conversation.get().participant(caller.user()).isEmpty()) {
      then.accept(Optional.of(Addresses.NOT_IN_ANY));
      return;
    }
    String known = common.conversationChecksum().orElse("");
    if (!known.equals(devices.checksum(conversation.get()))) {
      then.accept(Optional.of(Sending.OTHER_SESSIONS));
      return;
    }
    List<Draft> drafts = drafts(caller, conversation.get(), messages);
    switch (costs.pay(caller, units(drafts), bytes(drafts))) {
      case Charge.Allowed() -> appendDrafts(drafts, then);
      case Charge.Refused spent -> then.accept(Optional.of(Refusal.spent(spent)));
    }
  }

  private static long units(List<Draft> drafts) {
    return drafts.stream().mapToLong(draft -> MessageCosts.units(draft.message().payload())).sum();
  }

  private static long bytes(List<Draft> drafts) {
    return drafts.stream().mapToLong(Draft::bytes).sum();
  }

  private List<Draft> drafts(
      Caller caller, Conversation conversation, List<MessageRequest> messages) {
    Map<SessionId, Session> readers =
        devices.of(conversation).stream()
            .filter(device -> !device.id().equals(caller.session()))
            .filter(device -> takes(device.user(), caller, conversation))
            .collect(Collectors.toMap(Session::id, Function.identity()));
    return messages.stream()
        .flatMap(message -> draft(caller, conversation, readers, message).stream())
        .toList();
  }

  /// Whether the user gets the sender's keys: not if the user blocks the sender or, where they are
  /// alone, doesn't want to hear the sender.
  private boolean takes(UserId user, Caller caller, Conversation conversation) {
    return user.equals(caller.user())
        || (conversation.group()
            ? !relationships.blocks(user, caller.user())
            : willingness.hears(user, caller.user()));
  }

  private static Optional<Draft> draft(
      Caller caller,
      Conversation conversation,
      Map<SessionId, Session> readers,
      MessageRequest message) {
    if (message.invalidField().isPresent()
        || message.messageId().isEmpty()
        || message.sessionId().isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(readers.get(message.sessionId().get()))
        .filter(device -> device.user().equals(message.recipientId().orElse(device.user())))
        .map(device ->
            new Draft(
                new Message(
                    message.messageId().get(),
                    conversation.id(),
                    caller.user(),
                    Optional.of(caller.session()),
                    SIGNAL_KEY,
                    message.payload(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    0),
                List.of(LogId.mailbox(device.id()))));
  }

  private void appendDrafts(List<Draft> drafts, Consumer<Optional<Refusal>> then) {
    var results = new Results<Appended>(drafts.size(), all -> then.accept(refusal(all)));
    for (int i = 0; i < drafts.size(); i++) {
      int place = i;
      Offered offered =
          costs.appendDraft(log, drafts.get(i), appended -> results.put(place, appended));
      if (offered != Offered.QUEUED) {
        // The sender tries again; what is on its way by then is known by its id.
        then.accept(
            Optional.of(
                Refusal.of(
                    ErrorCode.BLAZE_TIMEOUT, "The log takes no more just now: send it again.")));
        return;
      }
    }
  }

  /// A key that was handed over before, or whose id is another message's, delays nobody.
  private static Optional<Refusal> refusal(List<Appended> all) {
    return all.stream().anyMatch(Appended.NotStored.class::isInstance)
        ? Optional.of(Refusal.of(ErrorCode.BLAZE_SERVER, "The log could not store it."))
        : Optional.empty();
  }
}
