package dev.hearth.chat.delivery;

import dev.hearth.chat.log.Cursor;
import dev.hearth.chat.log.Entry;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// One reading of all that a feed still needs from its session's logs, merged by position. It waits
/// for the store, so it runs on a thread of its own; one that was overtaken by another ends by
/// itself.
final class Pass {
  enum Outcome {
    MORE,
    ENDED
  }

  /// How many entries a pass holds at most, over all logs, and takes under one hold of the lock.
  private static final int MOST_HELD = 1_024;

  /// How many bytes of payload, over all logs, but for one entry each.
  private static final long MOST_BYTES_HELD = 4 << 20;

  private static final int MOST_A_STEP = 64;

  private final LogStore store;
  private final PushEncoder encoder;
  private final Feed feed;
  private final Reader reader;
  private final int generation;
  private final long began;
  private final int page;
  private final long pageBytes;
  private final PriorityQueue<Unread> unread =
      new PriorityQueue<>(Comparator.comparingLong(Unread::position));

  /// A log with entries this feed may need.
  private static final class Unread {
    final LogId log;
    final List<Audience.Span> spans;
    final Cursor stored;
    final ArrayDeque<Entry> page = new ArrayDeque<>();
    long after;
    // Whether the session needs nothing before `after`, so that a gap in the log is no gap to it.
    boolean settled;

    Unread(LogId log, List<Audience.Span> spans, Cursor stored, long after, boolean settled) {
      this.log = log;
      this.spans = spans;
      this.stored = stored;
      this.after = after;
      this.settled = settled;
    }

    long position() {
      return page.element().position();
    }

    boolean visible(Entry entry) {
      for (Audience.Span span : spans) {
        if (span.shows(entry.position())) {
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
    this.reader = feed.reader();
    synchronized (reader) {
      this.generation = feed.generation();
    }
    // Before looking at any log: what is committed after this is announced to the feed.
    this.began = store.horizon();
    Map<LogId, List<Audience.Span>> visible = new HashMap<>();
    for (Audience.Span span : audience.spans(reader.user())) {
      visible.computeIfAbsent(span.log(), log -> new ArrayList<>(1)).add(span);
    }
    LogId mailbox = LogId.mailbox(reader.session());
    visible.put(mailbox, List.of(new Audience.Span(mailbox, 0, Long.MAX_VALUE)));
    List<Unread> found = new ArrayList<>();
    visible.forEach((log, spans) -> {
      Unread candidate = begin(log, spans);
      long head = store.head(log);
      if (feed.startsLate() && head > candidate.stored.through()) {
        // What an offset hides is not acknowledged by that.
        synchronized (reader) {
          reader.loaded(log, candidate.stored);
        }
      }
      if (head > candidate.after && somethingVisible(spans, candidate.after)) {
        found.add(candidate);
      }
    });
    int logs = Math.max(1, found.size());
    this.page = Math.clamp(MOST_HELD / logs, 4, 256);
    this.pageBytes = MOST_BYTES_HELD / logs;
    found.forEach(this::fill);
  }

  private Unread begin(LogId log, List<Audience.Span> spans) {
    synchronized (reader) {
      var held = reader.cursor(log);
      if (held.isPresent()) {
        long through = held.get().through();
        long start = feed.start(log, through);
        return new Unread(log, spans, held.get(), start, start == through);
      }
    }
    Cursor stored = store.cursor(reader.session(), log).orElseGet(() -> reader.beginning(spans));
    synchronized (reader) {
      long start = feed.start(log, stored.through());
      boolean settled = start == stored.through() || start == feed.horizon();
      return new Unread(log, spans, stored, start, settled);
    }
  }

  private static boolean somethingVisible(List<Audience.Span> spans, long after) {
    for (Audience.Span span : spans) {
      if (span.until() > after) {
        return true;
      }
    }
    return false;
  }

  private void fill(Unread log) {
    for (Entry entry : store.read(log.log, log.after, page, pageBytes)) {
      // Later ones are announced; taken from here they could overtake those of another log.
      if (entry.position() > began) {
        break;
      }
      log.page.add(entry);
    }
    if (!log.page.isEmpty()) {
      log.after = log.page.getLast().position();
      unread.add(log);
    }
  }

  /// Takes the next entries to the feed. May wait for the store.
  Outcome step() {
    for (int i = 0; i < MOST_A_STEP; i++) {
      Unread next = unread.poll();
      if (next == null) {
        synchronized (reader) {
          feed.caughtUp(generation, began);
        }
        return Outcome.ENDED;
      }
      Entry entry = next.page.remove();
      synchronized (reader) {
        reader.loaded(next.log, next.stored);
        if (next.settled) {
          reader.skipTo(next.log, entry.previous());
          next.settled = false;
        }
        Announced announced = new Announced(entry, Source.BACKLOG, encoder);
        if (feed.drained(generation, announced, next.visible(entry)) != Feed.Taken.GONE_ON) {
          return Outcome.ENDED;
        }
      }
      if (next.page.isEmpty()) {
        fill(next);
      } else {
        unread.add(next);
      }
    }
    return Outcome.MORE;
  }
}
