package dev.hearth.sdk.protection;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Reading;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.blaze.Opener;
import dev.hearth.sdk.blaze.Opener.Treatment;
import dev.hearth.sdk.blaze.Wire;
import dev.hearth.sdk.http.Backoff;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.sealing.OpeningOutcome;
import dev.hearth.sdk.sealing.OwnMessage;
import dev.hearth.sdk.sealing.PushedMessage;
import dev.hearth.sdk.sealing.SealingServer;
import dev.hearth.sdk.sealing.SignalConversations;
import dev.hearth.sdk.sealing.SignalConversations.SealingOutcome;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SafetyNumber;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Sends and opens what is protected by [Protection#SIGNAL], with the keys in a store.
///
/// [#open] and [#handled] are for the listener's thread; any thread may call the rest.
public final class SealedForPeople implements Opener {
  private static final Kind SESSION = new Kind("client.session", 1);
  private static final int MOST_TRIES = 20;
  // Of the 1,000 that a server pushes before it waits for acknowledgements.
  private static final int MOST_LEFT = 100;

  private final SignalConversations conversations;
  private final Opener others;
  private final Wire wire;
  private final Supplier<Backoff> pauses;
  // The users whose other identity key the listener has heard of.
  private final Set<UserId> reported = ConcurrentHashMap.newKeySet();
  private final Set<MessageId> left = new HashSet<>();

  /// @param others opens what is not sealed so
  /// @throws IllegalStateException when the store belongs to another session
  public SealedForPeople(
      Keystore keystore,
      ClientStore store,
      SealingServer server,
      Opener others,
      Wire wire,
      Supplier<Backoff> pauses,
      InstantSource clock) {
    this.others = others;
    this.wire = wire;
    this.pauses = pauses;
    requireOwn(store, keystore.sessionId());
    SignalDevice signal =
        SignalDevice.find(keystore.userId(), store)
            .orElseGet(() -> SignalDevice.create(keystore.userId(), OwnIdentity.generate(), store));
    var self = new DeviceAddress(keystore.userId(), keystore.sessionId());
    this.conversations = new SignalConversations(self, signal, store, server, clock);
  }

  /// Has `listener` hear of devices that come into a conversation, before anything is sealed for
  /// them.
  public void whenDevicesJoin(BiConsumer<ConversationId, Set<UserId>> listener) {
    conversations.whenDevicesJoin(listener);
  }

  public void start() {
    conversations.start();
  }

  public void close() {
    conversations.close();
  }

  /// @return false when that takes longer
  /// @throws HearthException when the server won't have this device's keys
  public boolean awaitPreKeys(Duration atMost) throws InterruptedException {
    return switch (conversations.awaitPreKeys(atMost)) {
      case LEFT -> true;
      case UNKNOWN -> false;
      case REFUSED ->
          throw HearthException.refused(
              ErrorCode.FORBIDDEN.code(),
              "the account has another identity than this store, which is new in the place of a lost"
                  + " one, or another's: link this device to another one, or sign in with a code");
    };
  }

  /// As [HearthClient#send].
  public Sent send(OutgoingMessage message) throws InterruptedException {
    Backoff pause = pauses.get();
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      switch (conversations.seal(said(message))) {
        case SealingOutcome.Ready(byte[] payload, String checksum) -> {
          Sent sent = wire.send(Parcel.sealed(message, payload, checksum));
          if (!BoxedMessages.isOutdated(sent)) {
            if (sent instanceof Sent.Refused) {
              conversations.forget(message.id());
            }
            return sent;
          }
          conversations.outdated(message.conversation());
        }
        case SealingOutcome.Restless() -> {}
        case SealingOutcome.MemberIdentitiesChanged(var users) -> {
          return new Sent.IdentityChanged(List.copyOf(users));
        }
        case SealingOutcome.NotAllowed() -> {
          return new Sent.Refused(
              ErrorCode.FORBIDDEN.code(), "this user may not write in that conversation");
        }
      }
      if (tried > 0) {
        Thread.sleep(pause.next());
      }
    }
    conversations.forget(message.id());
    return new Sent.Refused(
        ErrorCode.CHECKSUM_INVALID.code(), "the devices in it change all the time");
  }

  /// A message that travels as it is, from us or to us: when it takes another one back, nobody gets
  /// that again.
  public void travelsOpen(String category, byte[] payload) {
    if (category.equals("MESSAGE_RECALL")
        && Recall.parse(payload)
            instanceof Reading.Understood<Recall>(Recall(MessageId recalled))) {
      conversations.forget(recalled);
    }
  }

  public Optional<SafetyNumber> findSafetyNumber(UserId user) {
    return conversations.findSafetyNumber(user);
  }

  public boolean acceptIdentity(UserId user, SafetyNumber number) {
    boolean accepted = conversations.acceptIdentity(user, number);
    if (accepted) {
      reported.remove(user);
    }
    return accepted;
  }

  @Override
  public Treatment open(IncomingMessage pushed) {
    if (pushed.session().isEmpty()) {
      conversations.systemSaid(pushed.conversation(), pushed.category());
      return others.open(pushed);
    }
    PushedMessage message = message(pushed, pushed.session().get());
    OpeningOutcome outcome = conversations.open(message);
    if (!(outcome instanceof OpeningOutcome.SenderIdentityChanged)) {
      left.remove(pushed.id());
    }
    return switch (outcome) {
      case OpeningOutcome.ToShow(var id, byte[] content, var createdAt) ->
          new Treatment.Show(
              Unsealed.firstSent(
                  Unsealed.opened(pushed, Protection.SIGNAL, content), id, createdAt));
      case OpeningOutcome.NotSealed() -> {
        travelsOpen(pushed.category(), pushed.payload());
        yield others.open(pushed);
      }
      case OpeningOutcome.NothingToShow() -> new Treatment.Hidden();
      case OpeningOutcome.ReadElsewhere(var messages) -> new Treatment.ShowReadElsewhere(messages);
      case OpeningOutcome.NotReadableYet() -> new Treatment.ShowUnreadable();
      case OpeningOutcome.SenderIdentityChanged(var user) -> {
        boolean first = reported.add(user);
        if (left.size() >= MOST_LEFT && !left.contains(pushed.id())) {
          conversations.putOff(message);
          yield new Treatment.ShowUnreadable();
        }
        left.add(pushed.id());
        yield new Treatment.ShowIdentityChanged(user, first);
      }
    };
  }

  @Override
  public void handled(MessageId pushed) {
    conversations.handled(pushed);
  }

  static OutgoingMessage outgoing(OwnMessage said) {
    var message =
        OutgoingMessage.of(said.conversation(), "PLAIN_" + said.kind(), said.content())
            .withId(said.id())
            .protectedBy(Protection.SIGNAL)
            .expiringAfter(Duration.ofSeconds(said.expireIn()));
    message = said.silent() ? message.silently() : message;
    return said.quote().isPresent() ? message.quoting(said.quote().get()) : message;
  }

  private static OwnMessage said(OutgoingMessage message) {
    return new OwnMessage(
        message.id(),
        message.conversation(),
        message.category().substring("PLAIN_".length()),
        message.payload(),
        message.quote(),
        message.silent(),
        message.expireIn());
  }

  private static PushedMessage message(IncomingMessage pushed, SessionId session) {
    return new PushedMessage(
        pushed.id(),
        pushed.conversation(),
        new DeviceAddress(pushed.author(), session),
        pushed.category(),
        pushed.payload(),
        pushed.createdAt());
  }

  private static void requireOwn(ClientStore store, SessionId session) {
    byte[] own = session.toString().getBytes(StandardCharsets.US_ASCII);
    store.inTransaction(records -> {
      Optional<byte[]> before = records.find(SESSION, "own");
      if (before.isPresent() && !Arrays.equals(before.get(), own)) {
        throw new IllegalStateException("the store belongs to another session");
      }
      records.put(SESSION, "own", own);
      return session;
    });
  }
}
