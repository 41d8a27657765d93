package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The stored form of what is known of a message by its id: `version 1 · author 16 · conversation
/// 16 · position 8 · status 1 · what it is 1 · [logs 16 each]`.
///
/// The logs are left out where it stands in the conversation's own and nowhere else.
final class IndexedCodec {
  private static final String WHAT = "what is known of a message";
  private static final int VERSION = 1;
  private static final int BYTES = 1 + 2 * Keys.UUID_BYTES + Long.BYTES + 2;

  private static final int RECEIPTED = 1;
  private static final int LOGS = 1 << 1;

  private IndexedCodec() {}

  static byte[] encode(Indexed indexed) {
    boolean elsewhere = !indexed.logs().equals(List.of(LogId.of(indexed.conversation())));
    int logBytes = elsewhere ? indexed.logs().size() * Keys.UUID_BYTES : 0;
    var out = ByteBuffer.allocate(BYTES + logBytes).put((byte) VERSION);
    Values.putUuid(out, indexed.author().uuid());
    Values.putUuid(out, indexed.conversation().uuid());
    out.putLong(indexed.position())
        .put(StatusCodec.encode(indexed.status()))
        .put((byte) ((indexed.receipted() ? RECEIPTED : 0) | (elsewhere ? LOGS : 0)));
    if (elsewhere) {
      indexed.logs().forEach(log -> Values.putUuid(out, log.uuid()));
    }
    return out.array();
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
    int is = in.get();
    List<LogId> logs = (is & LOGS) == 0 ? List.of(LogId.of(conversation)) : logs(in);
    return new Indexed(id, conversation, author, logs, position, status, (is & RECEIPTED) != 0);
  }

  private static List<LogId> logs(ByteBuffer in) {
    List<LogId> logs = new ArrayList<>(in.remaining() / Keys.UUID_BYTES);
    while (in.hasRemaining()) {
      logs.add(new LogId(Values.uuid(in)));
    }
    return logs;
  }
}
