/// What people say to each other, sealed and opened: who has to be handed which key before a
/// message can leave, and what happens when somebody can't read one.
///
/// The one way in is [SignalConversations]. What goes in: what to say, and what was pushed. What
/// comes out: what to send, and what was said. It asks the server through a [Post] that it is
/// given, and keeps everything in a [dev.hearth.sdk.store.ClientStore]:
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
/// What holds:
///
/// * A message leaves only after every device that the server knows has been handed the key to it,
///   and is sealed with a key that no device has which has left since.
/// * What was opened is kept, in the transaction that spends its key, until the listener has had
///   it. Who dies in between shows it after the next start.
/// * A message that can't be read is asked for, and shown once, in whatever way it comes.
/// * Another identity key is used only once it was accepted.
///
/// This package is the SDK's own: it is not exported.
@NullMarked
package dev.hearth.sdk.sealing;

import org.jspecify.annotations.NullMarked;
