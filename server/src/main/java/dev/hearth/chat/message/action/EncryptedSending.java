package dev.hearth.chat.message.action;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.message.action.Sending.Sent;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.platform.limits.Charge;
import dev.hearth.protocol.blaze.EncryptedMessageRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Sends the messages that bots encrypted for a user's sessions, each by itself. When a message was
/// encrypted for other sessions than the user has now, the bot gets the current ones; the other
/// messages are still sent. Any thread may call it; may wait for a database.
public final class EncryptedSending {

  /// The result of one message.
  ///
  /// @param sent whether it is durable
  /// @param sessions the recipient's now: those it went to, or those to encrypt it for
  public record SentEncrypted(MessageRequest message, boolean sent, List<Session> sessions) {
    public UserId recipient() {
      return message.recipientId().orElseThrow();
    }
  }

  private final Accounts accounts;
  private final Sending sending;
  private final Contents contents;
  private final MessageCosts costs;

  public EncryptedSending(Accounts accounts, Sending sending, MessageCosts costs) {
    this.accounts = accounts;
    this.sending = sending;
    this.costs = costs;
    this.contents = new Contents(accounts);
  }

  /// Refuses all of them when one is invalid, or the sender has no allowance left.
  ///
  /// @param then receives a result for each message, in their order, once all that are sent are
  ///   durable, on the log's thread, or at once
  public void sendAll(
      Caller caller,
      List<EncryptedMessageRequest> requests,
      Consumer<Outcome<List<SentEncrypted>>> then) {
    for (int i = 0; i < requests.size(); i++) {
      Optional<Refusal> objection = objection(caller, requests.get(i).message());
      if (objection.isPresent()) {
        then.accept(new Outcome.Refused<>(objection.get().at(i)));
        return;
      }
    }
    if (costs.pay(caller, units(requests), bytes(requests)) instanceof Charge.Refused spent) {
      then.accept(new Outcome.Refused<>(Refusal.spent(spent)));
      return;
    }
    var results =
        new Results<SentEncrypted>(requests.size(), all -> then.accept(new Outcome.Done<>(all)));
    for (int i = 0; i < requests.size(); i++) {
      send(caller, requests.get(i), i, results);
    }
  }

  // Those that turn out to be encrypted for others are paid for too: finding out is most of it.
  private static long units(List<EncryptedMessageRequest> requests) {
    return requests.stream()
        .mapToLong(request -> MessageCosts.units(request.message().payload()))
        .sum();
  }

  private static long bytes(List<EncryptedMessageRequest> requests) {
    return requests.stream().mapToLong(request -> Entry.bytes(request.message().payload())).sum();
  }

  private void send(
      Caller caller, EncryptedMessageRequest request, int place, Results<SentEncrypted> results) {
    MessageRequest message = request.message();
    List<Session> sessions = accounts.sessions(message.recipientId().orElseThrow());
    if (!encryptedFor(sessions, request)) {
      results.put(place, new SentEncrypted(message, false, sessions));
      return;
    }
    sending.sendPaid(
        caller,
        Means.TO_SESSIONS,
        message,
        sent ->
            results.put(
                place, new SentEncrypted(message, sent instanceof Sent.Accepted, sessions)));
  }

  private Optional<Refusal> objection(Caller caller, MessageRequest message) {
    if (message.invalidField().isEmpty() && message.recipientId().isEmpty()) {
      return Optional.of(Refusal.invalid("recipient_id", "It is missing."));
    }
    return Sending.objection(message)
        .or(() ->
            contents.of(caller, message) instanceof Content.Refused(var why)
                ? Optional.of(why.withField("data_base64"))
                : Optional.empty());
  }

  private static boolean encryptedFor(List<Session> sessions, EncryptedMessageRequest request) {
    Set<SessionId> now = sessions.stream().map(Session::id).collect(Collectors.toSet());
    boolean named = request.sessions().isEmpty() || now.equals(new HashSet<>(request.sessions()));
    return !now.isEmpty()
        && named
        && request.checksum().equals(SessionChecksum.of(now))
        && readers(request.message()).map(readers -> readers.containsAll(now)).orElse(true);
  }

  /// The sessions that can read it; empty when any session can.
  private static Optional<Set<SessionId>> readers(MessageRequest message) {
    if (Category.family(message.category()) != CategoryFamily.ENCRYPTED) {
      return Optional.empty();
    }
    return switch (Encrypted.parse(message.category(), message.payload())) {
      case Reading.Understood<Encrypted>(Encrypted encrypted) ->
          Optional.of(Set.copyOf(encrypted.sessions()));
      case Reading.NotUnderstood<Encrypted> _ -> Optional.of(Set.of());
    };
  }
}
