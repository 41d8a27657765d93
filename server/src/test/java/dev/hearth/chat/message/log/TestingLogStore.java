package dev.hearth.chat.message.log;

import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The model of a log store that the simulation of delivery runs on: the simplest code that obeys
/// `LogStoreContract`, and that can lose the same data as a power cut.
public final class TestingLogStore implements LogStore {
  private record CursorKey(SessionId session, LogId log) {}

  private final PositionClock positions;
  private final Map<LogId, TreeMap<Long, Entry>> entries = new HashMap<>();
  private final Map<MessageId, Indexed> ids = new HashMap<>();
  private final Map<CursorKey, Cursor> cursors = new HashMap<>();
  private final Map<CursorKey, Cursor> syncedCursors = new HashMap<>();
  private final Map<UserId, TreeMap<Long, Receipt>> receipts = new HashMap<>();
  private final ArrayDeque<Runnable> unlooked = new ArrayDeque<>();
  private long last;

  public TestingLogStore(PositionClock positions) {
    this.positions = positions;
  }

  /// A store as it is after it was opened again on the same disk.
  TestingLogStore reopened(PositionClock positions) {
    TestingLogStore again = new TestingLogStore(positions);
    positions.raise(last);
    again.entries.putAll(entries);
    again.ids.putAll(ids);
    again.cursors.putAll(cursors);
    again.syncedCursors.putAll(syncedCursors);
    again.receipts.putAll(receipts);
    again.last = last;
    return again;
  }

  /// Forgets the cursors that no sync has covered.
  public void loseUnsynced() {
    cursors.clear();
    cursors.putAll(syncedCursors);
  }

  @Override
  public synchronized Committed commit(Batch batch) {
    List<Appended> appended = new ArrayList<>();
    for (Draft draft : batch.drafts()) {
      appended.add(append(draft));
    }
    appended.replaceAll(this::asItIsNow);
    for (CursorMove move : batch.cursors()) {
      cursors.merge(new CursorKey(move.session(), move.log()), move.cursor(), Cursor::merge);
    }
    List<Receipt> raised = new ArrayList<>();
    for (Acknowledged word : batch.acknowledged()) {
      raise(word).ifPresent(raised::add);
    }
    if (appended.stream().anyMatch(Appended.Stored.class::isInstance)) {
      syncedCursors.putAll(cursors);
    }
    return new Committed(appended, raised);
  }

  private Appended append(Draft draft) {
    Message message = draft.message();
    Indexed known = ids.get(message.id());
    if (known != null) {
      return known.author().equals(message.author())
              && known.conversation().equals(message.conversation())
          ? new Appended.Duplicate(known.position())
          : new Appended.IdTaken();
    }
    if (draft.recall().isPresent() && !erase(draft.recall().get())) {
      return new Appended.NotAllowed();
    }
    long position = nextPosition();
    List<Entry> stored = new ArrayList<>();
    for (LogId log : draft.logs()) {
      var entriesOfLog = entries.computeIfAbsent(log, absent -> new TreeMap<>());
      long previous = entriesOfLog.isEmpty() ? 0 : entriesOfLog.lastKey();
      Entry entry = new Entry(log, position, previous, message, false);
      entriesOfLog.put(position, entry);
      stored.add(entry);
    }
    ids.put(
        message.id(),
        new Indexed(
            message.id(),
            message.conversation(),
            message.author(),
            draft.logs(),
            position,
            MessageStatus.SENT,
            message.receipted()));
    return new Appended.Stored(position, stored);
  }

  private boolean erase(Recall recall) {
    Optional<Indexed> target = find(recall.target()).filter(recall.allowed());
    target.ifPresent(known ->
        known
            .logs()
            .forEach(log ->
                entries
                    .getOrDefault(log, new TreeMap<>())
                    .computeIfPresent(known.position(), (position, entry) -> entry.erase())));
    return target.isPresent();
  }

  /// The outcome with its entries as later parts of the same batch left them.
  private Appended asItIsNow(Appended outcome) {
    return outcome instanceof Appended.Stored(long position, List<Entry> stored)
        ? new Appended.Stored(
            position,
            stored.stream()
                .map(entry -> find(entry.message().id(), entry.log()).orElseThrow())
                .toList())
        : outcome;
  }

  private Optional<Receipt> raise(Acknowledged word) {
    Indexed known = ids.get(word.message());
    if (known == null
        || !known.receipted()
        || known.author().equals(word.reader())
        || word.status().compareTo(known.status()) <= 0) {
      return Optional.empty();
    }
    ids.put(known.id(), known.withStatus(word.status()));
    Receipt receipt =
        new Receipt(
            known.author(),
            known.id(),
            word.reader(),
            word.status(),
            known.position(),
            nextPosition());
    receipts
        .computeIfAbsent(known.author(), absent -> new TreeMap<>())
        .put(receipt.changedAt(), receipt);
    return Optional.of(receipt);
  }

