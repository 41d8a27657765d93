package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Digest;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.UserId;
import java.util.Optional;

/// Stickers that belong together.
///
/// @param owner the system user for an operator's album
/// @param listed whether it is offered to users who look for albums; an album that an operator has
///   removed isn't, and users who have it keep it
/// @param createdAt microseconds since the epoch
/// @param updatedAt likewise
public record Album(
    AlbumId id,
    UserId owner,
    Kind kind,
    AlbumInfo info,
    Optional<Digest> icon,
    Optional<Digest> banner,
    boolean listed,
    long createdAt,
    long updatedAt) {
  public enum Kind {
    /// The operator's, for everybody.
    OPERATOR,
    /// The album that somebody uploaded; listed for them only, but anybody who knows its id gets
    /// it.
    UPLOADED,
    /// The stickers that somebody has added for themselves; nobody else sees it as an album.
    PERSONAL
  }
}
