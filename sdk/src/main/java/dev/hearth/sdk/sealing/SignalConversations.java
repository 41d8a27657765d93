package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.sealing.WaitingMessages.From;
import dev.hearth.sdk.sealing.WaitingMessages.Unread;
import dev.hearth.sdk.sealing.WaitingMessages.Wait;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.SafetyNumber;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Records;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// The conversations of one device, sealed. Any thread may call it.
public final class SignalConversations implements AutoCloseable {
  private static final int MOST_HANDOVERS = 10;
  private static final int HANDED_AT_ONCE = 200;
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofHours(1);
  private static final int MOST_TIMES_ASKED = 5;

  /// The outcome of sealing a message.
  public sealed interface SealingOutcome {
    /// Send it. It is kept, for devices that can't read it.
    ///
    /// @param checksum of the devices it is sealed for
    record Ready(@SuppressWarnings("ArrayRecordComponent") byte[] payload, String checksum)
        implements SealingOutcome {}

    /// These users' identity keys are others than before; nothing was sealed.
    record MemberIdentitiesChanged(Set<UserId> users) implements SealingOutcome {}

    /// We are not in the conversation, or may not write there.
    record NotAllowed() implements SealingOutcome {}

    /// The devices in it change faster than they can be handed a key.
    record Restless() implements SealingOutcome {}
  }

  private final DeviceAddress self;
  private final ClientStore store;
  private final SignalDevice signal;
  private final InstantSource clock;
  private final Rosters rosters;
  private final Handover handover;
  private final PreKeyStock stock;
  private final Chores chores;
  private final Turns turns = new Turns();

  public SignalConversations(
      DeviceAddress self,
      SignalDevice signal,
      ClientStore store,
      SealingServer server,
      InstantSource clock) {
    this.self = self;
    this.store = store;
    this.signal = signal;
    this.clock = clock;
    this.rosters = new Rosters(store, signal, server);
    this.handover = new Handover(self, store, signal, server, rosters);
    this.stock = new PreKeyStock(signal, server, clock);
    this.chores =
        new Chores(
            store,
            new Answering(store, signal, server, rosters, handover, turns, clock),
            stock,
            server,
            this::lookBack,
            clock);
  }

  /// Has `listener` hear whose devices come into a conversation, before anything is sealed for
  /// them, on the thread that seals. It must not wait for anything. To be called before the first
  /// message is sealed.
  public void whenDevicesJoin(BiConsumer<ConversationId, Set<UserId>> listener) {
    rosters.whenDevicesJoin(listener);
  }

  /// Begins to do what was left undone, as soon as the [SealingServer] lets it.
  public void start() {
    chores.start();
  }

  /// Waits until others can begin sessions with this device.
  public PreKeys awaitPreKeys(Duration atMost) throws InterruptedException {
    return stock.await(atMost);
  }

  /// Seals something for everybody in its conversation, once all have been handed the key.
  public SealingOutcome seal(OwnMessage said) throws InterruptedException {
    return turns.in(said.conversation(), () -> handOverAndSeal(said));
  }

  private SealingOutcome handOverAndSeal(OwnMessage said) throws InterruptedException {
    for (int i = 0; i < MOST_HANDOVERS; i++) {
      Optional<Roster> roster =
          i == 0 ? rosters.current(said.conversation()) : rosters.fetch(said.conversation());
      if (roster.isEmpty()) {
        return new SealingOutcome.NotAllowed();
      }
      switch (handOver(said.conversation(), roster.get())) {
        case Handover.Handed.AllHanded() -> {
          return seal(said, roster.get());
        }
        case Handover.Handed.Outdated() -> {}
        case Handover.Handed.Refused() -> {
          return new SealingOutcome.NotAllowed();
        }
        case Handover.Handed.RecipientIdentitiesChanged(var users) -> {
          return new SealingOutcome.MemberIdentitiesChanged(users);
        }
      }
    }
    return new SealingOutcome.Restless();
  }

  /// The server says that a message was sealed for other devices than there are.
  public void outdated(ConversationId conversation) {
    rosters.outdated(conversation);
  }

  /// Forgets what we said: it was refused, or taken back. Nobody gets it again.
  public void forget(MessageId said) {
    store.inTransaction(records -> {
      new OwnMessages(records).remove(said);
      return said;
    });
  }

