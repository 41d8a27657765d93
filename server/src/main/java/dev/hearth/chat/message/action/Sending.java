package dev.hearth.chat.message.action;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.AccountView;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.RelationshipView;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Conversation;
import dev.hearth.chat.directory.conversation.ConversationView;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.Recall;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Category;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends messages: may this sender say this ({@link CategoryRules}), to whom does it go ({@link
/// Addresses}) and how often ({@link Postage}), what is in it ({@link Contents}), does the sender
/// know all who read it ({@link ConversationDevices}), and into the log with it. Blaze and the HTTP
/// API both come here.
///
/// Any thread may call one whose views are in memory. It throws {@link
/// dev.hearth.platform.runtime.NotInMemory} when they don't know enough: always before it charges,
/// answers or sends anything, so that another one, with views of the database, can begin anew.
public final class Sending {

  /// The result of sending a message.
  public sealed interface Sent {
    /// It is durable, since `at` (microseconds): now, or since the same message was sent first.
    record Accepted(long at) implements Sent {}

    record Refused(Refusal refusal) implements Sent {}
  }

  private sealed interface Checked {
    /// @param units what it costs the sender
    /// @param aside whether it also counts as an aside: {@link Postage#isAside}
    record Fit(Draft draft, long units, boolean aside) implements Checked {}

    record Unfit(Refusal refusal) implements Checked {}
  }

  /// How many messages one request may carry.
  public static final int MOST_MESSAGES = 100;

  /// After how many seconds of being read a message may disappear at the latest: twelve weeks.
  static final int MOST_EXPIRE_IN = (int) Duration.ofDays(7 * 12).toSeconds();

  /// The author's share of the log's queue: it empties as fast as the disk can sync.
  private static final Sent QUEUE_IS_FULL =
      new Sent.Refused(Refusal.spent(new Charge.Refused("log.queue", 0, Duration.ofSeconds(1))));

  private final AccountView accounts;
  private final Addresses addresses;
  private final Contents contents;
  private final ConversationDevices devices;
  private final Postage postage;
  private final LogWriter log;
  private final InstantSource clock;

  public Sending(
      AccountView accounts,
      RelationshipView relationships,
      ConversationView conversations,
      ConversationDevices devices,
      Postage postage,
      LogWriter log,
      InstantSource clock) {
    this.accounts = accounts;
    this.devices = devices;
    this.addresses = new Addresses(accounts, relationships, conversations);
    this.contents = new Contents(accounts);
    this.postage = postage;
    this.log = log;
    this.clock = clock;
  }

  /// Sends one message.
  ///
  /// @param then hears what became of it once it is durable, on the log's thread, or at once
  void send(Caller caller, Means means, MessageRequest request, Consumer<Sent> then) {
    switch (admit(caller, means, request)) {
      case Checked.Fit(var draft, long units, _) ->
          paid(caller, units, draft.bytes(), then, () -> appendDraft(draft, then));
      case Checked.Unfit(var refusal) -> then.accept(new Sent.Refused(refusal));
    }
  }

  /// Sends one message that is paid for already.
  void sendPaid(Caller caller, Means means, MessageRequest request, Consumer<Sent> then) {
    switch (admit(caller, means, request)) {
      case Checked.Fit(var draft, _, _) -> appendDraft(draft, then);
      case Checked.Unfit(var refusal) -> then.accept(new Sent.Refused(refusal));
    }
  }

  /// Checks it. Charges for an aside, once nothing else is to be looked up.
  private Checked admit(Caller caller, Means means, MessageRequest request) {
    Checked checked = check(caller, means, request);
    return checked instanceof Checked.Fit fit && !allowsAside(caller, request, fit)
        ? forbidden()
        : checked;
  }

  private boolean allowsAside(Caller caller, MessageRequest request, Checked.Fit fit) {
    return !fit.aside || postage.payAside(caller, request.recipientId().orElseThrow());
  }

  private void paid(Caller caller, long units, long bytes, Consumer<Sent> then, Runnable send) {
    switch (postage.pay(caller, units, bytes)) {
      case Charge.Allowed() -> send.run();
      case Charge.Refused spent -> then.accept(new Sent.Refused(Refusal.spent(spent)));
    }
  }

  /// Checks all before it sends one. If the log refuses one later, the others may be stored;
  /// sending the list again under the same ids is safe.
  ///
  /// @param then gets the first refusal, or the result of the last message, once each has its
  ///   result
  public void sendAll(Caller caller, List<MessageRequest> requests, Consumer<Sent> then) {
    List<Checked.Fit> all = new ArrayList<>(requests.size());
    for (MessageRequest request : requests) {
      switch (check(caller, Means.MESSAGE, request)) {
        case Checked.Fit fit -> all.add(fit);
        case Checked.Unfit(var refusal) -> {
          then.accept(new Sent.Refused(refusal));
          return;
        }
      }
    }
    for (int i = 0; i < all.size(); i++) {
      if (!allowsAside(caller, requests.get(i), all.get(i))) {
        then.accept(refused(ErrorCode.FORBIDDEN));
        return;
      }
    }
    paid(
        caller,
        all.stream().mapToLong(Checked.Fit::units).sum(),
        all.stream().mapToLong(fit -> fit.draft.bytes()).sum(),
        then,
        () -> {
          var together = new Together(all.size(), then);
          all.forEach(fit -> appendDraft(fit.draft, together::one));
        });
  }

  private void appendDraft(Draft draft, Consumer<Sent> then) {
    if (!postage.appendDraft(log, draft, appended -> then.accept(sent(appended)))) {
      // An author who filled their own share gets to know it; a queue that all have filled is the
      // server's problem.
      then.accept(log.isShareUsedUp(draft) ? QUEUE_IS_FULL : refused(ErrorCode.BLAZE_TIMEOUT));
    }
  }

  private static Sent sent(Appended appended) {
    return switch (appended) {
      case Appended.Stored stored -> new Sent.Accepted(stored.position());
      case Appended.Duplicate first -> new Sent.Accepted(first.position());
      case Appended.IdTaken(), Appended.NotAllowed() -> refused(ErrorCode.FORBIDDEN);
      case Appended.NotStored() -> refused(ErrorCode.BLAZE_SERVER);
    };
  }

  private static Sent refused(ErrorCode code) {
    return new Sent.Refused(Refusal.of(code));
  }

  /// Looks everything up, and changes nothing.
  private Checked check(Caller caller, Means means, MessageRequest request) {
    Optional<String> invalid = request.invalidField().or(() -> wrongField(request));
    if (invalid.isPresent()) {
      return invalid(caller, invalid.get());
    }
    if (!CategoryRules.allow(caller, means, request.category())) {
      return forbidden();
    }
    return switch (addresses.find(caller, means, request)) {
      case Address.Forbidden() -> forbidden();
      case Address.Nobody() ->
          fit(caller, means, request, new Address.Logs(List.of(), Optional.empty()), false);
      case Address.Logs to -> fit(caller, means, request, to, Postage.isAside(caller, request));
    };
  }

  /// The first required field that is missing or not valid.
  static Optional<String> wrongField(MessageRequest request) {
    if (request.conversationId().isEmpty()) {
      return Optional.of("conversation_id");
    }
    if (request.messageId().isEmpty()) {
      return Optional.of("message_id");
    }
    if (!Category.isWellFormed(request.category())) {
      return Optional.of("category");
    }
    int expireIn = request.expireIn().orElse(0);
    return expireIn < 0 || expireIn > MOST_EXPIRE_IN ? Optional.of("expire_in") : Optional.empty();
  }

  private Checked fit(
      Caller caller, Means means, MessageRequest request, Address.Logs to, boolean aside) {
    boolean represents = caller.bot() && request.representativeId().isPresent();
    if (represents && !mayRepresent(caller, to)) {
      return forbidden();
    }
    return switch (contents.of(caller, request)) {
      case Content.Unfit() -> invalid(caller, "data");
      case Content.Fit _ when means != Means.TO_SESSIONS && missesDevices(caller, request, to) ->
          new Checked.Unfit(Refusal.of(ErrorCode.CHECKSUM_INVALID));
      case Content.Fit(byte[] payload, var takesBack) ->
          new Checked.Fit(
              new Draft(
                  new Message(
                      request.messageId().orElseThrow(),
                      request.conversationId().orElseThrow(),
                      caller.user(),
                      Optional.of(caller.session()),
                      request.category(),
                      payload,
                      represents ? request.representativeId() : Optional.empty(),
                      request.quoteMessageId(),
                      request.silent(),
                      request.expireIn().orElse(to.in().map(Conversation::expireIn).orElse(0))),
                  to.logs(),
                  takesBack.flatMap(target -> recall(caller, target, to.in()))),
              Postage.of(payload, to),
              aside);
    };
  }

  private boolean missesDevices(Caller caller, MessageRequest request, Address.Logs to) {
    return to.in().map(in -> devices.areUnknown(caller, request, in)).orElse(false);
  }

  /// Clients show the represented user as the sender: people may not speak for others at all, and
  /// bots only when the operator lets them, where they speak to one.
  private boolean mayRepresent(Caller bot, Address.Logs to) {
    return to.in().map(conversation -> !conversation.group()).orElse(false)
        && accounts.findUser(bot.user()).flatMap(User::app).map(App::mayRepresent).orElse(false);
  }

  /// A recall outside of a conversation takes nothing back.
  private Optional<Recall> recall(Caller caller, MessageId target, Optional<Conversation> in) {
    long since = WireTime.micros(clock.instant().minus(RecallRules.MOST_AGE));
    return in.map(conversation ->
        new Recall(target, new RecallRules(conversation, caller.user(), since)::allow));
  }

  // A bot re-sends a message at once, forever, when it is refused with any code but 403.
  private static Checked invalid(Caller caller, String field) {
    return caller.bot() ? forbidden() : new Checked.Unfit(Refusal.invalid(field));
  }

  private static Checked forbidden() {
    return new Checked.Unfit(Refusal.of(ErrorCode.FORBIDDEN));
  }
}
