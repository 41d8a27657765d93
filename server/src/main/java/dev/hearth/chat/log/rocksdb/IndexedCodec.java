package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.Indexed;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.MessageStatus;
import dev.hearth.protocol.UserId;
import java.nio.ByteBuffer;

/// The stored form of what is known of a message by its id: `version 1 · author 16 · conversation
/// 16 · position 8 · status 1 · receipted 1`.
///
/// In which logs it stands is not kept: it has the same position in all of them.
final class IndexedCodec {
  private static final String WHAT = "what is known of a message";
  private static final int VERSION = 1;
  private static final int BYTES = 1 + 2 * Keys.UUID_BYTES + Long.BYTES + 2;

  private IndexedCodec() {}

  static byte[] encode(Indexed indexed) {
    var out = ByteBuffer.allocate(BYTES).put((byte) VERSION);
    Values.putUuid(out, indexed.author().uuid());
    Values.putUuid(out, indexed.conversation().uuid());
    return out.putLong(indexed.position())
        .put(StatusCodec.encode(indexed.status()))
        .put((byte) (indexed.receipted() ? 1 : 0))
        .array();
  }

  static Indexed decode(MessageId id, byte[] value) {
    return Values.read(WHAT, VERSION, value, in -> decode(id, in));
  }

  /// The position alone, for walks over all of them.
  static long position(byte[] value) {
    return Values.read(WHAT, VERSION, value, in -> in.getLong(1 + 2 * Keys.UUID_BYTES));
  }

  private static Indexed decode(MessageId id, ByteBuffer in) {
    UserId author = new UserId(Values.uuid(in));
    ConversationId conversation = new ConversationId(Values.uuid(in));
    long position = in.getLong();
    MessageStatus status = StatusCodec.decode(in.get());
    return new Indexed(id, conversation, author, position, status, in.get() != 0);
  }
}
