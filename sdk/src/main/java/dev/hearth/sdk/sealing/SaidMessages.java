package dev.hearth.sdk.sealing;

import dev.hearth.protocol.MessageId;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What we said lately, in one transaction: for devices that could not read it. The latest 10,000
/// messages; who asks for an older one doesn't get it.
final class SaidMessages {
  private static final Kind SAID = new Kind("sealing.said", 10_000);
  private static final Kind COUNTER = new Kind("sealing.said-counter", 1);
  private static final String NEXT = "next";

  /// @param number counts what we say, in all conversations
  /// @param again who got it once more
  record Kept(Said said, long number, List<String> again) {
    boolean wentAgainTo(DeviceAddress device) {
      return again.contains(device.toString());
    }
  }

  private final Records records;

  SaidMessages(Records records) {
    this.records = records;
  }

  /// The number of what is said next.
  long next() {
    return records
        .find(COUNTER, NEXT)
        .map(bytes -> ProtobufFields.parse(bytes).orElseThrow().number(1).orElseThrow())
        .orElse(1L);
  }

  void add(Said said) {
    long number = next();
    records.put(COUNTER, NEXT, new ProtobufWriter().number(1, number + 1).toBytes());
    put(new Kept(said, number, List.of()));
  }

  void remove(MessageId id) {
    records.remove(SAID, id.toString());
  }

  Optional<Kept> find(MessageId id) {
    return records.find(SAID, id.toString()).map(SaidMessages::parse);
  }

  void wentAgain(MessageId id, DeviceAddress device) {
    find(id)
        .ifPresent(kept -> {
          List<String> again = new ArrayList<>(kept.again);
          again.add(device.toString());
          put(new Kept(kept.said, kept.number, again));
        });
  }

  private void put(Kept kept) {
    var out = new ProtobufWriter().bytes(1, kept.said.toBytes()).number(2, kept.number);
    kept.again.forEach(device -> out.text(3, device));
    records.put(SAID, kept.said.id().toString(), out.toBytes());
  }

  private static Kept parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new Kept(
        Said.parse(fields.bytes(1).orElseThrow()), fields.number(2).orElseThrow(), fields.texts(3));
  }
}
