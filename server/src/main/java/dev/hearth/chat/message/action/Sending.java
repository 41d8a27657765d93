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
/// Addresses}) and how often ({@link MessageCosts}), what is in it ({@link Contents}), does the
/// sender know all who read it ({@link ConversationDevices}), and into the log with it. Blaze and
/// the HTTP API both come here.
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

  /// The result of checking a message before it is sent.
  private sealed interface Admission {
    /// @param units what it costs the sender
    /// @param aside whether it also counts as an aside: {@link MessageCosts#isAside}
    record Admitted(Draft draft, long units, boolean aside) implements Admission {}

    record Refused(Refusal refusal) implements Admission {}
  }

  /// How many messages one request may carry.
  public static final int MOST_MESSAGES = 100;

  /// After how many seconds of being read a message may disappear at the latest: twelve weeks.
  static final int MOST_EXPIRE_IN = (int) Duration.ofDays(7 * 12).toSeconds();

  /// The author's share of the log's queue: it empties as fast as the disk can sync.
  private static final Sent NO_ROOM_FOR_AUTHOR =
      new Sent.Refused(Refusal.spent(new Charge.Refused("log.queue", 0, Duration.ofSeconds(1))));

  /// All have filled the queue together: that is the server's problem.
  private static final Sent NO_ROOM =
      new Sent.Refused(
          Refusal.of(ErrorCode.BLAZE_TIMEOUT, "The log takes no more just now: send it again."));

  private static final Sent ID_TAKEN =
      new Sent.Refused(
          Refusal.of(ErrorCode.FORBIDDEN, "Another message has this id.").withField("message_id"));
  private static final Sent NOT_TAKEN_BACK =
      new Sent.Refused(
          Refusal.of(
              ErrorCode.FORBIDDEN,
              "There is no message of this id here that you may recall, within %s days.",
              RecallRules.MOST_AGE.toDays()));
  private static final Sent NOT_STORED =
      new Sent.Refused(Refusal.of(ErrorCode.BLAZE_SERVER, "The log could not store it."));
  private static final Refusal TOO_MANY_ASIDES =
      Refusal.of(
          ErrorCode.FORBIDDEN,
          "Too many messages for one member of a group: the allowance is used up.");
  private static final Refusal NOT_THIS_CATEGORY =
      Refusal.of(ErrorCode.FORBIDDEN, "The sender can't send this category, or not by this action.")
          .withField("category");
  private static final Refusal MAY_NOT_REPRESENT =
      Refusal.of(
              ErrorCode.FORBIDDEN,
              "A bot speaks for somebody only to one person, and where the operator lets it.")
          .withField("representative_id");
  static final Refusal OTHER_SESSIONS =
      Refusal.of(
          ErrorCode.CHECKSUM_INVALID,
          "The conversation has other sessions than the checksum covers: ask for them, send"
              + " again.");
  static final String UNREADABLE =
      "It can't be read: it is of another type, too long, or not as a UUID or base64 is.";

  private final AccountView accounts;
  private final Addresses addresses;
  private final Contents contents;
  private final ConversationDevices devices;
  private final MessageCosts costs;
  private final LogWriter log;
  private final InstantSource clock;

  public Sending(
      AccountView accounts,
      RelationshipView relationships,
      ConversationView conversations,
      ConversationDevices devices,
      MessageCosts costs,
      LogWriter log,
      InstantSource clock) {
    this.accounts = accounts;
    this.devices = devices;
    this.addresses = new Addresses(accounts, relationships, conversations);
    this.contents = new Contents(accounts);
    this.costs = costs;
    this.log = log;
    this.clock = clock;
  }

  /// Sends one message.
  ///
  /// @param then hears what became of it once it is durable, on the log's thread, or at once
  void send(Caller caller, Means means, MessageRequest request, Consumer<Sent> then) {
    switch (admit(caller, means, request)) {
      case Admission.Admitted(var draft, long units, _) ->
          paid(caller, units, draft.bytes(), then, () -> appendDraft(draft, then));
      case Admission.Refused(var refusal) -> then.accept(new Sent.Refused(refusal));
    }
  }

  /// Sends one message that is paid for already.
  void sendPaid(Caller caller, Means means, MessageRequest request, Consumer<Sent> then) {
    switch (admit(caller, means, request)) {
      case Admission.Admitted(var draft, _, _) -> appendDraft(draft, then);
      case Admission.Refused(var refusal) -> then.accept(new Sent.Refused(refusal));
    }
  }

  /// Checks it. Charges for an aside, once nothing else is to be looked up.
  private Admission admit(Caller caller, Means means, MessageRequest request) {
    Admission checked = check(caller, means, request);
    return checked instanceof Admission.Admitted message && !allowsAside(caller, request, message)
        ? new Admission.Refused(TOO_MANY_ASIDES)
        : checked;
  }

  private boolean allowsAside(Caller caller, MessageRequest request, Admission.Admitted message) {
    return !message.aside || costs.payAside(caller, request.recipientId().orElseThrow());
  }

  private void paid(Caller caller, long units, long bytes, Consumer<Sent> then, Runnable send) {
    switch (costs.pay(caller, units, bytes)) {
      case Charge.Allowed() -> send.run();
      case Charge.Refused spent -> then.accept(new Sent.Refused(Refusal.spent(spent)));
    }
  }

  /// Checks all before it sends one. If the log refuses one later, the others may be stored;
  /// sending the list again under the same ids is safe.
  ///
  /// @param then gets the first refusal in the list, or the result of the last message, once each
  ///   has its result
  public void sendAll(Caller caller, List<MessageRequest> requests, Consumer<Sent> then) {
    List<Admission.Admitted> all = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      switch (check(caller, Means.MESSAGE, requests.get(i))) {
        case Admission.Admitted message -> all.add(message);
        case Admission.Refused(var refusal) -> {
          then.accept(new Sent.Refused(refusal.at(i)));
          return;
        }
      }
    }
    for (int i = 0; i < all.size(); i++) {
      if (!allowsAside(caller, requests.get(i), all.get(i))) {
        then.accept(new Sent.Refused(TOO_MANY_ASIDES.at(i)));
        return;
      }
    }
    paid(
        caller,
        all.stream().mapToLong(Admission.Admitted::units).sum(),
        all.stream().mapToLong(message -> message.draft.bytes()).sum(),
        then,
        () -> {
          var results = new Results<Sent>(all.size(), sent -> then.accept(together(sent)));
          for (int i = 0; i < all.size(); i++) {
            int place = i;
            appendDraft(all.get(i).draft, sent -> results.put(place, at(place, sent)));
          }
        });
  }

  private static Sent together(List<Sent> results) {
    Optional<Sent> refused = results.stream().filter(Sent.Refused.class::isInstance).findFirst();
    return refused.orElseGet(() -> results.isEmpty() ? new Sent.Accepted(0) : results.getLast());
  }

  private static Sent at(int place, Sent sent) {
    return sent instanceof Sent.Refused(var refusal) ? new Sent.Refused(refusal.at(place)) : sent;
  }

  private void appendDraft(Draft draft, Consumer<Sent> then) {
    switch (costs.appendDraft(log, draft, appended -> then.accept(sent(appended)))) {
      case QUEUED -> {} // answered once it is durable
      case NO_ROOM_FOR_OWNER -> then.accept(NO_ROOM_FOR_AUTHOR);
      case NO_ROOM -> then.accept(NO_ROOM);
    }
  }

  private static Sent sent(Appended appended) {
    return switch (appended) {
      case Appended.Stored stored -> new Sent.Accepted(stored.position());
      case Appended.Duplicate first -> new Sent.Accepted(first.position());
      case Appended.IdTaken() -> ID_TAKEN;
      case Appended.NotAllowed() -> NOT_TAKEN_BACK;
      case Appended.NotStored() -> NOT_STORED;
    };
  }

  /// Looks everything up, and changes nothing.
  private Admission check(Caller caller, Means means, MessageRequest request) {
    Optional<Refusal> objection = objection(request);
    if (objection.isPresent()) {
      return new Admission.Refused(objection.get());
    }
    if (!CategoryRules.allow(caller, means, request.category())) {
      return new Admission.Refused(NOT_THIS_CATEGORY);
    }
    return switch (addresses.find(caller, means, request)) {
      case Address.Forbidden(var why) -> new Admission.Refused(why);
      case Address.Nobody() ->
          checkContent(
              caller, means, request, new Address.Logs(List.of(), Optional.empty()), false);
      case Address.Logs to ->
          checkContent(caller, means, request, to, MessageCosts.isAside(caller, request));
    };
  }

  /// The first field that can't be read, that no message can be without, or can't have so.
  static Optional<Refusal> objection(MessageRequest request) {
    if (request.invalidField().isPresent()) {
      return request.invalidField().map(field -> Refusal.invalid(field, UNREADABLE));
    }
    if (request.conversationId().isEmpty()) {
      return Optional.of(Refusal.invalid("conversation_id", "It is missing."));
    }
    if (request.messageId().isEmpty()) {
      return Optional.of(Refusal.invalid("message_id", "It is missing."));
    }
    if (!Category.isWellFormed(request.category())) {
      return Optional.of(Refusal.invalid("category", "It is missing."));
    }
    int expireIn = request.expireIn().orElse(0);
    return expireIn < 0 || expireIn > MOST_EXPIRE_IN
        ? Optional.of(Refusal.invalid("expire_in", "It is 0 to %s seconds.", MOST_EXPIRE_IN))
        : Optional.empty();
  }

  private Admission checkContent(
      Caller caller, Means means, MessageRequest request, Address.Logs to, boolean aside) {
    boolean represents = caller.bot() && request.representativeId().isPresent();
    if (represents && !mayRepresent(caller, to)) {
      return new Admission.Refused(MAY_NOT_REPRESENT);
    }
    return switch (contents.of(caller, request)) {
      case Content.Refused(var why) -> new Admission.Refused(why.withField("data"));
      case Content.Valid _ when means != Means.TO_SESSIONS && missesDevices(caller, request, to) ->
          new Admission.Refused(OTHER_SESSIONS);
      case Content.Valid(byte[] payload, var takesBack) ->
          new Admission.Admitted(
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
              MessageCosts.units(payload, to),
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
}
