package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore.Batch;
import dev.hearth.chat.message.log.LogStore.Committed;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.Recall;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.runtime.Watermark.Mark;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One batch on its way to the disk. Each draft and acknowledgement sees the changes of those
/// before it.
final class Commit {
  private final RocksDatabase database;
  private final Heads heads;
  private final WrittenCursors cursors;
  private final PositionClock positions;
  private final Mark mark;
  private final Damage damage;
  private final long now;
  private final Writes writes = new Writes();

  /// The records of the messages in this batch, with the changes that it makes to them.
  private final Map<MessageId, Indexed> known = new HashMap<>();

  /// The results of the drafts so far.
  private final List<Appended> appended = new ArrayList<>();

  /// The last position this batch took; 0 for none.
  private long last;

  private boolean stored;

  Commit(
      RocksDatabase database,
      Heads heads,
      WrittenCursors cursors,
      PositionClock positions,
      Mark mark,
      Damage damage) {
    this.database = database;
    this.heads = heads;
    this.cursors = cursors;
    this.positions = positions;
    this.mark = mark;
    this.damage = damage;
    this.now = positions.now();
  }

  Committed write(Batch batch) {
    try {
      for (Draft draft : batch.drafts()) {
        appended.add(appendOrLeave(draft));
      }
      List<Receipt> receipts = acknowledge(batch.acknowledged());
      for (CursorMove move : batch.cursors()) {
        put(
            Family.CURSORS,
            Keys.cursor(move.session(), move.log()),
            CursorCodec.encode(merged(move)));
      }
      if (last > 0) {
        put(Family.META, LastPosition.KEY, LastPosition.encode(last));
      }
      if (!writes.isEmpty()) {
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
    } catch (RuntimeException e) {
      heads.clear();
      cursors.clear();
      throw e;
    }
  }

  /// Where the one that is stored can't be read, this one takes its place: messages come again at
  /// worst.
  private Cursor merged(CursorMove move) {
    try {
      return cursors.merge(move);
    } catch (UnreadableLog why) {
      damage.seen("The cursor of session " + move.session(), why);
      return move.cursor();
    }
  }

  /// A draft that meets damage is left out; the others of the batch need not suffer from it.
  private Appended appendOrLeave(Draft draft) {
    try {
      return append(draft);
    } catch (UnreadableLog why) {
      damage.seen(
          "The record that message " + draft.message().id() + " has to be compared with", why);
      return new Appended.NotStored();
    }
  }

  /// Reads all it needs before it changes anything: what can't be read leaves no half of it behind.
  private Appended append(Draft draft) {
    Message message = draft.message();
    Optional<Indexed> first = find(message.id());
    if (first.isPresent()) {
      return isSame(first.get(), message)
          ? new Appended.Duplicate(first.get().position())
          : new Appended.IdTaken();
    }
    if (draft.recall().isPresent() && !erase(draft.recall().get())) {
      return new Appended.NotAllowed();
    }
    long before = positions.last();
    long position = next();
    List<Entry> entries = new ArrayList<>(draft.logs().size());
    for (LogId log : draft.logs()) {
      Entry entry = new Entry(log, position, head(log, before), message, false);
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
  private boolean erase(Recall recall) {
    Optional<Indexed> target = find(recall.target()).filter(recall.allowed());
    if (target.isEmpty()) {
      return false;
    }
    if (!eraseFresh(recall.target())) {
      List<Entry> erased = new ArrayList<>();
      for (LogId log : target.get().logs()) {
        RocksLog.find(database, log, target.get().position())
            .filter(entry -> !entry.erased())
            .map(Entry::erase)
            .ifPresent(erased::add);
      }
      for (Entry entry : erased) {
        put(entry);
      }
    }
    return true;
  }

  /// Does so where this very batch brought the target. Recalls are rare: a search is cheap enough.
  private boolean eraseFresh(MessageId target) {
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

  /// The last position this batch took; 0 for none.
  long last() {
    return last;
  }

  private long next() {
    last = positions.next(now);
    return last;
  }

  /// @param before a position beyond all that the log holds
  private long head(LogId log, long before) {
    OptionalLong head = heads.find(log);
    if (head.isPresent()) {
      return head.getAsLong();
    }
    try {
      return RocksLog.head(database, log);
    } catch (UnreadableLog why) {
      damage.seen("The end of log " + log.uuid(), why);
      // True as well: nothing of this log lies between that and what comes now. Readers see a gap,
      // and read what can be read.
      return before;
    }
  }

  private List<Receipt> acknowledge(List<Acknowledged> acknowledgements) {
    List<Receipt> receipts = new ArrayList<>();
    for (Acknowledged each : acknowledgements) {
      Optional<Indexed> message = findOrLeave(each.message());
      if (message.isPresent() && raises(each, message.get())) {
        receipts.add(raise(message.get(), each));
      }
    }
    return receipts;
  }

  private static boolean raises(Acknowledged acknowledged, Indexed message) {
    return message.receipted()
        && !acknowledged.reader().equals(message.author())
        && acknowledged.status().compareTo(message.status()) > 0;
  }

  private Receipt raise(Indexed message, Acknowledged acknowledged) {
    var receipt =
        new Receipt(
            message.author(),
            message.id(),
            acknowledged.reader(),
            acknowledged.status(),
            message.position(),
            next());
    put(
        Family.RECEIPTS,
        Keys.receipt(receipt.author(), receipt.changedAt()),
        ReceiptCodec.encode(receipt));
    file(message.withStatus(acknowledged.status()));
    return receipt;
  }

  /// The author of a message that can't be read is not told how far it came.
  private Optional<Indexed> findOrLeave(MessageId id) {
    try {
      return find(id);
    } catch (UnreadableLog why) {
      damage.seen("The record of message " + id, why);
      return Optional.empty();
    }
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

  private void file(Indexed indexed) {
    known.put(indexed.id(), indexed);
    put(Family.IDS, Keys.message(indexed.id()), IndexedCodec.encode(indexed));
  }

  private void put(Entry entry) {
    put(Family.ENTRIES, Keys.entry(entry.log(), entry.position()), EntryCodec.encode(entry));
  }

  private void put(Family family, byte[] key, byte[] value) {
    writes.put(family, key, value);
  }
}
