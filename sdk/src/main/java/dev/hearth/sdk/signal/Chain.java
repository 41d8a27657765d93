package dev.hearth.sdk.signal;

import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A chain of keys: from each follows the next, and the seed of one message's keys; nothing leads
/// back. Seeds of messages that were overtaken are kept until they come. Immutable.
final class Chain {
  /// How far ahead of what was read a message may be, and how many overtaken ones are waited for:
  /// as in libsignal.
  static final int MOST_AHEAD = 2000;

  private static final byte[] SEED = {1};
  private static final byte[] NEXT = {2};
  private static final int SKIPPED_BYTES = Integer.BYTES + Algorithms.HASH_BYTES;

  private final byte[] key;
  private final int index;
  // The oldest first.
  private final Map<Integer, byte[]> skipped;

  private Chain(byte[] key, int index, Map<Integer, byte[]> skipped) {
    this.key = key;
    this.index = index;
    this.skipped = skipped;
  }

  /// The outcome of asking for a message's seed.
  sealed interface Take {
    /// @param rest the chain without it
    record Taken(@SuppressWarnings("ArrayRecordComponent") byte[] seed, Chain rest)
        implements Take {
      @Override
      public String toString() {
        return "Taken";
      }
    }

    /// It was taken before, or given up.
    record Spent() implements Take {}

    record TooFarAhead() implements Take {}
  }

  /// A chain whose next message has this number.
  ///
  /// @param key 32 bytes
  static Chain of(byte[] key, int index) {
    return new Chain(key.clone(), index, Map.of());
  }

  /// The number of the next message.
  int index() {
    return index;
  }

  /// A copy of the key from which all that follows can be computed.
  byte[] key() {
    return key.clone();
  }

  Take.Taken takeNext() {
    return new Take.Taken(seed(key), new Chain(next(key), Math.addExact(index, 1), skipped));
  }

  Take take(int wanted) {
    if (wanted < index) {
      byte[] seed = skipped.get(wanted);
      return seed == null ? new Take.Spent() : new Take.Taken(seed.clone(), without(wanted));
    }
    if (wanted - index > MOST_AHEAD || wanted == Integer.MAX_VALUE) {
      return new Take.TooFarAhead();
    }
    return skipTo(wanted).takeNext();
  }

  /// The chain with all seeds below `wanted` put aside, but for the oldest when they are too many.
  Chain skipTo(int wanted) {
    if (wanted == index) {
      return this;
    }
    Map<Integer, byte[]> waiting = new LinkedHashMap<>(skipped);
    byte[] reached = key;
    for (int i = index; i < wanted; i++) {
      waiting.put(i, seed(reached));
      reached = next(reached);
    }
    var oldest = waiting.keySet().iterator();
    for (int tooMany = waiting.size() - MOST_AHEAD; tooMany > 0; tooMany--) {
      oldest.next();
      oldest.remove();
    }
    return new Chain(reached, wanted, waiting);
  }

  /// Whether the other chain has the same position and key as this one.
  boolean leadsTo(Chain other) {
    return index == other.index && MessageDigest.isEqual(key, other.key);
  }

  /// The other chain, with the seeds put aside here.
  Chain onwards(Chain other) {
    return new Chain(other.key, other.index, skipped);
  }

  byte[] toBytes() {
    ByteBuffer waiting = ByteBuffer.allocate(skipped.size() * SKIPPED_BYTES);
    skipped.forEach((number, seed) -> waiting.putInt(number).put(seed));
    return new ProtobufWriter().bytes(1, key).number(2, index).bytes(3, waiting.array()).toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  static Optional<Chain> parse(byte[] bytes) {
    return ProtobufFields.parse(bytes)
        .flatMap(fields -> {
          byte[] key = fields.bytes(1).orElse(new byte[0]);
          byte[] waiting = fields.bytes(3).orElse(new byte[1]);
          if (key.length != Algorithms.HASH_BYTES
              || fields.count(2).isEmpty()
              || waiting.length % SKIPPED_BYTES != 0) {
            return Optional.empty();
          }
          return Optional.of(new Chain(key, fields.count(2).getAsInt(), skipped(waiting)));
        });
  }

  private static Map<Integer, byte[]> skipped(byte[] waiting) {
    Map<Integer, byte[]> skipped = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(waiting);
    while (in.hasRemaining()) {
      int number = in.getInt();
      byte[] seed = new byte[Algorithms.HASH_BYTES];
      in.get(seed);
      skipped.put(number, seed);
    }
    return skipped;
  }

  private Chain without(int number) {
    Map<Integer, byte[]> waiting = new LinkedHashMap<>(skipped);
    waiting.remove(number);
    return new Chain(key, index, waiting);
  }

  private static byte[] seed(byte[] key) {
    return Algorithms.hmac(key, SEED);
  }

  private static byte[] next(byte[] key) {
    return Algorithms.hmac(key, NEXT);
  }
}
