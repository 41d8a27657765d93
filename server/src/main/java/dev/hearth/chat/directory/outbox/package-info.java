/// The messages about changes of the directory, until they are in the log.
///
/// A message comes in with the transaction of the change that it is about. It goes out to the
/// message path, which takes it away once the log has it. The outbox knows whom a message is for,
/// its category and its payload; it doesn't know what it means. Only the {@link
/// dev.hearth.chat.directory.door door} puts messages in. Calls block.
///
/// | table  | holds                                                  |
/// |--------|--------------------------------------------------------|
/// | outbox | messages that are not in the log yet, and whom they are for |
@NullMarked
package dev.hearth.chat.directory.outbox;

import org.jspecify.annotations.NullMarked;
