/// The durable, ordered logs.
///
/// Drafts and acknowledgements come in; entries go out once they are durable, in the order in which
/// they were committed. {@link dev.hearth.chat.message.log.Appender} is the one writer of a node:
/// it takes all that waits, writes one batch, syncs once. The store holds
///
/// | what         | key → value                                       |
/// |--------------|---------------------------------------------------|
/// | entries      | (log, position) → previous, message               |
/// | message ids  | id → author, conversation, logs, position, status |
/// | cursors      | (session, log) → through, ranges beyond            |
/// | receipts     | (author, changed at) → message, reader, status    |
@NullMarked
package dev.hearth.chat.message.log;

import org.jspecify.annotations.NullMarked;
