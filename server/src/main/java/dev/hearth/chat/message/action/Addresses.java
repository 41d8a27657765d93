package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.RelationshipView;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.Willingness;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.ConversationView;
import dev.hearth.chat.directory.conversation.Conversations;
import dev.hearth.chat.directory.conversation.Participant;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// To whom something goes: is the sender in the conversation, is the other one willing to hear
/// them, and which logs is it written to. It looks up and changes nothing; it waits if its views
/// do.
final class Addresses {
  static final Refusal NOT_IN_ANY =
      Refusal.of(ErrorCode.FORBIDDEN, Conversations.NOT_IN_ANY).withField("conversation_id");
  private static final Refusal NOT_IN_IT =
      Refusal.of(ErrorCode.FORBIDDEN, "The recipient is not another member of the conversation.")
          .withField("recipient_id");
  private static final Refusal UNHEARD =
      Refusal.of(
          ErrorCode.FORBIDDEN, "The user blocks the bot, or takes messages of contacts only.");

  private static final Set<String> PHONES = Set.of("iOS", "Android");

  private final AccountView accounts;
  private final Willingness willingness;
  private final ConversationView conversations;

  Addresses(AccountView accounts, RelationshipView relationships, ConversationView conversations) {
    this.accounts = accounts;
    this.willingness = new Willingness(accounts, relationships);
    this.conversations = conversations;
  }

  /// @param request with a conversation
  Address find(Caller caller, Means means, MessageRequest request) {
    if (toOwnSessions(caller, request)) {
      return new Address.Logs(mailboxes(othersOf(caller), request.sessionId()), Optional.empty());
    }
    Optional<Conversation> found = conversations.find(request.conversationId().orElseThrow());
    if (found.isEmpty() || found.get().participant(caller.user()).isEmpty()) {
      return new Address.Forbidden(NOT_IN_ANY);
    }
    if (means == Means.CALL) {
      return call(caller, request, found.get());
    }
    return found.get().group()
        ? inGroup(caller, request, found.get())
        : inContact(caller, request, found.get());
  }

  private Address inContact(Caller caller, MessageRequest request, Conversation contact) {
    if (toOneOwnSession(caller, request)) {
      return new Address.Logs(
          mailboxes(othersOf(caller), request.sessionId()), Optional.of(contact));
    }
    Optional<UserId> peer = peer(contact, caller.user());
    if (peer.isEmpty() || !request.recipientId().orElse(peer.get()).equals(peer.get())) {
      return new Address.Forbidden(NOT_IN_IT);
    }
    if (!willingness.hears(peer.get(), caller.user())) {
      return unheard(caller);
    }
    return request.sessionId().isEmpty() || isRecall(request)
        ? toAll(contact)
        : new Address.Logs(
            mailboxes(accounts.sessions(peer.get()), request.sessionId()), Optional.of(contact));
  }

  private Address inGroup(Caller caller, MessageRequest request, Conversation group) {
    if (request.recipientId().isEmpty() || isRecall(request)) {
      return toAll(group);
    }
    UserId recipient = request.recipientId().get();
    if (group.participant(recipient).isEmpty()) {
      return isForOneDevice(request) ? new Address.Forbidden(NOT_IN_IT) : toAll(group);
    }
    List<LogId> logs =
        new ArrayList<>(mailboxes(accounts.sessions(recipient), request.sessionId()));
    if (request.sessionId().isEmpty() && !recipient.equals(caller.user())) {
      logs.addAll(mailboxes(othersOf(caller), Optional.empty()));
    }
    return new Address.Logs(logs, Optional.of(group));
  }

  /// A call rings on phones: other clients can't take it. Somebody without a phone may have a
  /// client that can.
  private Address call(Caller caller, MessageRequest request, Conversation conversation) {
    Optional<UserId> callee =
        conversation.group() ? request.recipientId() : peer(conversation, caller.user());
    if (callee.isEmpty()
        || callee.get().equals(caller.user())
        || conversation.participant(callee.get()).isEmpty()
        || !request.recipientId().orElse(callee.get()).equals(callee.get())) {
      return new Address.Forbidden(NOT_IN_IT);
    }
    if (!willingness.hears(callee.get(), caller.user())) {
      return unheard(caller);
    }
    List<Session> sessions = accounts.sessions(callee.get());
    List<Session> phones =
        sessions.stream().filter(session -> PHONES.contains(session.platform())).toList();
    boolean named = request.sessionId().isPresent();
    return new Address.Logs(
        mailboxes(named || phones.isEmpty() ? sessions : phones, request.sessionId()),
        Optional.of(conversation));
  }

  /// Devices of one user tell each other what was read, in a conversation that need not exist here.
  private static boolean toOwnSessions(Caller caller, MessageRequest request) {
    return request.category().equals(CategoryRules.PLAIN_JSON)
        && request.recipientId().isPresent()
        && request.recipientId().get().equals(caller.user());
  }

  /// One device of a person encrypts again, for another of theirs, what that could not read.
  private static boolean toOneOwnSession(Caller caller, MessageRequest request) {
    return !caller.bot()
        && !isRecall(request)
        && request.sessionId().isPresent()
        && request.recipientId().map(caller.user()::equals).orElse(false);
  }

  /// A message of one device for another is for nobody else. Any other message in a group that
  /// names somebody who isn't there is for all: clients fill the field by habit, and take a refusal
  /// for good.
  private static boolean isForOneDevice(MessageRequest request) {
    return request.sessionId().isPresent() || request.category().equals(CategoryRules.PLAIN_JSON);
  }

  /// A recall goes to everybody, whomever it names: the message that it takes back may have gone to
  /// all.
  private static boolean isRecall(MessageRequest request) {
    return request.category().equals(CategoryRules.MESSAGE_RECALL);
  }

  private static Address toAll(Conversation conversation) {
    return new Address.Logs(List.of(LogId.of(conversation.id())), Optional.of(conversation));
  }

  private static Address unheard(Caller caller) {
    return caller.bot() ? new Address.Forbidden(UNHEARD) : new Address.Nobody();
  }

  private List<Session> othersOf(Caller caller) {
    return accounts.sessions(caller.user()).stream()
        .filter(session -> !session.id().equals(caller.session()))
        .toList();
  }

  private static List<LogId> mailboxes(List<Session> sessions, Optional<SessionId> only) {
    return sessions.stream()
        .map(Session::id)
        .filter(session -> only.isEmpty() || only.get().equals(session))
        .map(LogId::mailbox)
        .toList();
  }

  private static Optional<UserId> peer(Conversation conversation, UserId user) {
    for (Participant participant : conversation.participants()) {
      if (!participant.user().equals(user)) {
        return Optional.of(participant.user());
      }
    }
    return Optional.empty();
  }
}
