package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Receipt;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;

/// The stored form of a receipt: `version 1 · message 16 · reader 16 · status 1 · sent at 8`. Its
/// key says which author gets it, and when it came.
final class ReceiptCodec {
  private static final int VERSION = 1;
  private static final int BYTES = 1 + 2 * Keys.UUID_BYTES + 1 + Long.BYTES;

  private ReceiptCodec() {}

  static byte[] encode(Receipt receipt) {
    var out = ByteBuffer.allocate(BYTES).put((byte) VERSION);
    Values.putUuid(out, receipt.message().uuid());
    Values.putUuid(out, receipt.reader().uuid());
    return out.put(StatusCodec.encode(receipt.status())).putLong(receipt.sentAt()).array();
  }

  static Receipt decode(UserId author, long changedAt, byte[] value) {
    return Values.read("a receipt", VERSION, value, in -> decode(author, changedAt, in));
  }

  private static Receipt decode(UserId author, long changedAt, ByteBuffer in) {
    MessageId message = new MessageId(Values.uuid(in));
    UserId reader = new UserId(Values.uuid(in));
    MessageStatus status = StatusCodec.decode(in.get());
    return new Receipt(author, message, reader, status, in.getLong(), changedAt);
  }
}
