package dev.hearth.chat.log;

import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The durable, ordered logs, their index of message ids, the cursors and the receipts. One engine
/// each implements it; all obey `LogStoreContract`.
///
/// Reads may come from any thread and see whole commits only. Commits come from one thread at a
/// time.
public interface LogStore extends AutoCloseable {

  /// What is written together: all of it, or none.
  record Batch(List<Draft> drafts, List<CursorMove> cursors, List<Acknowledged> acknowledged) {}

  /// What came of a batch.
  ///
  /// @param appended one for each draft, in order
  /// @param receipts for those acknowledgements that raised a message's status
  record Committed(List<Appended> appended, List<Receipt> receipts) {}

  /// Writes the batch. When it holds a draft that is stored, it survives a power cut once this
  /// returns; otherwise it survives the end of the process.
  Committed commit(Batch batch);

  /// The entries of `log` after `after`, ascending, at most `limit`.
  List<Entry> read(LogId log, long after, int limit);

  /// The position of the last entry that `log` ever got and still holds; 0 when it holds none.
  long head(LogId log);

  /// A position that no stored entry exceeds and every later one will.
  long horizon();

  Optional<Indexed> find(MessageId id);

  /// The entry that carries `id` in `log`; empty when it was never there or is gone.
  Optional<Entry> find(MessageId id, LogId log);

  Optional<Cursor> cursor(SessionId session, LogId log);

  /// Receipts of `author`'s messages after `changedAfter`, ascending, at most `limit`.
  List<Receipt> receipts(UserId author, long changedAfter, int limit);

  /// Calls `each` for every log that holds an entry.
  void forEachLog(Consumer<LogId> each);

  /// Removes the entries of `log` up to and including `through`.
  void expire(LogId log, long through);

  /// Removes what is older than `before` from the index of ids and from the receipts.
  void forget(long before);

  /// Removes the cursors of a session that will not come back.
  void forget(SessionId session);

  @Override
  void close();
}
