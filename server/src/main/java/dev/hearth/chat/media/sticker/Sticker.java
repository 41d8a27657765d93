package dev.hearth.chat.media.sticker;

import dev.hearth.chat.media.Digest;
import dev.hearth.chat.media.PictureForm;
import dev.hearth.protocol.id.AlbumId;
import dev.hearth.protocol.id.StickerId;

/// A picture that says more than words. Never changes.
///
/// @param album the one it was first in
/// @param name what its file was called, or nothing
/// @param createdAt microseconds since the epoch
public record Sticker(
    StickerId id, AlbumId album, String name, Digest picture, PictureForm form, long createdAt) {}
