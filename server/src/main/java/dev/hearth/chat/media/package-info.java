/// The files that travel beside the messages: pictures, films and others.
///
/// Somebody asks for an attachment, gets a {@link dev.hearth.chat.media.Tickets ticket} to upload
/// its bytes, once, and names it in a message; readers of the message get a ticket to fetch the
/// bytes. The bytes are in a {@link dev.hearth.chat.media.ContentStore}, each content once however
/// many attachments have it. They are streamed, synced before an upload is answered, and gone when
/// the attachment's time is over; an upload that breaks off leaves nothing. Calls block.
///
/// | table       | holds                                                                     |
/// |-------------|---------------------------------------------------------------------------|
/// | attachments | whose it is, since and until when, and its content's SHA-256 and size      |
@NullMarked
package dev.hearth.chat.media;

import org.jspecify.annotations.NullMarked;
