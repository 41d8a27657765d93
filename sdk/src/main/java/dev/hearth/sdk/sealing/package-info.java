/// Seals and opens the messages between people: which keys to hand to which devices before a
/// message can leave, and how to recover when a device can't read one.
///
/// The entry point is [SignalConversations]. Input: messages to seal, and pushed messages. Output:
/// sealed messages to send, and opened ones. It asks a given [SealingServer], and keeps all its
/// state in a [dev.hearth.sdk.store.ClientStore]:
///
/// ```
/// roster    conversation → its devices, since when, and which have our sender key
/// said      message      → what we said, for a device that couldn't read it
/// opened    message      → what was opened and the listener hasn't had yet
/// seen      message      → the listener has had it
/// waiting   conversation, device → messages that we couldn't read, and when we asked
/// chore     …            → what is still to be asked of others, or answered
/// offered   user         → another identity key than the one we know
/// ```
///
/// Guarantees:
///
/// * A message leaves only after every device that the server knows has been handed its key. No
///   device that has left the conversation has that key.
/// * An opened message is stored in the transaction that spends its key, and kept until the
///   listener has had it. If the process dies in between, the message is shown after the next
///   start.
/// * A message that can't be read is asked for, and shown once, however it comes.
/// * A new identity key of a user is used only once it was accepted.
///
/// This package is the SDK's own: it is not exported.
@NullMarked
package dev.hearth.sdk.sealing;

import org.jspecify.annotations.NullMarked;
