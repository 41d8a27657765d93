package dev.hearth.chat.message.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.CursorMove;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One session as delivery knows it while it is connected or acknowledges: its cursors, and a feed
/// for each of its connections. Any thread may call the synchronized methods; the others need the
/// session's lock. Nothing waits under the lock.
///
/// Of a log that is not among `cursors`, this session has everything up to the horizon of each live
/// feed.
final class SessionCursors {
  /// The result of handing moves and acknowledgements to the log.
  enum Handed {
    NOTHING,
    TAKEN,
    /// The log is busy, or closing. The hold of the caller is kept until it is written.
    LATE,
    /// As before; another hold is kept for it already.
    LATE_AGAIN
  }

  /// At most this many announcements are held; entries beyond them are read from the log.
  private static final int MOST_HELD = 256;

  private final UserId user;
  private final SessionId session;
  private final long since;
  private final Map<LogId, Cursor> cursors = new HashMap<>(0);
  private final Set<LogId> movedLogs = new HashSet<>(0);

  @GuardedBy("this")
  private List<Feed> feeds = List.of();

  // Idle sessions are many; they carry none.
  @GuardedBy("this")
  private @Nullable ArrayDeque<Announced> held;

  /// Whether there were more announcements than may be held.
  @GuardedBy("this")
  private boolean heldOverflowed;

  /// How many changes of the user's memberships are under way.
  @GuardedBy("this")
  private int unsettled;

  // The acknowledgements that could not be handed to the log yet, and whether this stays among the
  // open sessions for them.
  @GuardedBy("this")
  private List<Acknowledged> unwrittenAcknowledgements = List.of();

  @GuardedBy("this")
  private boolean late;

  /// @param since when the session was made, in microseconds: what is older is not for it
  SessionCursors(UserId user, SessionId session, long since) {
    this.user = user;
    this.session = session;
    this.since = since;
  }

  UserId user() {
    return user;
  }

  SessionId session() {
    return session;
  }

  // Connections

  synchronized void add(Feed feed) {
    List<Feed> more = new ArrayList<>(feeds);
    more.add(feed);
    feeds = List.copyOf(more);
  }

  synchronized void remove(Feed feed) {
    feed.close();
    feeds = feeds.stream().filter(other -> other != feed).toList();
  }

  synchronized void offerLive(Announced announced) {
    if (held == null) {
      offerToFeeds(announced);
    } else {
      keepHeldBack(announced);
    }
  }

  /// Offers `announced` at the next {@link #offerHeldBack}, and after it the announcements that
  /// come until then: a client that gets a later message must have the earlier ones.
  synchronized void holdBack(Announced announced) {
    if (held == null) {
      held = new ArrayDeque<>(4);
    }
    keepHeldBack(announced);
  }

  /// Offers what was held.
  synchronized void offerHeldBack() {
    ArrayDeque<Announced> waiting = held;
    held = null;
    while (waiting != null && !waiting.isEmpty()) {
      offerToFeeds(waiting.poll());
    }
    if (heldOverflowed) {
      heldOverflowed = false;
      feeds.forEach(Feed::missLive);
    }
  }

  /// Lets the feeds read entries that were not offered.
  synchronized void missLive() {
    feeds.forEach(Feed::missLive);
  }

  /// From now on nothing is offered, until {@link #settle} was called as often.
  synchronized void unsettle() {
    unsettled++;
  }

  /// Lets the feeds read the entries that were not offered. They read no further than the beginning
  /// of another change that is still under way.
  synchronized void settle() {
    assert unsettled > 0;
    unsettled--;
    feeds.forEach(Feed::missLive);
  }

  @GuardedBy("this")
  private void keepHeldBack(Announced announced) {
    assert Thread.holdsLock(this);
    if (held != null && held.size() < MOST_HELD) {
      held.add(announced);
    } else {
      heldOverflowed = true;
    }
  }

  @GuardedBy("this")
  private void offerToFeeds(Announced announced) {
    assert Thread.holdsLock(this);
    if (unsettled > 0) {
      return;
    }
    for (Feed feed : feeds) {
      feed.offerLive(announced);
    }
  }

  /// Sends what is not kept for later, such as a receipt, to every connection that listens and
  /// takes it.
  synchronized int pushReceipt(byte[] frame) {
    int pushed = 0;
    for (Feed feed : feeds) {
      if (feed.listening() && feed.writable()) {
        feed.pushFrame(frame);
        pushed++;
      }
    }
    return pushed;
  }

  /// How many messages wait for a client that has stopped acknowledging since the look before:
  /// {@link Feed#fellSilent}.
  synchronized OptionalInt findSilence() {
    // Each of them is looked at.
    return feeds.stream().filter(Feed::fellSilent).mapToInt(feed -> feed.window().size()).max();
  }

  // Cursors

  boolean wrote(Entry entry) {
    Optional<SessionId> author = entry.message().session();
    return author.isPresent() && author.get().equals(session);
  }

  boolean has(LogId log, long position) {
    assert Thread.holdsLock(this);
    Cursor cursor = cursors.get(log);
    return cursor != null && cursor.has(position);
  }

  Optional<Cursor> cursor(LogId log) {
    assert Thread.holdsLock(this);
    return Optional.ofNullable(cursors.get(log));
  }

  /// The cursor of a session that never acknowledged anything of a log of which it may see `spans`.
  Cursor beginning(List<Audience.Span> spans) {
    long first = Long.MAX_VALUE;
    for (Audience.Span span : spans) {
      first = Math.min(first, span.since());
    }
    return Cursor.at(Math.max(Math.max(first, since), 1) - 1);
  }

