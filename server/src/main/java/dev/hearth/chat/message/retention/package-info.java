/// Removes from the log the data that nobody needs any more.
///
/// {@link dev.hearth.chat.message.retention.SettledLogs} finds out by the directory and by the
/// cursors which entries everybody has; {@link dev.hearth.chat.message.retention.Retention} removes
/// them, and all that is older than it is kept for. Runs in rounds, on one thread at a time, which
/// may wait.
@NullMarked
package dev.hearth.chat.message.retention;

import org.jspecify.annotations.NullMarked;
