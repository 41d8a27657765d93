package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.protocol.id.MessageId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// A push of an entry, with what a simulation checks of it: clients are told neither the log nor
/// the exact position.
record SimulatedPush(LogId log, long position, MessageId message) {
  /// Receipts become empty frames.
  static final PushEncoder ENCODER =
      new PushEncoder() {
        @Override
        public byte[] encodeEntry(Entry entry, Source source) {
          assertThat(entry.erased()).as("what was taken back is on its way").isFalse();
          return new SimulatedPush(entry.log(), entry.position(), entry.message().id()).toFrame();
        }

        @Override
        public byte[] encodeReceipt(Receipt receipt) {
          return new byte[0];
        }
      };

  /// Reads a frame; empty for a receipt.
  static Optional<SimulatedPush> find(byte[] frame) {
    if (frame.length == 0) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(frame);
    long position = bytes.getLong();
    var log = new LogId(uuid(bytes));
    return Optional.of(new SimulatedPush(log, position, new MessageId(uuid(bytes))));
  }

  private byte[] toFrame() {
    return ByteBuffer.allocate(40)
        .putLong(position)
        .putLong(log.uuid().getMostSignificantBits())
        .putLong(log.uuid().getLeastSignificantBits())
        .putLong(message.uuid().getMostSignificantBits())
        .putLong(message.uuid().getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(ByteBuffer bytes) {
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
