package dev.hearth.protocol.payload;

import dev.hearth.protocol.id.SessionId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// `ENCRYPTED_…`: a message between a bot and apps that the server can't read. The payload is
/// sealed with a key of its own, and that key is sealed for each session that may read it.
///
/// ```
/// 01 | sessions, u16 little-endian | sender's key, 32 |
///     for each session: its id, 16 · the sealed key, 48 | nonce, 12 | sealed payload and tag, 16…
/// ```
///
/// @param category such as `ENCRYPTED_TEXT`, which has the payload of a `PLAIN_TEXT` inside
/// @param sender the X25519 key of the session that sent it, 32 bytes
/// @param keys 1 to 510, no session twice
/// @param nonce 12 bytes
/// @param sealed the payload and a tag, 16 bytes or more
public record Encrypted(
    String category,
    @SuppressWarnings("ArrayRecordComponent") byte[] sender,
    List<SealedKey> keys,
    @SuppressWarnings("ArrayRecordComponent") byte[] nonce,
    @SuppressWarnings("ArrayRecordComponent") byte[] sealed)
    implements Payload.Sendable {

  public static final int MOST_SESSIONS = 510;

  private static final byte VERSION = 1;
  private static final int SENDER_BYTES = 32;
  private static final int SESSION_BYTES = 16;
  private static final int KEY_BYTES = 48;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES = 3 + SENDER_BYTES;

  /// The key of a message, sealed for one session.
  ///
  /// @param key 48 bytes
  public record SealedKey(SessionId session, @SuppressWarnings("ArrayRecordComponent") byte[] key) {

    /// @throws IllegalArgumentException when the key has another length
    public SealedKey {
      Bounds.check(key.length == KEY_BYTES, "a sealed key has a wrong length");
      key = key.clone();
    }

    /// A copy of the bytes.
    @Override
    public byte[] key() {
      return key.clone();
    }
  }

  /// @throws IllegalArgumentException when something is out of its bounds
  public Encrypted {
    Bounds.check(
        Category.isWellFormed(category) && Category.family(category) == CategoryFamily.ENCRYPTED,
        "the category is not one of ENCRYPTED_");
    Bounds.check(sender.length == SENDER_BYTES, "the sender's key has a wrong length");
    keys = Bounds.list("the list of sessions", keys, MOST_SESSIONS);
    Set<SessionId> sessions = new HashSet<>();
    keys.forEach(key -> Bounds.check(sessions.add(key.session), "a session is named twice"));
    Bounds.check(nonce.length == NONCE_BYTES, "the nonce has a wrong length");
    Bounds.check(sealed.length >= TAG_BYTES, "too short");
    sender = sender.clone();
    nonce = nonce.clone();
    sealed = sealed.clone();
  }

  /// Reads the layout above, of version 1 alone.
  public static Reading<Encrypted> parse(String category, byte[] payload) {
    return Bounds.reading(() -> read(category, payload));
  }

  /// The sessions that can read it, in the order they are named.
  public List<SessionId> sessions() {
    return keys.stream().map(SealedKey::session).toList();
  }

  /// A copy of the bytes.
  @Override
  public byte[] sender() {
    return sender.clone();
  }

  /// A copy of the bytes.
  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  /// A copy of the bytes.
  @Override
  public byte[] sealed() {
    return sealed.clone();
  }

  @Override
  public byte[] toBytes() {
    int size = HEADER_BYTES + keys.size() * (SESSION_BYTES + KEY_BYTES) + NONCE_BYTES;
    ByteBuffer out = ByteBuffer.allocate(size + sealed.length);
    out.put(VERSION);
    out.order(ByteOrder.LITTLE_ENDIAN).putShort((short) keys.size()).order(ByteOrder.BIG_ENDIAN);
    out.put(sender);
    for (SealedKey each : keys) {
      UUID session = each.session.uuid();
      out.putLong(session.getMostSignificantBits()).putLong(session.getLeastSignificantBits());
      out.put(each.key);
    }
    return out.put(nonce).put(sealed).array();
  }

  private static Encrypted read(String category, byte[] payload) {
    Bounds.check(payload.length >= 3, "too short");
    ByteBuffer in = ByteBuffer.wrap(payload);
    Bounds.check(in.get() == VERSION, "not of version 1");
    int count = Short.toUnsignedInt(in.order(ByteOrder.LITTLE_ENDIAN).getShort());
    in.order(ByteOrder.BIG_ENDIAN);
    Bounds.check(count <= MOST_SESSIONS, "the list of sessions has more than 510 items");
    int rest = count * (SESSION_BYTES + KEY_BYTES) + NONCE_BYTES + TAG_BYTES;
    Bounds.check(in.remaining() >= SENDER_BYTES + rest, "too short");
    byte[] sender = take(in, SENDER_BYTES);
    List<SealedKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      var session = new SessionId(new UUID(in.getLong(), in.getLong()));
      keys.add(new SealedKey(session, take(in, KEY_BYTES)));
    }
    byte[] nonce = take(in, NONCE_BYTES);
    return new Encrypted(category, sender, keys, nonce, take(in, in.remaining()));
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