  /// Takes up a cursor that was read from the store, unless a newer one is here.
  Cursor loaded(LogId log, Cursor stored) {
    assert Thread.holdsLock(this);
    return cursors.computeIfAbsent(log, absent -> stored);
  }

  /// `entry` is about to be pushed. A log without a cursor here holds nothing else to acknowledge,
  /// or the feed that pushes would have found it.
  void beginCursor(Entry entry) {
    assert Thread.holdsLock(this);
    cursors.computeIfAbsent(entry.log(), absent -> Cursor.at(entry.previous()));
  }

  /// `entry` needs no acknowledgement: the session wrote it or may not see it, or it was taken
  /// back.
  void skip(Entry entry) {
    beginCursor(entry);
    moveCursor(entry.log(), entry.previous(), entry.position());
  }

  /// The log holds nothing before `position` that the session still needs.
  void skipTo(LogId log, long position) {
    assert Thread.holdsLock(this);
    Cursor cursor = cursors.get(log);
    if (cursor != null && position > cursor.through()) {
      move(log, cursor, cursor.skipTo(position));
    }
  }

  void moveCursor(LogId log, long previous, long position) {
    assert Thread.holdsLock(this);
    Cursor cursor = cursors.get(log);
    if (cursor == null) {
      throw new IllegalStateException("no cursor over " + log);
    }
    if (!cursor.has(position)) {
      move(log, cursor, cursor.acknowledge(previous, position));
    }
  }

  /// A cursor never goes back.
  private void move(LogId log, Cursor from, Cursor to) {
    assert to.through() >= from.through() : from + " to " + to;
    cursors.put(log, to);
    movedLogs.add(log);
  }

  /// Takes messages out of every connection's window and moves the cursors over them, if each of
  /// them is in a window; else it does nothing.
  ///
  /// @param acknowledgements each of another message
  /// @param each gets the messages that were taken, under the lock
  /// @return whether they were taken
  synchronized boolean acknowledgePushed(
      List<AcknowledgementRequest> acknowledgements,
      BiConsumer<AcknowledgementRequest, Window.Pushed> each) {
    for (AcknowledgementRequest request : acknowledgements) {
      if (!awaits(request.messageId())) {
        return false;
      }
    }
    for (AcknowledgementRequest request : acknowledgements) {
      each.accept(request, acknowledgePushed(request.messageId()));
    }
    return true;
  }

  @GuardedBy("this")
  private Window.Pushed acknowledgePushed(MessageId id) {
    Optional<Window.Pushed> pushed = Optional.empty();
    for (Feed feed : feeds) {
      Optional<Window.Pushed> taken = feed.acknowledgePushed(id);
      pushed = pushed.or(() -> taken);
    }
    Window.Pushed found = pushed.orElseThrow();
    moveCursor(found.log(), found.previous(), found.position());
    return found;
  }

  @GuardedBy("this")
  private boolean awaits(MessageId id) {
    assert Thread.holdsLock(this);
    for (Feed feed : feeds) {
      if (feed.window().holds(id)) {
        return true;
      }
    }
    return false;
  }

  /// Moves the cursor over an entry found in the store.
  synchronized void acknowledgeStored(Entry entry, Cursor stored) {
    loaded(entry.log(), stored);
    moveCursor(entry.log(), entry.previous(), entry.position());
  }

  // Writing

  /// Writes everything to the log that is not written yet: where cursors came to, and
  /// `acknowledgements`. The lock is held meanwhile, so that the log gets the moves in the order in
  /// which they were made.
  ///
  /// If the log refuses it, it stays here and is handed over with what comes later: cursors and
  /// acknowledgements together, so that no message counts as acknowledged whose author is never
  /// told.
  ///
  /// @param then runs once it is written; how many holds of this session end with it
  synchronized Handed writeCursors(
      LogWriter writer, List<Acknowledged> acknowledgements, IntConsumer then) {
    List<Acknowledged> all = joined(unwrittenAcknowledgements, acknowledgements);
    List<CursorMove> moves = moves();
    if (moves.isEmpty() && all.isEmpty()) {
      return Handed.NOTHING;
    }
    int holds = late ? 2 : 1;
    if (writer.writeCursors(moves, all, () -> then.accept(holds))) {
      unwrittenAcknowledgements = List.of();
      late = false;
      movedLogs.clear();
      return Handed.TAKEN;
    }
    unwrittenAcknowledgements = all;
    boolean first = !late;
    late = true;
    return first ? Handed.LATE : Handed.LATE_AGAIN;
  }

  /// How many acknowledgements wait for a log that was too busy.
  synchronized int unwrittenAcknowledgements() {
    return unwrittenAcknowledgements.size();
  }

  /// Ends the connections, so that their clients come back and ask again.
  synchronized void fail() {
    feeds.forEach(Feed::fail);
  }

  private List<CursorMove> moves() {
    assert Thread.holdsLock(this);
    if (movedLogs.isEmpty()) {
      return List.of();
    }
    List<CursorMove> moves = new ArrayList<>(movedLogs.size());
    for (LogId log : movedLogs) {
      Cursor cursor = cursors.get(log);
      if (cursor != null) {
        moves.add(new CursorMove(session, log, cursor));
      }
    }
    return moves;
  }

  private static List<Acknowledged> joined(List<Acknowledged> some, List<Acknowledged> more) {
    if (some.isEmpty()) {
      return more;
    }
    List<Acknowledged> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
