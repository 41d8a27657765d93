/// The one door to the directory: what is read often is kept in memory here.
///
/// Any thread may call. An {@link dev.hearth.chat.directory.door.Answers#get answer} that is not in
/// memory is read from the database, which blocks; {@link
/// dev.hearth.chat.directory.door.Answers#inMemory} never blocks.
@NullMarked
package dev.hearth.chat.directory.door;

import org.jspecify.annotations.NullMarked;