  /// Opens a pushed message. It may be acknowledged once it was [#handled], unless an identity key
  /// has changed.
  public OpeningOutcome open(PushedMessage pushed) {
    PushOpener.OpenedPush opened =
        store.inTransaction(
            records -> new PushOpener(records, self.user(), signal, clock.instant()).open(pushed));
    boolean unreadable = opened.outcome() instanceof OpeningOutcome.NotReadableYet;
    if (unreadable) {
      stock.hurry();
    }
    if (unreadable || opened.chores()) {
      chores.look();
    }
    return opened.outcome();
  }

  /// Lets a message wait until its sender's identity key is accepted. It may be acknowledged: its
  /// sender is asked for it then.
  public void putOff(PushedMessage pushed) {
    store.inTransaction(records -> {
      new WaitingMessages(records)
          .add(
              new From(pushed.conversation(), pushed.sender()),
              new Unread(pushed.id(), pushed.createdAt()));
      return pushed;
    });
  }

  /// The server itself has said something in a conversation.
  public void systemSaid(ConversationId conversation, String category) {
    if (category.equals("SYSTEM_CONVERSATION")) {
      outdated(conversation);
    }
  }

  /// The listener has had a message.
  public void handled(MessageId pushed) {
    store.inTransaction(records -> {
      PushOpener.handled(records, pushed);
      return pushed;
    });
  }

  /// The number to compare with this user: that of the key they have come with lately, when it is
  /// another one than we know. Empty when we never met.
  public Optional<SafetyNumber> findSafetyNumber(UserId user) {
    return store.inTransaction(records ->
        new OfferedIdentities(records)
            .find(user)
            .map(offered -> signal.safetyNumber(user, offered))
            .or(() -> signal.findSafetyNumber(user)));
  }

  /// Accepts the identity key of this number as the user's.
  ///
  /// @return false when the number is not the user's anymore
  public boolean acceptIdentity(UserId user, SafetyNumber number) {
    boolean accepted =
        store.inTransaction(records -> {
          if (!findSafetyNumber(user).equals(Optional.of(number))) {
            return false;
          }
          var offers = new OfferedIdentities(records);
          offers
              .find(user)
              .ifPresent(key -> {
                signal.acceptIdentity(user, key);
                Rosters.inDoubt(records, user);
              });
          offers.remove(user);
          var waiting = new WaitingMessages(records);
          waiting.all().stream()
              .filter(from -> from.device().user().equals(user))
              .forEach(from -> askForKey(records, from, waiting.of(from)));
          return true;
        });
    chores.look();
    return accepted;
  }

  @Override
  public void close() {
    chores.close();
  }

  private Handover.Handed handOver(ConversationId conversation, Roster roster)
      throws InterruptedException {
    List<DeviceAddress> without = roster.without(self);
    for (int from = 0; from < without.size(); from += HANDED_AT_ONCE) {
      List<DeviceAddress> some =
          without.subList(from, Math.min(without.size(), from + HANDED_AT_ONCE));
      Handover.Handed handed = handover.to(some, conversation, roster);
      if (!(handed instanceof Handover.Handed.AllHanded)) {
        return handed;
      }
    }
    return new Handover.Handed.AllHanded();
  }

  private SealingOutcome seal(OwnMessage said, Roster roster) {
    OwnMessage lasting = said.expireIn() == 0 ? said.expiringIn(roster.expireIn()) : said;
    return store.inTransaction(records -> {
      new OwnMessages(records).add(lasting, clock.instant());
      signal.makeSenderKey(said.conversation());
      byte[] inside = Inside.of(said.kind(), said.content());
      return switch (signal.seal(said.conversation(), inside)) {
        case Sealing.SealedEnvelope(Envelope envelope) ->
            new SealingOutcome.Ready(envelope.toBytes(), roster.checksum());
        case Sealing.NoKeyToSeal() -> throw new IllegalStateException("a sender key was just made");
      };
    });
  }

  /// The hourly work.
  private void lookBack() {
    store.inTransaction(records -> {
      new OwnMessages(records).forgetUntil(clock.instant());
      askAgain(records);
      return self;
    });
  }

  private void askAgain(Records records) {
    var waiting = new WaitingMessages(records);
    Instant longAgo = clock.instant().minus(ASKED_AGAIN_AFTER);
    for (From from : waiting.all()) {
      Wait wait = waiting.of(from);
      if (wait.times() < MOST_TIMES_ASKED
          && wait.askedAt().map(at -> at.isBefore(longAgo)).orElse(true)) {
        askForKey(records, from, wait);
      }
    }
  }

  private static void askForKey(Records records, From from, Wait wait) {
    Chores.add(
        records,
        new Chore.AskForKey(from.conversation(), from.device(), wait.messages().getLast().id()));
  }
}
