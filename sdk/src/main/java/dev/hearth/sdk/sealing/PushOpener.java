package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.protocol.payload.Reading;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.sealing.WaitingMessages.From;
import dev.hearth.sdk.sealing.WaitingMessages.Unread;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Opens what was pushed, in one transaction: what it was sealed with is spent, what was opened is
/// kept until it was shown, and what is to be asked for is noted, or nothing has changed.
final class PushOpener {
  private static final System.Logger LOG = System.getLogger(PushOpener.class.getName());
  private static final Kind OPENED = new Kind("sealing.opened", 10_000);
  private static final Kind SEEN = new Kind("sealing.seen", 100_000);
  private static final String SIGNAL = "SIGNAL_";
  private static final String SIGNAL_KEY = "SIGNAL_KEY";
  private static final String READ_ELSEWHERE = "ACKNOWLEDGE_MESSAGE_RECEIPTS";
  // A device that has not answered by then may never have got the request.
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(10);

  private final Records records;
  private final UserId self;
  private final SignalDevice signal;
  private final WaitingMessages waiting;
  private final Instant now;
  private boolean chores;

  PushOpener(Records records, UserId self, SignalDevice signal, Instant now) {
    this.records = records;
    this.self = self;
    this.signal = signal;
    this.waiting = new WaitingMessages(records);
    this.now = now;
  }

  /// An opened message.
  ///
  /// @param chores whether there are new chores
  record OpenedPush(OpeningOutcome outcome, boolean chores) {}

  OpenedPush open(PushedMessage pushed) {
    OpeningOutcome outcome = outcome(pushed);
    return new OpenedPush(outcome, chores);
  }

  private OpeningOutcome outcome(PushedMessage pushed) {
    if (records.find(SEEN, pushed.id().toString()).isPresent()) {
      return new OpeningOutcome.NothingToShow();
    }
    Optional<byte[]> opened = records.find(OPENED, pushed.id().toString());
    if (opened.isPresent()) {
      return parse(opened.get());
    }
    if (pushed.category().equals(SIGNAL_KEY)) {
      return key(pushed);
    }
    if (pushed.category().startsWith(SIGNAL)) {
      return message(pushed);
    }
    return pushed.category().equals("PLAIN_JSON")
        ? request(pushed)
        : new OpeningOutcome.NotSealed();
  }

  /// The listener has had it.
  ///
  /// @param pushed under which it was pushed
  static void handled(Records records, MessageId pushed) {
    records
        .find(OPENED, pushed.toString())
        .ifPresent(opened -> {
          records.put(SEEN, parse(opened).id().toString(), new byte[0]);
          records.remove(OPENED, pushed.toString());
        });
    records.put(SEEN, pushed.toString(), new byte[0]);
  }

  private OpeningOutcome key(PushedMessage pushed) {
    Opening opening =
        Envelope.parse(pushed.payload())
            .map(envelope -> signal.openSenderKey(pushed.conversation(), pushed.sender(), envelope))
            .orElseGet(() -> new Opening.Unreadable("no envelope"));
    From from = from(pushed);
    switch (opening) {
      case Opening.Opened ignored -> {
        if (!waiting.of(from).messages().isEmpty()) {
          waiting.answered(from);
          askForMessages(from);
        }
      }
      case Opening.FromOtherIdentity(var ignored, var offered) -> {
        return identityChanged(pushed, offered);
      }
      case Opening.Duplicate() -> {}
      // The key can't be read, and no other answer will come. The next unreadable message asks
      // again.
      case Opening.NoKey() -> waiting.answered(from);
      case Opening.Unreadable ignored -> waiting.answered(from);
    }
    return new OpeningOutcome.NothingToShow();
  }

  private OpeningOutcome message(PushedMessage pushed) {
    Optional<Envelope> envelope = Envelope.parse(pushed.payload());
    Optional<MessageId> again = envelope.flatMap(Envelope::again);
    if (again.isPresent()) {
      return again(pushed, envelope.get(), again.get());
    }
    // In sessions devices hand over keys and say again what could not be read: what comes so under
    // another mark was relabelled on its way, for the mark is not sealed.
    Opening opening =
        envelope
            .filter(it -> it.type() == Envelope.Type.SENDER_KEY)
            .map(it -> signal.open(pushed.conversation(), pushed.sender(), it))
            .orElseGet(() -> new Opening.Unreadable("not sealed with a sender key"));
    return switch (opening) {
      case Opening.Opened(byte[] inside) -> {
        From from = from(pushed);
        // It may be there once more, since its acknowledgement was lost, and be readable by now.
        waiting.remove(from, pushed.id());
        if (waiting.of(from).askedAt().isPresent()) {
          waiting.answered(from);
          askForMessages(from);
        }
        yield opened(pushed, pushed.id(), pushed.createdAt(), inside);
      }
      // Nobody was shown it: the sender's key was handed to us after this was sealed, and came
      // before it. Or somebody repeats another message under a new id; its sender knows of none.
      case Opening.Duplicate() -> unreadable(pushed);
      case Opening.FromOtherIdentity(var ignored, var offered) -> identityChanged(pushed, offered);
      case Opening.NoKey() ->
          // The key may have come and wait for the same thing: the user's word.
          new OfferedIdentities(records).find(pushed.sender().user()).isPresent()
              ? new OpeningOutcome.SenderIdentityChanged(pushed.sender().user())
              : unreadable(pushed);
      case Opening.Unreadable ignored -> unreadable(pushed);
    };
  }

