package dev.hearth.protocol.payload;

/// A message that this version can't read: its category is unknown, it is encrypted for other
/// readers, or its payload does not fit its category.
///
/// @param bytes as they came
/// @param why for developers of clients; quotes nothing of the message
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
