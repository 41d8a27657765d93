package dev.hearth.chat.message.log;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store that passes each call on to a real one, so that a test counts or interrupts some calls.
public abstract class WrappedLogStore implements LogStore {
  private final LogStore store;

  protected WrappedLogStore(LogStore store) {
    this.store = store;
  }

  @Override
  public Committed commit(Batch batch) {
    return store.commit(batch);
  }

  @Override
  public void mend() {
    store.mend();
  }

  @Override
  public List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
    return store.read(log, after, limit, enoughBytes);
  }

  @Override
  public long horizon() {
    return store.horizon();
  }

  @Override
  public long epoch() {
    return store.epoch();
  }

  @Override
  public Optional<Indexed> find(MessageId id) {
    return store.find(id);
  }

  @Override
  public Optional<Entry> find(MessageId id, LogId log) {
    return store.find(id, log);
  }

  @Override
  public Optional<Cursor> cursor(SessionId session, LogId log) {
    return store.cursor(session, log);
  }

  @Override
  public Map<LogId, Cursor> cursors(SessionId session) {
    return store.cursors(session);
  }

  @Override
  public long[] firstAfter(List<LogId> logs, long[] after) {
    return store.firstAfter(logs, after);
  }

  @Override
  public List<Receipt> receipts(UserId author, long changedAfter, int limit) {
    return store.receipts(author, changedAfter, limit);
  }

  @Override
  public List<LogId> logs(Optional<LogId> after, int limit) {
    return store.logs(after, limit);
  }

  @Override
  public Map<UserId, Long> expire(LogId log, long through) {
    return store.expire(log, through);
  }

  @Override
  public boolean forget(long before, int most) {
    return store.forget(before, most);
  }

  @Override
  public List<SessionId> sessions(Optional<SessionId> after, int limit) {
    return store.sessions(after, limit);
  }

  @Override
  public void forget(SessionId session) {
    store.forget(session);
  }

  @Override
  public void close() {
    store.close();
  }
}
