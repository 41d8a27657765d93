package dev.hearth.chat.action;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.Caller;
import dev.hearth.chat.account.Relationships;
import dev.hearth.chat.account.Session;
import dev.hearth.chat.conversation.Conversation;
import dev.hearth.chat.conversation.Conversations;
import dev.hearth.chat.conversation.Participant;
import dev.hearth.chat.log.Appended;
import dev.hearth.chat.log.Draft;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogWriter;
import dev.hearth.chat.log.Message;
import dev.hearth.protocol.Category;
import dev.hearth.protocol.CategoryFamily;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.ErrorCode;
import dev.hearth.protocol.MessageRequest;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends messages: may this sender, to whom does it go, and into the log with it. Blaze and the
/// HTTP API both come here. Any thread may call it.
public final class Sending {

  /// What became of a message that somebody wanted to send.
  public sealed interface Sent {
    /// It is durable, since `at` (microseconds): now, or since the same message was sent first.
    record Accepted(long at) implements Sent {}

    record Refused(Refusal refusal) implements Sent {}
  }

  private sealed interface Checked {
    record Fit(Draft draft) implements Checked {}

    record Unfit(Refusal refusal) implements Checked {}
  }

  /// How many messages one request may carry.
  public static final int MOST_MESSAGES = 100;

  private static final String PLAIN_JSON = "PLAIN_JSON";

  private final Accounts accounts;
  private final Relationships relationships;
  private final Conversations conversations;
  private final LogWriter log;

