/// The one door to the directory: every feature reads and changes through it.
///
/// A {@link dev.hearth.chat.directory.door.Transaction change} says by {@link
/// dev.hearth.chat.directory.door.Fact facts} what it changed, and puts the messages about it into
/// the {@link dev.hearth.chat.directory.outbox.Outbox outbox}. Once it is committed, {@link
/// dev.hearth.chat.directory.door.Directory} makes the {@link
/// dev.hearth.chat.directory.door.Answers answers} that are in memory forgotten where the facts
/// name them, tells listeners, and has the messages taken. No feature does any of this itself.
///
/// Any thread may call. Changes block, and so does an {@link
/// dev.hearth.chat.directory.door.Answers#get answer} that is not in memory; {@link
/// dev.hearth.chat.directory.door.Answers#inMemory} never blocks.
@NullMarked
package dev.hearth.chat.directory.door;

import org.jspecify.annotations.NullMarked;
