package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.runtime.LoggedFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reading of all that a feed still needs from its session's logs, merged by position. It waits
/// for the store, so it runs on a thread of its own; one that was overtaken by another ends by
/// itself.
///
/// A pass that brings more than the feed has room for is kept, and continues where it stopped: it
/// looks once at each log, however often the feed has to wait. While it is kept it holds positions
/// and no entries.
final class Pass {
  enum Progress {
    MORE,
    ENDED
  }

  /// How many entries a pass holds at most, over all logs, and takes under one hold of the lock.
  private static final int MOST_HELD = 1_024;

  /// How many bytes of payload, over all logs, but for one entry each.
  private static final long MOST_BYTES_HELD = 4 << 20;

  private static final int MOST_A_STEP = 64;

  /// About what a log takes while a pass is kept: where it stands, what is visible, what is
  /// acknowledged.
  private static final int BYTES_A_LOG = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);

  private final LogStore store;
  private final PushEncoder encoder;
  private final Feed feed;
  private final SessionCursors cursors;
  private final long began;
  private final int pageEntries;
  private final long pageBytes;
  private final PriorityQueue<PendingLog> pending =
      new PriorityQueue<>(Comparator.comparingLong(log -> log.next));

  // The session's lock guards it.
  private int generation;

  /// A log with entries this feed may need.
  private static final class PendingLog {
    final LogId id;
    final List<Audience.Span> spans;
    final Cursor stored;
    // Empty where nothing is read yet, or nothing any more.
    final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    long after;
    // The position of the next entry.
    long next;
    // Whether the session needs nothing before `after`, so that a gap in the log doesn't matter to
    // it.
    boolean mayJumpGap;

    PendingLog(LogId id, List<Audience.Span> spans, Cursor stored, long after, boolean mayJumpGap) {
      this.id = id;
      this.spans = spans;
      this.stored = stored;
      this.after = after;
      this.mayJumpGap = mayJumpGap;
    }

    boolean shows(Entry entry) {
      for (Audience.Span span : spans) {
        if (span.shows(entry.position())) {
          return true;
        }
      }
      return false;
    }

    boolean mayShowMore() {
      for (Audience.Span span : spans) {
        if (span.until() > after) {
          return true;
        }
      }
      return false;
    }
  }

  /// Looks which logs hold something. May wait for the store and the database.
  Pass(LogStore store, Audience audience, PushEncoder encoder, Feed feed) {
    this.store = store;
    this.encoder = encoder;
    this.feed = feed;
    this.cursors = feed.cursors();
    boolean late;
    synchronized (cursors) {
      this.generation = feed.generation();
      late = feed.startsLate();
    }
    // Before looking at any log: what is committed after this is announced to the feed. Also before
    // asking for the spans: they may be outdated beyond it. Once they are not, the feed reads the
    // rest.
    this.began = audience.settled(cursors.user(), store.horizon());
    List<PendingLog> all = begin(visible(audience));
    if (late) {
      keepWhatIsHidden(all);
    }
    List<PendingLog> open = all.stream().filter(PendingLog::mayShowMore).toList();
    long[] first = first(open, open.stream().mapToLong(log -> log.after));
    for (int i = 0; i < first.length; i++) {
      // Later ones are announced; taken from here they could overtake those of another log.
      if (first[i] > 0 && first[i] <= began) {
        open.get(i).next = first[i];
        pending.add(open.get(i));
      }
    }
    int logs = Math.max(1, pending.size());
    this.pageEntries = Math.clamp(MOST_HELD / logs, 4, 256);
    this.pageBytes = MOST_BYTES_HELD / logs;
  }

  private Map<LogId, List<Audience.Span>> visible(Audience audience) {
    Map<LogId, List<Audience.Span>> visible = new HashMap<>();
    for (Audience.Span span : audience.spans(cursors.user())) {
      visible.computeIfAbsent(span.log(), log -> new ArrayList<>(1)).add(span);
    }
    LogId mailbox = LogId.mailbox(cursors.session());
    visible.put(mailbox, List.of(new Audience.Span(mailbox, 0, Long.MAX_VALUE)));
    return visible;
  }

  private List<PendingLog> begin(Map<LogId, List<Audience.Span>> visible) {
    // All at once; those in memory are newer.
    Map<LogId, Cursor> stored = store.cursors(cursors.session());
    List<PendingLog> all = new ArrayList<>(visible.size());
    synchronized (cursors) {
      visible.forEach((log, spans) -> {
        var held = cursors.cursor(log);
        Cursor cursor =
            held.or(() -> Optional.ofNullable(stored.get(log)))
                .orElseGet(() -> cursors.beginning(spans));
        long start = feed.start(log, cursor.through());
        boolean mayJumpGap =
            start == cursor.through() || (held.isEmpty() && start == feed.horizon());
        all.add(new PendingLog(log, spans, cursor, start, mayJumpGap));
      });
    }
    return all;
  }

  /// An offset hides entries but doesn't acknowledge them: keeps the cursors of their logs.
  private void keepWhatIsHidden(List<PendingLog> all) {
    long[] first = first(all, all.stream().mapToLong(log -> log.stored.through()));
    synchronized (cursors) {
      for (int i = 0; i < first.length; i++) {
        if (first[i] > 0) {
          cursors.loaded(all.get(i).id, all.get(i).stored);
        }
      }
    }
  }

  private long[] first(List<PendingLog> logs, LongStream after) {
    return store.firstAfter(logs.stream().map(log -> log.id).toList(), after.toArray());
  }

  /// Reads the next entries of a log, and queues it if there are some.
  private void fill(PendingLog log) {
    for (Entry entry : readPage(log)) {
      if (entry.position() > began) {
        break;
      }
      log.entries.add(entry);
    }
    if (!log.entries.isEmpty()) {
      log.next = log.entries.element().position();
      pending.add(log);
    }
  }

  /// A damaged log must not keep a session from its other ones.
  private List<Entry> readPage(PendingLog log) {
    try {
      return store.read(log.id, log.after, pageEntries, pageBytes);
    } catch (UnreadableLog damaged) {
      LOG.error(
          "Session {} does not get all of log {}: {}",
          cursors.session(),
          log.id.uuid(),
          LoggedFault.sentence(damaged));
      return List.of();
    }
  }

  /// Takes the next entries to the feed. May wait for the store.
  Progress step() {
    for (int i = 0; i < MOST_A_STEP; i++) {
      PendingLog next = pending.peek();
      if (next == null) {
        synchronized (cursors) {
          feed.caughtUp(generation, began);
        }
        return Progress.ENDED;
      }
      if (next.entries.isEmpty()) {
        pending.remove();
        fill(next);
      } else if (bring(next)) {
        advance();
      } else {
        // Another thread may have this pass already.
        return Progress.ENDED;
      }
    }
    return Progress.MORE;
  }

  /// Answers whether the feed has no further need of the entry.
  private boolean bring(PendingLog next) {
    Entry entry = next.entries.element();
    boolean visible = next.shows(entry) && !isInMailbox(entry, next);
    synchronized (cursors) {
      cursors.loaded(next.id, next.stored);
      if (next.mayJumpGap) {
        cursors.skipTo(next.id, entry.previous());
        next.mayJumpGap = false;
      }
      Announced announced = new Announced(entry, Source.BACKLOG, encoder);
      return feed.offerBacklog(this, generation, announced, visible) == Feed.NextOffered.DONE;
    }
  }

  /// Whether the session gets the message of this entry from its mailbox. The notice of a removal
  /// stands there, too, and the removed user may have come back before it was written. Only the
  /// server puts a message into both, and only for somebody who had left.
  private boolean isInMailbox(Entry entry, PendingLog in) {
    return in.spans.size() > 1
        && entry.message().session().isEmpty()
        && logs(entry).contains(LogId.mailbox(cursors.session()));
  }

  private List<LogId> logs(Entry entry) {
    try {
      return store.find(entry.message().id()).map(Indexed::logs).orElse(List.of());
    } catch (UnreadableLog damaged) {
      // Twice is better than never.
      LOG.error(
          "Session {} may get message {} twice: {}",
          cursors.session(),
          entry.message().id(),
          LoggedFault.sentence(damaged));
      return List.of();
    }
  }

  /// Takes out the entry that was brought.
  private void advance() {
    PendingLog log = pending.remove();
    log.after = log.entries.remove().position();
    if (log.entries.isEmpty()) {
      fill(log);
    } else {
      log.next = log.entries.element().position();
      pending.add(log);
    }
  }

  /// Keeps only where it stands, for as long as nobody asks for more. The session's lock is held.
  void suspend() {
    assert Thread.holdsLock(cursors);
    pending.forEach(log -> log.entries.clear());
  }

  /// About what it takes while it is kept.
  long bytes() {
    return (long) BYTES_A_LOG * pending.size();
  }

  /// Continues for a feed that has room again. The session's lock is held.
  void continueAs(int generation) {
    assert Thread.holdsLock(cursors);
    this.generation = generation;
  }
}
