/// The files that travel beside the messages: pictures, films and others.
///
/// Somebody asks for an attachment, gets a {@link dev.hearth.chat.media.Tickets ticket} to upload
/// its bytes, once, and names it in a message; readers of the message get a ticket to fetch the
/// bytes. The bytes are in a {@link dev.hearth.chat.media.ContentStore}, each content once however
/// many attachments have it. They are streamed, synced before an upload is answered, and gone when
/// the attachment's time is over; an upload that breaks off leaves nothing. Calls block.
///
/// {@link dev.hearth.chat.media.Pictures} are another such store: everybody may see them who knows
/// their name. {@link dev.hearth.chat.media.Portraits} are those that people and groups show.
///
/// | table             | holds                                                                |
/// |-------------------|----------------------------------------------------------------------|
/// | attachments       | whose it is, since and until when, and its content's SHA-256 and size |
/// | portraits         | whose it is, its name, and whether it is the one that is shown       |
/// | portraits_to_move | portraits that earlier versions left here, until the next start      |
@NullMarked
package dev.hearth.chat.media;

import org.jspecify.annotations.NullMarked;
