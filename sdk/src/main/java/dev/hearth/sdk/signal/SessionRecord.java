package dev.hearth.sdk.signal;

import dev.hearth.protocol.key.Curve25519PublicKey;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The sessions with one device: the one we write in, and earlier ones, in which the other side may
/// still write. Both may begin one at once; then each reads both, and writes in the one in which it
/// has read last. Immutable.
///
/// @param states the current one first
record SessionRecord(List<SessionState> states) {
  /// How many are kept beside the current one: as in libsignal.
  static final int MOST_ARCHIVED = 40;

  SessionRecord {
    states = List.copyOf(states);
    if (states.isEmpty()) {
      throw new IllegalArgumentException("a record of sessions has one");
    }
  }

  static SessionRecord of(SessionState first) {
    return new SessionRecord(List.of(first));
  }

  SessionState current() {
    return states.getFirst();
  }

  boolean hasBegunWith(Curve25519PublicKey baseKey) {
    return states.stream().anyMatch(each -> each.baseKey().equals(baseKey));
  }

  /// With `next` as the current one; the others are kept.
  SessionRecord archivedFor(SessionState next) {
    return of(next, states.stream());
  }

  /// With `next` in the place of `previous`, and as the current one.
  SessionRecord promoted(SessionState previous, SessionState next) {
    return of(next, states.stream().filter(each -> !each.equals(previous)));
  }

  private static SessionRecord of(SessionState first, Stream<SessionState> rest) {
    return new SessionRecord(
        Stream.concat(Stream.of(first), rest).limit(1 + MOST_ARCHIVED).toList());
  }

  byte[] toBytes() {
    var out = new ProtobufWriter();
    states.forEach(each -> out.bytes(1, each.toBytes()));
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  static SessionRecord parse(byte[] bytes) {
    List<SessionState> states = new ArrayList<>();
    for (byte[] each : ProtobufFields.parse(bytes).orElseThrow().all(1)) {
      states.add(SessionState.parse(each));
    }
    return new SessionRecord(states);
  }
}
