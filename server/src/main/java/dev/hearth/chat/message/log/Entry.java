package dev.hearth.chat.message.log;

/// A message where it stands in a log.
///
/// @param position microseconds since the epoch, strictly increasing within a log: what clients see
///   as `created_at`
/// @param previous the position before it in this log when it was appended: nothing that the log
///   still holds lies between the two; 0 for the first
/// @param erased whether it was taken back: it has no payload any more, and nobody gets it
public record Entry(LogId log, long position, long previous, Message message, boolean erased) {

  private static final int BYTES_BESIDE_PAYLOAD = 128;

  /// About what it takes in the store.
  public long bytes() {
    return bytes(message.payload());
  }

  /// About what an entry with this payload takes in the store.
  public static long bytes(byte[] payload) {
    return BYTES_BESIDE_PAYLOAD + (long) payload.length;
  }

  /// The same entry without its payload.
  public Entry erase() {
    return new Entry(log, position, previous, message.withPayload(new byte[0]), true);
  }
}
