package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogFailure;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.Message;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A value of the log, its kind in the first byte: damage is named as such, and whatever can be
/// read is written the same again.
public final class StoredValueFuzz {
  private static final UUID SOME_UUID = new UUID(1, 2);
  private static final LogId LOG = new LogId(SOME_UUID);
  private static final long POSITION = 1_700_000_000_000_000L;

  private StoredValueFuzz() {}

  public static List<byte[]> seeds() {
    var message =
        new Message(
            new MessageId(new UUID(3, 4)),
            new ConversationId(new UUID(5, 6)),
            new UserId(new UUID(7, 8)),
            Optional.empty(),
            "PLAIN_TEXT",
            "hello".getBytes(StandardCharsets.UTF_8),
            Optional.of(new UserId(new UUID(9, 10))),
            Optional.of(new MessageId(new UUID(11, 12))),
            true,
            3_600);
    byte[] entry = EntryCodec.encode(new Entry(LOG, POSITION, POSITION - 7, message, false));
    byte[] cursor =
        CursorCodec.encode(
            new Cursor(5, List.of(new Cursor.Range(7, 9), new Cursor.Range(11, 20))));
    return List.of(of(0, entry), of(1, cursor));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] value = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (input[0] & 3) {
        case 0 -> {
          byte[] written = EntryCodec.encode(EntryCodec.decode(LOG, POSITION, value));
          same(written, EntryCodec.encode(EntryCodec.decode(LOG, POSITION, written)));
        }
        case 1 -> {
          byte[] written = CursorCodec.encode(CursorCodec.decode(value));
          same(written, CursorCodec.encode(CursorCodec.decode(written)));
        }
        case 2 -> {
          var id = new MessageId(SOME_UUID);
          byte[] written = IndexedCodec.encode(IndexedCodec.decode(id, value));
          same(written, IndexedCodec.encode(IndexedCodec.decode(id, written)));
        }
        default -> {
          var author = new UserId(SOME_UUID);
          byte[] written = ReceiptCodec.encode(ReceiptCodec.decode(author, POSITION, value));
          same(written, ReceiptCodec.encode(ReceiptCodec.decode(author, POSITION, written)));
        }
      }
    } catch (LogFailure damage) {
      // Named as what it is.
    }
  }

  private static void same(byte[] written, byte[] again) {
    if (!Arrays.equals(written, again)) {
      throw new AssertionError("a value changes each time it is written");
    }
  }

  private static byte[] of(int kind, byte[] value) {
    byte[] input = new byte[value.length + 1];
    input[0] = (byte) kind;
    System.arraycopy(value, 0, input, 1, value.length);
    return input;
  }
}
