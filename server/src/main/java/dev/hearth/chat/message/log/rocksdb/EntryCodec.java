package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.Message;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The stored form of an entry:
///
/// ```
/// version 1 · what it has 1 · position − previous n · id 16 · author 16 · [conversation 16]
/// · [session 16] · [representative 16] · [quote 16] · [expire in n] · length 1 · category · payload
/// ```
///
/// The conversation is left out where the log is the conversation's own.
final class EntryCodec {
  private static final int VERSION = 1;

  private static final int CONVERSATION = 1;
  private static final int SESSION = 1 << 1;
  private static final int REPRESENTATIVE = 1 << 2;
  private static final int QUOTE = 1 << 3;
  private static final int EXPIRE_IN = 1 << 4;
  private static final int SILENT = 1 << 5;
  private static final int ERASED = 1 << 6;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    Message message = entry.message();
    long step = entry.position() - entry.previous();
    byte[] category = message.category().getBytes(StandardCharsets.US_ASCII);
    int has = has(entry);
    int uuids = 2 + Integer.bitCount(has & (CONVERSATION | SESSION | REPRESENTATIVE | QUOTE));
    int expireBytes = (has & EXPIRE_IN) == 0 ? 0 : Values.numberBytes(message.expireIn());
    var out =
        ByteBuffer.allocate(
            2
                + Values.numberBytes(step)
                + uuids * Keys.UUID_BYTES
                + expireBytes
                + 1
                + category.length
                + message.payload().length);

    out.put((byte) VERSION).put((byte) has);
    Values.putNumber(out, step);
    Values.putUuid(out, message.id().uuid());
    Values.putUuid(out, message.author().uuid());
    if ((has & CONVERSATION) != 0) {
      Values.putUuid(out, message.conversation().uuid());
    }
    message.session().ifPresent(session -> Values.putUuid(out, session.uuid()));
    message.representative().ifPresent(user -> Values.putUuid(out, user.uuid()));
    message.quote().ifPresent(quote -> Values.putUuid(out, quote.uuid()));
    if ((has & EXPIRE_IN) != 0) {
      Values.putNumber(out, message.expireIn());
    }
    return out.put((byte) category.length).put(category).put(message.payload()).array();
  }

  private static int has(Entry entry) {
    Message message = entry.message();
    return (entry.log().uuid().equals(message.conversation().uuid()) ? 0 : CONVERSATION)
        | (message.session().isPresent() ? SESSION : 0)
        | (message.representative().isPresent() ? REPRESENTATIVE : 0)
        | (message.quote().isPresent() ? QUOTE : 0)
        | (message.expireIn() == 0 ? 0 : EXPIRE_IN)
        | (message.silent() ? SILENT : 0)
        | (entry.erased() ? ERASED : 0);
  }

  static Entry decode(LogId log, long position, byte[] value) {
    return Values.read("an entry", VERSION, value, in -> decode(log, position, in));
  }

  private static Entry decode(LogId log, long position, ByteBuffer in) {
    int has = in.get();
    long previous = position - Values.number(in);
    UUID id = Values.uuid(in);
    UUID author = Values.uuid(in);
    UUID conversation = (has & CONVERSATION) == 0 ? log.uuid() : Values.uuid(in);
    Optional<SessionId> session = uuid(has & SESSION, in).map(SessionId::new);
    Optional<UserId> representative = uuid(has & REPRESENTATIVE, in).map(UserId::new);
    Optional<MessageId> quote = uuid(has & QUOTE, in).map(MessageId::new);
    int expireIn = (has & EXPIRE_IN) == 0 ? 0 : (int) Values.number(in);
    String category = text(in, Byte.toUnsignedInt(in.get()));
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new Entry(
        log,
        position,
        previous,
        new Message(
            new MessageId(id),
            new ConversationId(conversation),
            new UserId(author),
            session,
            category,
            payload,
            representative,
            quote,
            (has & SILENT) != 0,
            expireIn),
        (has & ERASED) != 0);
  }

  private static Optional<UUID> uuid(int present, ByteBuffer in) {
    return present == 0 ? Optional.empty() : Optional.of(Values.uuid(in));
  }

  private static String text(ByteBuffer in, int length) {
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.US_ASCII);
  }
}
