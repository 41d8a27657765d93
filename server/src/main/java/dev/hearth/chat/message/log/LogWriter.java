package dev.hearth.chat.message.log;

import dev.hearth.platform.limits.FairQueue.Offered;
import java.util.List;
import java.util.function.Consumer;

/// Takes what is to be written to the log. Any thread may call it; it never waits.
public interface LogWriter {

  /// `then` runs once the draft is durable, or known to be a duplicate; it must not wait for
  /// anything. Takes nothing when too many drafts wait already, of everybody or of its author, or
  /// the log is closing. Drafts of one author are written in the order of these calls.
  ///
  /// @throws dev.hearth.platform.runtime.DiskFull when the disk has no room; nothing was taken
  Offered appendDraft(Draft draft, Consumer<Appended> then);

  /// Writes where cursors moved to, and which messages sessions acknowledged; `then` runs once that
  /// is written. Returns false, and takes nothing, when too much waits already, the disk has no
  /// room even for these, or the log is closing.
  boolean writeCursors(List<CursorMove> moves, List<Acknowledged> acknowledgements, Runnable then);
}