  private OpeningOutcome again(PushedMessage pushed, Envelope envelope, MessageId first) {
    From from = from(pushed);
    Optional<Unread> unread = waiting.of(from).find(first);
    if (unread.isEmpty() || records.find(SEEN, first.toString()).isPresent()) {
      waiting.remove(from, first);
      return new OpeningOutcome.NothingToShow();
    }
    if (envelope.type() == Envelope.Type.SENDER_KEY) {
      return new OpeningOutcome.NothingToShow();
    }
    return switch (signal.open(pushed.conversation(), pushed.sender(), envelope)) {
      case Opening.Opened(byte[] inside) -> {
        waiting.remove(from, first);
        yield opened(pushed, first, unread.get().createdAt(), inside);
      }
      case Opening.FromOtherIdentity(var ignored, var offered) -> identityChanged(pushed, offered);
      case Opening.Duplicate() -> new OpeningOutcome.NothingToShow();
      case Opening.NoKey() -> new OpeningOutcome.NothingToShow();
      case Opening.Unreadable ignored -> new OpeningOutcome.NothingToShow();
    };
  }

  private OpeningOutcome opened(
      PushedMessage pushed, MessageId first, Instant createdAt, byte[] inside) {
    byte[] content = Inside.open(pushed.category().substring(SIGNAL.length()), inside);
    records.put(
        OPENED,
        pushed.id().toString(),
        new ProtobufWriter()
            .text(1, first.toString())
            .text(2, createdAt.toString())
            .bytes(3, content)
            .toBytes());
    return new OpeningOutcome.ToShow(first, content, createdAt);
  }

  private static OpeningOutcome.ToShow parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new OpeningOutcome.ToShow(
        MessageId.of(fields.text(1).orElseThrow()),
        fields.bytes(3).orElseThrow(),
        Instant.parse(fields.text(2).orElseThrow()));
  }

  private OpeningOutcome unreadable(PushedMessage pushed) {
    From from = from(pushed);
    waiting.add(from, new Unread(pushed.id(), pushed.createdAt()));
    boolean asked =
        waiting
            .of(from)
            .askedAt()
            .filter(at -> at.plus(ASKED_AGAIN_AFTER).isAfter(now))
            .isPresent();
    if (!asked) {
      add(new Chore.AskForKey(from.conversation(), from.device(), pushed.id()));
    }
    return new OpeningOutcome.NotReadableYet();
  }

  private OpeningOutcome identityChanged(PushedMessage pushed, Curve25519PublicKey offered) {
    var user = pushed.sender().user();
    if (user.equals(self)) {
      LOG.log(
          Level.WARNING,
          () -> pushed.sender().session() + " claims to be our own, and has another identity");
      return new OpeningOutcome.NothingToShow();
    }
    new OfferedIdentities(records).put(user, offered);
    return new OpeningOutcome.SenderIdentityChanged(user);
  }

  private OpeningOutcome request(PushedMessage pushed) {
    if (!(PlainJson.parse(pushed.payload())
        instanceof Reading.Understood<PlainJson>(PlainJson request))) {
      return new OpeningOutcome.NotSealed();
    }
    From from = from(pushed);
    switch (request.action()) {
      case Answering.RESEND_KEY -> add(new Chore.HandKey(from.conversation(), from.device()));
      case Answering.RESEND_MESSAGES -> {
        if (!request.messages().isEmpty()) {
          add(new Chore.SayAgain(from.conversation(), from.device(), request.messages()));
        }
      }
      case Answering.NO_KEY -> waiting.answered(from);
      case READ_ELSEWHERE -> {
        // Of others nobody has asked for any.
        return pushed.sender().user().equals(self)
            ? new OpeningOutcome.ReadElsewhere(read(request))
            : new OpeningOutcome.NothingToShow();
      }
      default -> {
        return new OpeningOutcome.NotSealed();
      }
    }
    return new OpeningOutcome.NothingToShow();
  }

  private static List<MessageId> read(PlainJson request) {
    return request.acknowledgements().stream()
        .filter(each -> each.status().equals("READ"))
        .map(PlainJson.Acknowledged::message)
        .toList();
  }

  private void add(Chore chore) {
    Chores.add(records, chore);
    chores = true;
  }

  private void askForMessages(From from) {
    add(new Chore.AskForMessages(from.conversation(), from.device()));
  }

  private static From from(PushedMessage pushed) {
    return new From(pushed.conversation(), pushed.sender());
  }
}