  private long nextPosition() {
    last = positions.next();
    return last;
  }

  @Override
  public void mend() {}

  @Override
  public synchronized List<Entry> read(LogId log, long after, int limit, long enoughBytes) {
    NeverWaits.refuse(WAITING);
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : entries.getOrDefault(log, new TreeMap<>()).tailMap(after, false).values()) {
      if (page.size() == limit || bytes >= enoughBytes) {
        break;
      }
      page.add(entry);
      bytes += entry.message().payload().length;
    }
    return page;
  }

  @Override
  public synchronized long horizon() {
    return last;
  }

  @Override
  public long epoch() {
    return 0;
  }

  @Override
  public synchronized Optional<Indexed> find(MessageId id) {
    NeverWaits.refuse(WAITING);
    return Optional.ofNullable(ids.get(id));
  }

  @Override
  public synchronized Optional<Entry> find(MessageId id, LogId log) {
    NeverWaits.refuse(WAITING);
    return find(id)
        .flatMap(known ->
            Optional.ofNullable(entries.getOrDefault(log, new TreeMap<>()).get(known.position())));
  }

  @Override
  public synchronized Optional<Cursor> cursor(SessionId session, LogId log) {
    NeverWaits.refuse(WAITING);
    return Optional.ofNullable(cursors.get(new CursorKey(session, log)));
  }

  @Override
  public synchronized Map<LogId, Cursor> cursors(SessionId session) {
    NeverWaits.refuse(WAITING);
    Map<LogId, Cursor> found = new HashMap<>();
    cursors.forEach((key, cursor) -> {
      if (key.session().equals(session)) {
        found.put(key.log(), cursor);
      }
    });
    return found;
  }

  @Override
  public synchronized long[] firstAfter(List<LogId> logs, long[] after) {
    NeverWaits.refuse(WAITING);
    long[] first = new long[logs.size()];
    for (int i = 0; i < first.length; i++) {
      Long next = entries.getOrDefault(logs.get(i), new TreeMap<>()).higherKey(after[i]);
      first[i] = next == null ? 0 : next;
    }
    return first;
  }

  @Override
  public synchronized List<Receipt> receipts(UserId author, long changedAfter, int limit) {
    NeverWaits.refuse(WAITING);
    return receipts
        .getOrDefault(author, new TreeMap<>())
        .tailMap(changedAfter, false)
        .values()
        .stream()
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<LogId> logs(Optional<LogId> after, int limit) {
    NeverWaits.refuse(WAITING);
    return entries.entrySet().stream()
        .filter(log -> !log.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(LogId::toString))
        .filter(log -> after.isEmpty() || log.toString().compareTo(after.get().toString()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<SessionId> sessions(Optional<SessionId> after, int limit) {
    NeverWaits.refuse(WAITING);
    return cursors.keySet().stream()
        .map(CursorKey::session)
        .distinct()
        .sorted(Comparator.comparing(SessionId::toString))
        .filter(id -> after.isEmpty() || id.toString().compareTo(after.get().toString()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<UserId, Long> expire(LogId log, long through) {
    var old = entries.getOrDefault(log, new TreeMap<>()).headMap(through, true);
    Map<UserId, Long> gone =
        old.values().stream()
            .filter(entry -> entry.message().session().isPresent())
            .collect(
                Collectors.groupingBy(
                    entry -> entry.message().author(), Collectors.summingLong(Entry::bytes)));
    old.clear();
    return gone;
  }

  @Override
  public synchronized boolean forget(long before, int most) {
    if (unlooked.isEmpty()) {
      ids.values()
          .forEach(known ->
              unlooked.add(() -> {
                if (known.position() < before) {
                  ids.remove(known.id());
                }
              }));
      receipts.forEach((author, theirs) ->
          theirs
              .keySet()
              .forEach(at ->
                  unlooked.add(() -> {
                    if (at < before) {
                      theirs.remove(at);
                    }
                  })));
    }
    for (int i = 0; i < most && !unlooked.isEmpty(); i++) {
      unlooked.poll().run();
    }
    return !unlooked.isEmpty();
  }

  @Override
  public synchronized void forget(SessionId session) {
    cursors.keySet().removeIf(key -> key.session().equals(session));
    syncedCursors.keySet().removeIf(key -> key.session().equals(session));
  }

  @Override
  public void close() {}
}
