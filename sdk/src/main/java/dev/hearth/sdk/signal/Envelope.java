package dev.hearth.sdk.signal;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The `data` of a `SIGNAL_…` message: a Signal message and how to read it.
///
/// ```
/// 03 | type | 1 if sent again | 00 × 5 | if sent again: id of the first, 36 letters | message
/// ```
///
/// @param again the message that this one repeats, under another id, for a device that couldn't
///   read it
/// @param message at most [#MOST_BYTES]; may be empty, since some apps send such messages
public record Envelope(
    Type type,
    Optional<MessageId> again,
    @SuppressWarnings("ArrayRecordComponent") byte[] message) {

  /// How long a message may be: no server takes as much.
  public static final int MOST_BYTES = 4 << 20;

  private static final byte VERSION = 3;
  private static final int HEADER_BYTES = 8;
  private static final int ID_BYTES = 36;

  /// The type of the Signal message.
  public enum Type {
    /// Of a session that both sides have.
    SESSION(2),
    /// Of a session, with what it takes to begin it.
    NEW_SESSION(3),
    /// To everybody who has its sender's key.
    SENDER_KEY(4);

    private final byte number;

    Type(int number) {
      this.number = (byte) number;
    }
  }

  /// @throws IllegalArgumentException when the message is too long
  public Envelope {
    if (message.length > MOST_BYTES) {
      throw new IllegalArgumentException("the message is too long");
    }
    message = message.clone();
  }

  /// The envelope in these bytes; empty when they are not an envelope.
  public static Optional<Envelope> parse(byte[] bytes) {
    if (bytes.length < HEADER_BYTES
        || bytes.length > HEADER_BYTES + ID_BYTES + MOST_BYTES
        || bytes[0] != VERSION) {
      return Optional.empty();
    }
    Optional<Type> type =
        Arrays.stream(Type.values()).filter(each -> each.number == bytes[1]).findFirst();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (bytes[2] != 1) {
      byte[] message = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
      return message.length > MOST_BYTES
          ? Optional.empty()
          : Optional.of(new Envelope(type.get(), Optional.empty(), message));
    }
    if (bytes.length < HEADER_BYTES + ID_BYTES) {
      return Optional.empty();
    }
    String id = new String(bytes, HEADER_BYTES, ID_BYTES, StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOfRange(bytes, HEADER_BYTES + ID_BYTES, bytes.length);
    return MessageId.find(id).map(again -> new Envelope(type.get(), Optional.of(again), message));
  }

  /// The envelope in `data`, in base64; empty when it is not an envelope.
  public static Optional<Envelope> parseData(String data) {
    return WireBase64.decode(data).flatMap(Envelope::parse);
  }

  public byte[] toBytes() {
    byte[] id =
        again
            .map(first -> first.toString().getBytes(StandardCharsets.US_ASCII))
            .orElse(new byte[0]);
    byte[] bytes = new byte[HEADER_BYTES + id.length + message.length];
    bytes[0] = VERSION;
    bytes[1] = type.number;
    bytes[2] = (byte) (id.length == 0 ? 0 : 1);
    System.arraycopy(id, 0, bytes, HEADER_BYTES, id.length);
    System.arraycopy(message, 0, bytes, HEADER_BYTES + id.length, message.length);
    return bytes;
  }

  /// The spelling of `data`: standard base64 with padding, for there are apps that read no other.
  public String toData() {
    return WireBase64.standard(toBytes());
  }

  /// A copy of the bytes.
  @Override
  public byte[] message() {
    return message.clone();
  }

  Envelope sentAgain(MessageId first) {
    return new Envelope(type, Optional.of(first), message);
  }
}