  public Sending(
      Accounts accounts, Relationships relationships, Conversations conversations, LogWriter log) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.conversations = conversations;
    this.log = log;
  }

  /// Whether {@link #send} has no need of a database.
  boolean atHand(Caller caller, MessageRequest request) {
    if (toOwnSessions(caller, request)) {
      return accounts.cachedSessions(caller.user()).isPresent();
    }
    Optional<Conversation> conversation = request.conversationId().flatMap(conversations::cached);
    if (conversation.isEmpty()) {
      return request.conversationId().isEmpty();
    }
    if (conversation.get().group()) {
      return request.recipientId().isEmpty();
    }
    Optional<UserId> peer = peer(conversation.get(), caller.user());
    return request.sessionId().isEmpty()
        && (peer.isEmpty() || relationships.cachedBlocks(peer.get(), caller.user()).isPresent());
  }

  /// Sends one message. May wait for a database unless it is {@link #atHand}.
  ///
  /// @param then hears what became of it once it is durable, on the log's thread, or at once
  void send(Caller caller, MessageRequest request, Consumer<Sent> then) {
    switch (check(caller, request)) {
      case Checked.Fit(var draft) -> append(draft, then);
      case Checked.Unfit(var refusal) -> then.accept(new Sent.Refused(refusal));
    }
  }

  /// Sends all, or refuses all without sending one. May wait for a database.
  ///
  /// @param then hears of the first that was refused, or of the last, once all are durable
  public void sendAll(Caller caller, List<MessageRequest> requests, Consumer<Sent> then) {
    List<Draft> drafts = new ArrayList<>(requests.size());
    for (MessageRequest request : requests) {
      switch (check(caller, request)) {
        case Checked.Fit(var draft) -> drafts.add(draft);
        case Checked.Unfit(var refusal) -> {
          then.accept(new Sent.Refused(refusal));
          return;
        }
      }
    }
    var all = new Together(drafts.size(), then);
    drafts.forEach(draft -> append(draft, all::one));
  }

  private void append(Draft draft, Consumer<Sent> then) {
    boolean taken =
        log.append(
            draft,
            appended ->
                then.accept(
                    switch (appended) {
                      case Appended.Stored stored -> new Sent.Accepted(stored.position());
                      case Appended.Duplicate first -> new Sent.Accepted(first.position());
                      case Appended.Taken(), Appended.NotAllowed() -> refused(ErrorCode.FORBIDDEN);
                    }));
    if (!taken) {
      then.accept(refused(ErrorCode.BLAZE_TIMEOUT));
    }
  }

  private static Sent refused(ErrorCode code) {
    return new Sent.Refused(new Refusal(code, Map.of()));
  }

  // May this sender?

  private Checked check(Caller caller, MessageRequest request) {
    if (request.invalidField().isPresent()) {
      return invalid(caller, request.invalidField().get());
    }
    if (request.conversationId().isEmpty()) {
      return invalid(caller, "conversation_id");
    }
    if (request.messageId().isEmpty()) {
      return invalid(caller, "message_id");
    }
    if (!Category.isWellFormed(request.category())) {
      return invalid(caller, "category");
    }
    if (request.expireIn().orElse(0) < 0) {
      return invalid(caller, "expire_in");
    }
    if (!maySay(caller, Category.family(request.category()))) {
      return forbidden();
    }
    return toOwnSessions(caller, request)
        ? fit(caller, request, 0, mailboxes(othersOf(caller), request.sessionId()))
        : inConversation(caller, request, request.conversationId().get());
  }

  private static boolean maySay(Caller caller, CategoryFamily family) {
    return switch (family) {
      case PLAIN, ENCRYPTED, APP, MESSAGE, WEBRTC -> true;
      case SIGNAL -> !caller.bot();
      // Only the server says SYSTEM_; nobody mixes group calls here; the rest no client knows.
      case SYSTEM, KRAKEN, OTHER -> false;
    };
  }

  private Checked inConversation(
      Caller caller, MessageRequest request, ConversationId conversationId) {
    Optional<Conversation> found = conversations.find(conversationId);
    if (found.isEmpty() || found.get().participant(caller.user()).isEmpty()) {
      return forbidden();
    }
    Conversation conversation = found.get();
    return conversation.group()
        ? inGroup(caller, request, conversation)
        : inContact(caller, request, conversation);
  }

  private Checked inContact(Caller caller, MessageRequest request, Conversation conversation) {
    Optional<UserId> peer = peer(conversation, caller.user());
    if (peer.isEmpty() || !request.recipientId().orElse(peer.get()).equals(peer.get())) {
      return forbidden();
    }
    if (relationships.blocks(peer.get(), caller.user())) {
      // A person is not told: the message is accepted, and nobody gets it.
      return caller.bot() ? forbidden() : fit(caller, request, 0, List.of());
    }
    List<LogId> logs =
        request.sessionId().isPresent()
            ? mailboxes(accounts.sessions(peer.get()), request.sessionId())
            : List.of(LogId.of(conversation.id()));
    return fit(caller, request, conversation.expireIn(), logs);
  }

  private Checked inGroup(Caller caller, MessageRequest request, Conversation conversation) {
    if (request.recipientId().isEmpty()) {
      return fit(caller, request, conversation.expireIn(), List.of(LogId.of(conversation.id())));
    }
    UserId recipient = request.recipientId().get();
    if (conversation.participant(recipient).isEmpty()) {
      return forbidden();
    }
    List<LogId> logs =
        new ArrayList<>(mailboxes(accounts.sessions(recipient), request.sessionId()));
    if (request.sessionId().isEmpty() && !recipient.equals(caller.user())) {
      logs.addAll(mailboxes(othersOf(caller), Optional.empty()));
    }
    return fit(caller, request, conversation.expireIn(), logs);
  }

  /// Devices of one user tell each other what was read, in a conversation that need not exist here.
  private static boolean toOwnSessions(Caller caller, MessageRequest request) {
    return request.category().equals(PLAIN_JSON)
        && request.recipientId().isPresent()
        && request.recipientId().get().equals(caller.user());
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

  private static Checked fit(
      Caller caller, MessageRequest request, int expireIn, List<LogId> logs) {
    return new Checked.Fit(
        new Draft(
            new Message(
                request.messageId().orElseThrow(),
                request.conversationId().orElseThrow(),
                caller.user(),
                Optional.of(caller.session()),
                request.category(),
                request.payload(),
                // Clients show the represented user as the sender: people may not speak for others.
                caller.bot() ? request.representativeId() : Optional.empty(),
                request.quoteMessageId(),
                request.silent(),
                request.expireIn().orElse(expireIn)),
            logs));
  }

  // A bot re-sends at once, for ever, what is refused with any code but 403.
  private static Checked invalid(Caller caller, String field) {
    return caller.bot()
        ? forbidden()
        : new Checked.Unfit(new Refusal(ErrorCode.INVALID_FIELD, Map.of("field", field)));
  }

  private static Checked forbidden() {
    return new Checked.Unfit(new Refusal(ErrorCode.FORBIDDEN, Map.of()));
  }

  /// Answers for several messages at once.
  private static final class Together {
    private final Consumer<Sent> then;
    private int open;
    private Optional<Sent> worst = Optional.empty();

    Together(int open, Consumer<Sent> then) {
      this.open = open;
      this.then = then;
      if (open == 0) {
        then.accept(new Sent.Accepted(0));
      }
    }

    void one(Sent sent) {
      Sent result;
      synchronized (this) {
        if (sent instanceof Sent.Refused && worst.isEmpty()) {
          worst = Optional.of(sent);
        }
        open--;
        if (open > 0) {
          return;
        }
        result = worst.orElse(sent);
      }
      then.accept(result);
    }
  }
}
