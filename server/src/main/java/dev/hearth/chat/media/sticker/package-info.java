/// Stickers and their albums: those that people add for themselves, those they upload as an album,
/// and those that the operator puts into a folder.
///
/// A picture is checked by its header, never decoded, and kept once in {@link
/// dev.hearth.chat.media.Pictures}. A sticker stays when it leaves an album, for messages name it.
/// Calls block.
///
/// | table          | holds                                                       |
/// |----------------|-------------------------------------------------------------|
/// | sticker_albums | albums: an operator's, an uploaded one, somebody's own      |
/// | stickers       | pictures with an id, and the album each was first in        |
/// | album_stickers | what is in an album, in its order                           |
@NullMarked
package dev.hearth.chat.media.sticker;

import org.jspecify.annotations.NullMarked;
