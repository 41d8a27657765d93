package dev.hearth.chat.media;

import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.Optional;

/// A place for some bytes, which its owner fills once, and the bytes once they are there.
///
/// @param createdAt in microseconds since the epoch
/// @param expiresAt when the attachment is over, in microseconds since the epoch
/// @param content empty until it is uploaded
public record Attachment(
    AttachmentId id,
    UserId owner,
    long createdAt,
    long expiresAt,
    Optional<StoredContent> content) {

  /// An upload may begin within this time, as in the original service.
  public static final Duration UPLOAD_WITHIN = Duration.ofHours(6);

  /// An attachment waits this long for its bytes: an upload that began late has its time, too.
  static final Duration WAITS = UPLOAD_WITHIN.multipliedBy(2);
}
