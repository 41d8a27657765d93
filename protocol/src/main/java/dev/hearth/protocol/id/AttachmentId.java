package dev.hearth.protocol.id;

import java.util.Optional;
import java.util.UUID;

/// Bytes that are kept beside the messages: a picture, a film, a file. A message names them.
public record AttachmentId(UUID uuid) {

  /// @throws IllegalArgumentException when `text` is not a UUID
  public static AttachmentId of(String text) {
    return new AttachmentId(Uuids.parse(text, "attachment id"));
  }

  /// The id in `text`, in either case; empty when it is not a UUID.
  public static Optional<AttachmentId> find(String text) {
    return Uuids.find(text).map(AttachmentId::new);
  }

  public static AttachmentId random() {
    return new AttachmentId(UUID.randomUUID());
  }

  /// The canonical spelling: lower case, with dashes.
  @Override
  public String toString() {
    return uuid.toString();
  }
}
