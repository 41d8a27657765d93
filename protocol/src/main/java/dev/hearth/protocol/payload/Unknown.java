package dev.hearth.protocol.payload;

/// What this version can't read: a category it has never heard of, one that is encrypted for other
/// eyes, or a payload that its category doesn't go with.
///
/// @param bytes as they came
/// @param why for people who write clients; quotes nothing of what was sent
public record Unknown(
    String category, @SuppressWarnings("ArrayRecordComponent") byte[] bytes, String why)
    implements Payload {

  public Unknown {
    bytes = bytes.clone();
  }

  /// A copy of the bytes.
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public byte[] toBytes() {
    return bytes.clone();
  }
}
