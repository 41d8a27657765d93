/// The SDK's encryption besides [Signal's messages][dev.hearth.sdk.signal]: `ENCRYPTED_…` messages,
/// which bots and people exchange, and the bytes of attachments, for both.
///
/// [EncryptedBox] seals and opens messages; a [SealingStream] seals a file while it is uploaded,
/// and a [SealedAttachment] is one to open. Nothing here opens a socket or keeps state, and no key
/// and nothing that was said is in an exception or a `toString()`.
@NullMarked
package dev.hearth.sdk.crypto;

import org.jspecify.annotations.NullMarked;
