package dev.hearth.chat.log.rocksdb;

import dev.hearth.chat.log.Acknowledged;
import dev.hearth.chat.log.Appended;
import dev.hearth.chat.log.CursorMove;
import dev.hearth.chat.log.Draft;
import dev.hearth.chat.log.Entry;
import dev.hearth.chat.log.Indexed;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogStore.Batch;
import dev.hearth.chat.log.LogStore.Committed;
import dev.hearth.chat.log.Message;
import dev.hearth.chat.log.Recall;
import dev.hearth.chat.log.Receipt;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.MessageStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// One batch on its way to the disk. What is decided for one of its drafts and acknowledgements is
/// seen by those after it.
final class Commit implements AutoCloseable {
  private final Database database;
  private final Heads heads;
  private final WrittenCursors cursors;
  private final PositionClock positions;
  private final Mark mark;
  private final long now;
  private final WriteBatch writes = new WriteBatch();

  /// What is known of the messages this batch speaks of, with what it changes about them.
  private final Map<MessageId, Indexed> known = new HashMap<>();

  /// What became of the drafts so far.
  private final List<Appended> appended = new ArrayList<>();

  /// The last position this batch took; 0 for none.
  private long last;

  private boolean stored;

  Commit(
      Database database, Heads heads, WrittenCursors cursors, PositionClock positions, Mark mark) {
    this.database = database;
    this.heads = heads;
    this.cursors = cursors;
    this.positions = positions;
    this.mark = mark;
    this.now = positions.now();
  }

  Committed write(Batch batch) {
    try {
      for (Draft draft : batch.drafts()) {
        appended.add(append(draft));
      }
      List<Receipt> receipts = acknowledge(batch.acknowledged());
      for (CursorMove move : batch.cursors()) {
        put(
            Family.CURSORS,
            Keys.cursor(move.session(), move.log()),
            CursorCodec.encode(cursors.merge(move)));
      }
      if (last > 0) {
        put(Family.META, LastPosition.KEY, LastPosition.encode(last));
      }
      if (writes.count() > 0) {
        // A position once answered must not be lost. Cursors and receipts may be: a message that
        // comes twice is absorbed by its id.
        database.write(writes, stored);
      }
      if (stored) {
        // Not the clock's: the directory takes positions, too.
        mark.reach(last);
      }
      heads.written();
      cursors.written();
      return new Committed(appended, receipts);
    } catch (RocksDBException e) {
      heads.clear();
      cursors.clear();
      throw database.failure(e);
    } catch (RuntimeException e) {
      heads.clear();
      cursors.clear();
      throw e;
    }
  }

  private Appended append(Draft draft) throws RocksDBException {
    Message message = draft.message();
    Optional<Indexed> first = find(message.id());
    if (first.isPresent()) {
      return isSame(first.get(), message)
          ? new Appended.Duplicate(first.get().position())
          : new Appended.Taken();
    }
    if (draft.recall().isPresent() && !erase(draft.recall().get())) {
      return new Appended.NotAllowed();
    }
    long position = next();
    List<Entry> entries = new ArrayList<>(draft.logs().size());
    for (LogId log : draft.logs()) {
      Entry entry = new Entry(log, position, head(log), message, false);
      put(entry);
      heads.put(log, position);
      entries.add(entry);
    }
    file(
        new Indexed(
            message.id(),
            message.conversation(),
            message.author(),
            draft.logs(),
            position,
            MessageStatus.SENT,
            message.receipted()));
    stored = true;
    return new Appended.Stored(position, entries);
  }

  private static boolean isSame(Indexed first, Message message) {
    return first.author().equals(message.author())
        && first.conversation().equals(message.conversation());
  }

  /// Takes the payload out of every entry of the target, unless the recall is not allowed.
  private boolean erase(Recall recall) throws RocksDBException {
    Optional<Indexed> target = find(recall.target()).filter(recall.allowed());
    if (target.isEmpty()) {
      return false;
    }
    if (!eraseFresh(recall.target())) {
      for (LogId log : target.get().logs()) {
        Optional<Entry> entry = RocksLog.find(database, log, target.get().position());
        if (entry.isPresent() && !entry.get().erased()) {
          put(entry.get().erase());
        }
      }
    }
    return true;
  }

  /// Does so where this very batch brought the target. Recalls are rare: a search is cheap enough.
  private boolean eraseFresh(MessageId target) throws RocksDBException {
    for (int i = 0; i < appended.size(); i++) {
      if (appended.get(i) instanceof Appended.Stored(long position, List<Entry> entries)
          && !entries.isEmpty()
          && entries.getFirst().message().id().equals(target)) {
        List<Entry> erased = entries.stream().map(Entry::erase).toList();
        for (Entry entry : erased) {
          put(entry);
        }
        appended.set(i, new Appended.Stored(position, erased));
        return true;
      }
    }
    return false;
  }

  private long next() {
    last = positions.next(now);
    return last;
  }

  private long head(LogId log) {
    OptionalLong head = heads.find(log);
    return head.isPresent() ? head.getAsLong() : RocksLog.head(database, log);
  }

  private List<Receipt> acknowledge(List<Acknowledged> words) throws RocksDBException {
    List<Receipt> receipts = new ArrayList<>();
    for (Acknowledged word : words) {
      Optional<Indexed> message = find(word.message());
      if (message.isPresent() && raises(word, message.get())) {
        receipts.add(raise(message.get(), word));
      }
    }
    return receipts;
  }

  private static boolean raises(Acknowledged word, Indexed message) {
    return message.receipted()
        && !word.reader().equals(message.author())
        && word.status().compareTo(message.status()) > 0;
  }

  private Receipt raise(Indexed message, Acknowledged word) throws RocksDBException {
    var receipt =
        new Receipt(
            message.author(),
            message.id(),
            word.reader(),
            word.status(),
            message.position(),
            next());
    put(
        Family.RECEIPTS,
        Keys.receipt(receipt.author(), receipt.changedAt()),
        ReceiptCodec.encode(receipt));
    file(message.withStatus(word.status()));
    return receipt;
  }

  private Optional<Indexed> find(MessageId id) {
    Indexed changed = known.get(id);
    if (changed != null) {
      return Optional.of(changed);
    }
    Optional<Indexed> found =
        database.find(Family.IDS, Keys.message(id)).map(value -> IndexedCodec.decode(id, value));
    // A group's thousand readers acknowledge one message: look it up once.
    found.ifPresent(indexed -> known.put(id, indexed));
    return found;
  }

  private void file(Indexed indexed) throws RocksDBException {
    known.put(indexed.id(), indexed);
    put(Family.IDS, Keys.message(indexed.id()), IndexedCodec.encode(indexed));
  }

  private void put(Entry entry) throws RocksDBException {
    put(Family.ENTRIES, Keys.entry(entry.log(), entry.position()), EntryCodec.encode(entry));
  }

  private void put(Family family, byte[] key, byte[] value) throws RocksDBException {
    writes.put(database.handle(family), key, value);
  }

  @Override
  public void close() {
    writes.close();
  }
}
