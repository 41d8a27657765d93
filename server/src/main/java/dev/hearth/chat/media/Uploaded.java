package dev.hearth.chat.media;

/// The result of an upload.
public sealed interface Uploaded {

  /// It is durable; or it was before, and the same bytes came again.
  record Shelved(StoredContent content) implements Uploaded {}

  /// Nothing of it was kept.
  record Refused(Why why) implements Uploaded {}

  enum Why {
    /// The attachment does not exist, or not any more.
    UNKNOWN,
    /// It has other bytes already.
    FILLED,
    TOO_LARGE,
    /// The owner has as much here as one may have.
    OVER_QUOTA,
    /// Too many uploads at once, altogether or of this owner.
    BUSY,
    /// The disk is full, or fails.
    NO_ROOM,
    /// It broke off.
    INTERRUPTED,
    /// It came too slowly.
    TOO_SLOW
  }

  static Uploaded refused(Why why) {
    return new Refused(why);
  }
}
