package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.sealing.OwnMessages.Kept;
import dev.hearth.sdk.sealing.WaitingMessages.From;
import dev.hearth.sdk.sealing.WaitingMessages.Unread;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The requests between devices when one can't read the other's messages: for its sender key, and
/// then for the messages. A message is sent again only to devices that were there when it was sent.
final class Answering implements Chores.Doing {
  static final String RESEND_KEY = "RESEND_KEY";
  static final String RESEND_MESSAGES = "RESEND_MESSAGES";
  static final String NO_KEY = "NO_KEY";

  private static final int MOST_TRIES = 3;

  private final ClientStore store;
  private final SignalDevice signal;
  private final SealingServer server;
  private final Rosters rosters;
  private final Handover handover;
  private final Turns turns;
  private final InstantSource clock;
  private final AskedOften askedOften;

  Answering(
      ClientStore store,
      SignalDevice signal,
      SealingServer server,
      Rosters rosters,
      Handover handover,
      Turns turns,
      InstantSource clock) {
    this.store = store;
    this.signal = signal;
    this.server = server;
    this.rosters = rosters;
    this.handover = handover;
    this.turns = turns;
    this.clock = clock;
    this.askedOften = new AskedOften(clock);
  }

  @Override
  public void perform(Chore chore) throws InterruptedException {
    switch (chore) {
      case Chore.AskForKey(var conversation, var device, var message) ->
          askForKey(conversation, device, message);
      case Chore.AskForMessages(var conversation, var device) ->
          askForMessages(conversation, device);
      case Chore.HandKey(var conversation, var device) ->
          turns.in(
              conversation,
              () -> {
                handKey(conversation, device);
                return device;
              });
      case Chore.SayAgain(var conversation, var device, var messages) ->
          turns.in(
              conversation,
              () -> {
                sayAgain(conversation, device, messages);
                return device;
              });
    }
  }

  private void askForKey(ConversationId conversation, DeviceAddress device, MessageId message)
      throws InterruptedException {
    server.tell(conversation, device, request(RESEND_KEY, List.of(), Optional.of(message)));
    store.inTransaction(records -> {
      new WaitingMessages(records).asked(new From(conversation, device), clock.instant());
      return device;
    });
  }

  private void askForMessages(ConversationId conversation, DeviceAddress device)
      throws InterruptedException {
    List<MessageId> wanted =
        store.inTransaction(records ->
            new WaitingMessages(records)
                .of(new From(conversation, device)).messages().stream()
                    .map(Unread::id)
                    .limit(PlainJson.MOST_ITEMS)
                    .toList());
    if (!wanted.isEmpty()) {
      server.tell(conversation, device, request(RESEND_MESSAGES, wanted, Optional.empty()));
    }
  }

  private void handKey(ConversationId conversation, DeviceAddress device)
      throws InterruptedException {
    if (!askedOften.mayAsk(device)) {
      return;
    }
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      Optional<Roster> roster =
          tried == 0 ? rosters.current(conversation) : rosters.fetch(conversation);
      if (roster.flatMap(it -> it.find(device)).filter(seat -> !seat.bot()).isPresent()
          && !(handover.inNewSession(device, conversation, roster.get())
              instanceof Handover.Handed.Outdated)) {
        tellWhenWithout(conversation, device);
        return;
      }
    }
  }

  private void tellWhenWithout(ConversationId conversation, DeviceAddress device)
      throws InterruptedException {
    boolean handed =
        rosters
            .current(conversation)
            .flatMap(roster -> roster.find(device))
            .filter(seat -> seat.key() == Roster.Key.HANDED)
            .isPresent();
    if (!handed) {
      server.tell(conversation, device, request(NO_KEY, List.of(), Optional.empty()));
    }
  }

  private void sayAgain(ConversationId conversation, DeviceAddress device, List<MessageId> messages)
      throws InterruptedException {
    Optional<Roster.Seat> seat =
        rosters.current(conversation).flatMap(roster -> roster.find(device));
    if (seat.isEmpty() || seat.get().bot()) {
      return;
    }
    if (!signal.hasSession(device)) {
      handover.begin(List.of(device));
    }
    for (MessageId message : messages) {
      sayAgain(conversation, seat.get(), message);
    }
  }

  private void sayAgain(ConversationId conversation, Roster.Seat seat, MessageId message)
      throws InterruptedException {
    DeviceAddress device = seat.device();
    Optional<Kept> kept =
        store
            .inTransaction(records -> new OwnMessages(records).find(message, clock.instant()))
            .filter(it -> it.said().conversation().equals(conversation))
            .filter(it -> it.number() >= seat.since())
            .filter(it -> !it.wentAgainTo(device));
    if (kept.isEmpty()) {
      return;
    }
    OwnMessage said = kept.get().said();
    Sealing sealing = signal.sealAgain(message, device, Inside.of(said.kind(), said.content()));
    // Refused while we or they are not in the conversation, it may be asked for again.
    if (sealing instanceof Sealing.SealedEnvelope(Envelope envelope)
        && server.sendAgain(device, said, envelope) == SealingServer.ServerAnswer.DONE) {
      store.inTransaction(records -> {
        new OwnMessages(records).wentAgain(message, device);
        return message;
      });
    }
  }

  private static PlainJson request(
      String action, List<MessageId> messages, Optional<MessageId> message) {
    return new PlainJson(
        action, messages, Optional.empty(), message, Optional.empty(), List.of(), Optional.empty());
  }
}
