/// Circles: how users sort their conversations. A circle is its owner's alone; to everybody else it
/// isn't there.
///
/// A change is decided and written in one transaction, together with the message that tells the
/// owner's other sessions about it. Calls block.
///
/// | table                | holds                                     |
/// |----------------------|-------------------------------------------|
/// | circles              | a user's circles                          |
/// | circle_conversations | the conversations in them, and since when |
@NullMarked
package dev.hearth.chat.directory.circle;

import org.jspecify.annotations.NullMarked;
