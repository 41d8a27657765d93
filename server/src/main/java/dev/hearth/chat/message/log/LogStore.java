package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The durable, ordered logs, their index of message ids, the cursors and the receipts. One engine
/// each implements it; all obey `LogStoreContract`.
///
/// Reads may come from any thread that may wait, others are refused ({@link
/// dev.hearth.platform.runtime.NeverWaits}); they see whole commits only. Commits come from one
/// thread at a time, and so does what removes entries, ids and receipts, which may run beside
/// commits.
///
/// When the machine is broken, a call throws {@link LogFailure}; after a commit threw, whether its
/// batch was written is known only once the log is opened again. When the disk is full, that is
/// {@link LogFull}: no reader sees the batch as long as the log stays open; after a restart the
/// batch may turn out to be stored.
public interface LogStore extends AutoCloseable {
  /// Its name in the refusal of a thread that never waits.
  String WAITING = "The log";

  /// The writes that are made together: all of them, or none.
  ///
  /// @param cursors each merged with the one that is stored: an older one takes nothing back
  record Batch(List<Draft> drafts, List<CursorMove> cursors, List<Acknowledged> acknowledged) {}

  /// The result of a batch.
  ///
  /// @param appended one for each draft, in order
  /// @param receipts for those acknowledgements that raised a message's status
  record Committed(List<Appended> appended, List<Receipt> receipts) {}

  /// Writes the batch; each draft sees what those before it changed. When it holds a draft that is
  /// stored, it survives a power cut once this returns; otherwise it survives the end of the
  /// process.
  Committed commit(Batch batch);

  /// After {@link LogFull}: sees whether the log can be written again. On the thread that commits.
  ///
  /// @throws LogFull when it still can't
  void mend();

  /// The entries of `log` after `after`, ascending, at most `limit` and no more than it takes for
  /// their payloads to reach `enoughBytes`. Only an empty list means the end of the log.
  List<Entry> read(LogId log, long after, int limit, long enoughBytes);

  /// A position that no stored entry exceeds and every later one will. Never waits.
  long horizon();

  /// Where the log continued when it was last restored from an older state; 0 when it never was.
  /// Clients may have seen positions beyond it that were given out before, for entries that are
  /// gone.
  long epoch();

  Optional<Indexed> find(MessageId id);

  /// The entry that carries `id` in `log`; empty when it was never there or is gone.
  Optional<Entry> find(MessageId id, LogId log);

  Optional<Cursor> cursor(SessionId session, LogId log);

  /// All cursors of a session.
  Map<LogId, Cursor> cursors(SessionId session);

  /// For each of `logs`, the position of its first entry after the one at the same place in
  /// `after`; 0 where no entry follows.
  long[] firstAfter(List<LogId> logs, long[] after);

  /// Receipts of `author`'s messages after `changedAfter`, ascending, at most `limit`.
  List<Receipt> receipts(UserId author, long changedAfter, int limit);

  /// Logs that hold an entry, in an order that does not change: those after `after`, or from the
  /// first, at most `limit`.
  List<LogId> logs(Optional<LogId> after, int limit);

  /// Removes the entries of `log` up to and including `through`. Returns how many bytes of messages
  /// this freed ({@link Entry#bytes}), by author; unreadable entries don't count.
  Map<UserId, Long> expire(LogId log, long through);

  /// Goes once through the index of ids and the receipts, `most` rows at a time, and removes what
  /// is older than `before`. Returns whether there is more to look at: then call again.
  boolean forget(long before, int most);

  /// Sessions that have a cursor, in an order that does not change: those after `after`, or from
  /// the first, at most `limit`.
  List<SessionId> sessions(Optional<SessionId> after, int limit);

  /// Removes the cursors of a session that will not come back. Any thread may call it.
  void forget(SessionId session);

  @Override
  void close();
}
