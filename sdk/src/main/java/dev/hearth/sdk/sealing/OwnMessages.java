package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The messages we sent lately, in one transaction, for devices that could not read them: the
/// latest 10,000, and the latest 10,000 that disappear. Older ones can't be sent again.
///
/// A message that disappears is kept for a day plus its expiry time, since a device may still have
/// it unread. These messages are kept apart, so that expired ones are found.
final class OwnMessages {
  private static final Kind SAID = new Kind("sealing.said", 10_000);
  private static final Kind DISAPPEARING = new Kind("sealing.said-disappearing", 10_000);
  private static final Duration UNREAD = Duration.ofDays(1);
  private static final Kind COUNTER = new Kind("sealing.said-counter", 1);
  private static final String NEXT = "next";

  /// @param number counts what we say, in all conversations
  /// @param until when it is to be forgotten; empty when it does not disappear
  /// @param again who got it once more
  record Kept(OwnMessage said, long number, Optional<Instant> until, List<String> again) {
    boolean wentAgainTo(DeviceAddress device) {
      return again.contains(device.toString());
    }
  }

  private final Records records;

  OwnMessages(Records records) {
    this.records = records;
  }

  /// The number of what is said next.
  long next() {
    return records
        .find(COUNTER, NEXT)
        .map(bytes -> ProtobufFields.parse(bytes).orElseThrow().number(1).orElseThrow())
        .orElse(1L);
  }

  void add(OwnMessage said, Instant now) {
    long number = next();
    records.put(COUNTER, NEXT, new ProtobufWriter().number(1, number + 1).toBytes());
    put(new Kept(said, number, until(said, now), List.of()));
  }

  void remove(MessageId id) {
    records.remove(SAID, id.toString());
    records.remove(DISAPPEARING, id.toString());
  }

  Optional<Kept> find(MessageId id, Instant now) {
    return find(id).filter(kept -> kept.until.map(now::isBefore).orElse(true));
  }

  void wentAgain(MessageId id, DeviceAddress device) {
    find(id)
        .ifPresent(kept -> {
          List<String> again = new ArrayList<>(kept.again);
          again.add(device.toString());
          put(new Kept(kept.said, kept.number, kept.until, again));
        });
  }

  /// Forgets what has disappeared.
  void forgetUntil(Instant now) {
    for (String name : records.names(DISAPPEARING)) {
      if (find(MessageId.of(name), now).isEmpty()) {
        records.remove(DISAPPEARING, name);
      }
    }
  }

  private static Optional<Instant> until(OwnMessage said, Instant now) {
    return said.expireIn() == 0
        ? Optional.empty()
        : Optional.of(now.plus(UNREAD).plusSeconds(said.expireIn()));
  }

  private Optional<Kept> find(MessageId id) {
    return records
        .find(SAID, id.toString())
        .or(() -> records.find(DISAPPEARING, id.toString()))
        .map(OwnMessages::parse);
  }

  private void put(Kept kept) {
    var out = new ProtobufWriter().bytes(1, kept.said.toBytes()).number(2, kept.number);
    kept.again.forEach(device -> out.text(3, device));
    kept.until.ifPresent(until -> out.number(4, until.getEpochSecond()));
    String name = kept.said.id().toString();
    records.put(kept.until.isPresent() ? DISAPPEARING : SAID, name, out.toBytes());
    // Tried again, it may disappear that did not before.
    records.remove(kept.until.isPresent() ? SAID : DISAPPEARING, name);
  }

  private static Kept parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    OptionalLong until = fields.number(4);
    return new Kept(
        OwnMessage.parse(fields.bytes(1).orElseThrow()),
        fields.number(2).orElseThrow(),
        until.isPresent()
            ? Optional.of(Instant.ofEpochSecond(until.getAsLong()))
            : Optional.empty(),
        fields.texts(3));
  }
}
