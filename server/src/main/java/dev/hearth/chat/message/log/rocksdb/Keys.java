package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/// How rows are named. Big-endian, so that byte order is the order of positions, which are never
/// negative.
final class Keys {
  static final int UUID_BYTES = 16;

  /// Before every row of every family.
  static final byte[] FIRST = {};

  /// Behind every row of every family: longer than any key, and no byte is larger.
  static final byte[] BEYOND = new byte[2 * UUID_BYTES + 1];

  static {
    Arrays.fill(BEYOND, (byte) 0xff);
  }

  private Keys() {}

  static byte[] entry(LogId log, long position) {
    return of(log.uuid(), position);
  }

  static byte[] message(MessageId id) {
    return of(id.uuid());
  }

  static byte[] cursor(SessionId session, LogId log) {
    return ByteBuffer.allocate(2 * UUID_BYTES)
        .putLong(session.uuid().getMostSignificantBits())
        .putLong(session.uuid().getLeastSignificantBits())
        .putLong(log.uuid().getMostSignificantBits())
        .putLong(log.uuid().getLeastSignificantBits())
        .array();
  }

  /// In front of every cursor of `session`.
  static byte[] cursorsOf(SessionId session) {
    return of(session.uuid());
  }

  /// Behind every cursor of `session`.
  static byte[] beyondCursorsOf(SessionId session) {
    byte[] key = BEYOND.clone();
    System.arraycopy(cursorsOf(session), 0, key, 0, UUID_BYTES);
    return key;
  }

  static byte[] receipt(UserId author, long changedAt) {
    return of(author.uuid(), changedAt);
  }

  /// The session in the key of a cursor.
  static SessionId session(byte[] key) {
    var bytes = ByteBuffer.wrap(key);
    return new SessionId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  /// The log in the key of a cursor.
  static LogId logOfCursor(byte[] key) {
    var bytes = ByteBuffer.wrap(key);
    return new LogId(new UUID(bytes.getLong(UUID_BYTES), bytes.getLong(UUID_BYTES + Long.BYTES)));
  }

  /// The log in the key of an entry.
  static LogId log(byte[] key) {
    var bytes = ByteBuffer.wrap(key);
    return new LogId(new UUID(bytes.getLong(), bytes.getLong()));
  }

  /// The position in the key of an entry or a receipt.
  static long position(byte[] key) {
    return ByteBuffer.wrap(key).getLong(UUID_BYTES);
  }

  private static byte[] of(UUID uuid) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  private static byte[] of(UUID uuid, long position) {
    return ByteBuffer.allocate(UUID_BYTES + Long.BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .putLong(position)
        .array();
  }
}
