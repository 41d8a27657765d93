/// Puts into the log what the directory says about its changes.
///
/// Messages come in from the {@link dev.hearth.chat.directory.outbox.Outbox outbox}, and drafts go
/// out to the log. A message leaves the outbox only after the log has it: a crash in between puts
/// it there again, under the same id. For one thread at a time, which may wait.
@NullMarked
package dev.hearth.chat.message.notice;

import org.jspecify.annotations.NullMarked;
