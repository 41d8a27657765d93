package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.id.MessageId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides which entries of its session's logs one connection gets, and when: the state machine of
/// delivery. It opens no socket, starts no thread and reads no clock; its {@link SessionCursors}'s
/// lock guards all of it.
///
/// ```
///         listPending()             the pass found the end
///  SILENT ──────────► DRAINING ──────────────────────────► LIVE
///                     ▲   │  ▲ an announcement is missing   │ │
///      resume(),      │   │  └───────────────────────────────┘ │
///      acknowledged   │   │ window full or socket slow         │ the same
///                     │   ▼                                    │
///                     └─ PAUSED ◄──────────────────────────────┘
/// ```
///
/// It remembers its `horizon` (in every log, everything up to there was pushed to it or
/// acknowledged) and, per log, how far beyond that it `reached`. The log is the queue: entries that
/// can't be pushed now are read from there later, so nothing grows with a slow reader and nothing
/// is dropped.
public final class Feed {

  enum State {
    SILENT,
    DRAINING,
    PAUSED,
    LIVE,
    CLOSED;

    boolean mayBecome(State next) {
      return switch (next) {
        case SILENT -> false;
        case DRAINING -> this != CLOSED;
        case PAUSED -> this == DRAINING || this == LIVE;
        case LIVE -> this == DRAINING;
        case CLOSED -> true;
      };
    }
  }

  /// The delivery that a feed belongs to. Called under the lock; no call waits.
  interface Host {
    /// Starts reading the logs for this feed, on another thread, with {@link Pass}.
    void drain(Feed feed);

    void began(State first);

    void became(State before, State now);

    /// An entry went to the socket. Some of the pushes of a large group are not told.
    ///
    /// @param nanos the time since it was durable
    void pushed(long nanos);
  }

  /// The result of offering the next entry of a pass.
  enum NextOffered {
    DONE,
    NO_ROOM,
    OUTDATED
  }

  /// How the client seems to be, after the last look at its window.
  private enum Silence {
    HEARD,
    SUSPECTED,
    NAMED
  }

  /// At most this many announcements wait for a pass to end; beyond that another pass is cheaper.
  private static final int MOST_QUEUED = 256;

  private final SessionCursors cursors;
  private final Outlet outlet;
  private final Window window;
  private final WindowBudget.WindowClaim keeping;
  private final Host host;

  private State state = State.SILENT;
  private long from;
  private long horizon;
  private int generation;
  private final Map<LogId, Long> reached = new HashMap<>(0);

  /// Announcements that came during the pass. They are pushed once it has found the end.
  private @Nullable ArrayDeque<Announced> queuedDuringPass;

  /// Whether entries came that the pass may not have read, and that are not queued.
  private boolean needsAnotherPass;

  /// Whether the feed is paused because its window was full, and not because of a slow socket.
  private boolean pausedByFullWindow;

  private @Nullable Pass suspended;

  private Silence silence = Silence.HEARD;
  private boolean acknowledgedSinceLook;

  /// @param keeping what a pass that waits for room may take of the node's memory
  Feed(
      SessionCursors cursors,
      Outlet outlet,
      Window window,
      WindowBudget.WindowClaim keeping,
      Host host) {
    this.cursors = cursors;
    this.outlet = outlet;
    this.window = window;
    this.keeping = keeping;
    this.host = host;
    host.began(state);
  }

  /// Every change of the state.
  private void become(State next) {
    assert Thread.holdsLock(cursors);
    assert state.mayBecome(next) : state + " to " + next;
    host.became(state, next);
    state = next;
  }

  SessionCursors cursors() {
    return cursors;
  }

  /// The client asks for what it missed: everything not acknowledged, or of that what stands at
  /// `from` or later. Asked again, it gets again what it still has not acknowledged.
  ///
  /// @param from microseconds; 0 for everything
  public void listPending(long from) {
    synchronized (cursors) {
      if (state == State.CLOSED) {
        return;
      }
      window.clear();
      reached.clear();
      dropSuspended();
      horizon = 0;
      this.from = from;
      startDraining();
    }
  }

  /// The outlet takes frames again.
  public void resume() {
    synchronized (cursors) {
      resumeIfRoomy();
    }
  }

  /// Ends the connection, because the feed can't read entries that it needs. A feed that waited
  /// forever would look like one with nothing to push.
  void fail() {
    outlet.failed();
  }

  void close() {
    become(State.CLOSED);
    window.clear();
    reached.clear();
    dropSuspended();
    queuedDuringPass = null;
  }

  int generation() {
    assert Thread.holdsLock(cursors);
    return generation;
  }

  boolean listening() {
    assert Thread.holdsLock(cursors);
    return state != State.SILENT && state != State.CLOSED;
  }

  Window window() {
    assert Thread.holdsLock(cursors);
    return window;
  }

  void pushFrame(byte[] frame) {
    outlet.pushFrame(frame);
  }

  boolean writable() {
    return outlet.writable();
  }

  // Live

  /// An entry that this session may see was just committed.
  void offerLive(Announced announced) {
    assert Thread.holdsLock(cursors);
    switch (state) {
      case LIVE -> deliverLive(announced);
      case DRAINING -> keepForLater(announced);
      case SILENT, PAUSED, CLOSED -> {} // the next pass reads it
    }
  }

  /// Entries that this session may see were not offered.
  void missLive() {
    assert Thread.holdsLock(cursors);
    switch (state) {
      case LIVE -> startDraining();
      case DRAINING -> needsAnotherPass = true;
      case SILENT, PAUSED, CLOSED -> {} // the next pass reads them
    }
  }

  private void deliverLive(Announced announced) {
    Entry entry = announced.entry();
    if (has(entry.log(), entry.position())) {
      return;
    }
    if (!has(entry.log(), entry.previous())) {
      startDraining();
      return;
    }
    boolean elsewhere = announced.isInMailboxOf(cursors.session());
    if (entry.erased() || cursors.wrote(entry) || elsewhere) {
      cursors.skip(entry);
      reached.put(entry.log(), entry.position());
      return;
    }
    if (window.full() || !outlet.writable()) {
      pause();
      return;
    }
    pushEntry(announced);
  }

  private void keepForLater(Announced announced) {
    if (queuedDuringPass == null) {
      queuedDuringPass = new ArrayDeque<>(4);
    }
    if (queuedDuringPass.size() < MOST_QUEUED) {
      queuedDuringPass.add(announced);
    } else {
      needsAnotherPass = true;
    }
  }

  private void pushEntry(Announced announced) {
    assert Thread.holdsLock(cursors);
    Entry entry = announced.entry();
    cursors.beginCursor(entry);
    window.add(
        entry.message().id(),
        new Window.Pushed(
            entry.log(),
            entry.previous(),
            entry.position(),
            entry.message().author().equals(cursors.user()),
            announced.spread()));
    reached.put(entry.log(), entry.position());
    outlet.pushFrame(announced.frame());
    if (announced.isTimedPush()) {
      host.pushed(System.nanoTime() - announced.since());
    }
  }

  /// Whether this feed needs the entry at `position` no more: it was pushed, or acknowledged, or is
  /// not asked for.
  private boolean has(LogId log, long position) {
    assert Thread.holdsLock(cursors);
    if (position <= horizon || position < from) {
      return true;
    }
    Long through = reached.get(log);
    return (through != null && position <= through) || cursors.has(log, position);
  }

  // Draining

  private void startDraining() {
    become(State.DRAINING);
    generation++;
    needsAnotherPass = false;
    queuedDuringPass = null;
    host.drain(this);
  }

  private void pause() {
    become(State.PAUSED);
    pausedByFullWindow = window.full();
    queuedDuringPass = null;
    // Room that was made between the check and here is not reported again.
    resumeIfRoomy();
  }

  private void resumeIfRoomy() {
    // After a full window half of it must be free, for reading the log again has its price. After a
    // slow socket any room will do: this client may acknowledge nothing before it has everything.
    boolean room = pausedByFullWindow ? window.roomy() : !window.full();
    if (state == State.PAUSED && room && outlet.writable()) {
      startDraining();
    }
  }

  /// Without memory for it another pass begins where this one would have continued: it looks at all
  /// logs again, and that is all.
  private void suspend(Pass pass) {
    assert Thread.holdsLock(cursors);
    pass.suspend();
    if (keeping.growTo(pass.bytes())) {
      suspended = pass;
    }
  }

  private void dropSuspended() {
    suspended = null;
    keeping.release();
  }

  /// The pass that stopped for lack of room: it continues where it stopped, with the current
  /// generation. Another pass after it reads the entries committed since it began.
  Optional<Pass> takeSuspended() {
    synchronized (cursors) {
      Optional<Pass> pass = Optional.ofNullable(suspended);
      dropSuspended();
      pass.ifPresent(it -> {
        it.continueAs(generation);
        needsAnotherPass = true;
      });
      return pass;
    }
  }

  /// From where a pass reads `log`.
  long start(LogId log, long acknowledgedThrough) {
    assert Thread.holdsLock(cursors);
    long start = Math.max(Math.max(acknowledgedThrough, horizon), from - 1);
    Long through = reached.get(log);
    return through == null ? start : Math.max(start, through);
  }

  /// Whether the client said that it holds what is older.
  boolean startsLate() {
    assert Thread.holdsLock(cursors);
    return from > 0;
  }

  long horizon() {
    assert Thread.holdsLock(cursors);
    return horizon;
  }

  /// A pass brings the next entry, in the order of positions. Without room it is suspended, and
  /// brings this entry again.
  NextOffered offerBacklog(Pass pass, int passGeneration, Announced announced, boolean visible) {
    assert Thread.holdsLock(cursors);
    if (passGeneration != generation || state != State.DRAINING) {
      return NextOffered.OUTDATED;
    }
    Entry entry = announced.entry();
    if (!visible || entry.erased() || cursors.wrote(entry)) {
      cursors.skip(entry);
      reached.put(entry.log(), entry.position());
      return NextOffered.DONE;
    }
    if (has(entry.log(), entry.position())) {
      reached.merge(entry.log(), entry.position(), Math::max);
      return NextOffered.DONE;
    }
    if (window.full() || !outlet.writable()) {
      suspend(pass);
      pause();
      return NextOffered.NO_ROOM;
    }
    pushEntry(announced);
    return NextOffered.DONE;
  }

  /// A pass has found the end of every log.
  ///
  /// @param read up to here, in every log that the session may see
  void caughtUp(int passGeneration, long read) {
    assert Thread.holdsLock(cursors);
    if (passGeneration != generation || state != State.DRAINING) {
      return;
    }
    horizon = Math.max(horizon, read);
    reached.values().removeIf(position -> position <= horizon);
    if (needsAnotherPass) {
      startDraining();
      return;
    }
    become(State.LIVE);
    ArrayDeque<Announced> waiting = queuedDuringPass;
    queuedDuringPass = null;
    while (waiting != null && !waiting.isEmpty() && state == State.LIVE) {
      deliverLive(waiting.poll());
    }
  }

  // Acknowledging

  Optional<Window.Pushed> acknowledgePushed(MessageId id) {
    assert Thread.holdsLock(cursors);
    Optional<Window.Pushed> removed = window.remove(id);
    if (removed.isPresent()) {
      acknowledgedSinceLook = true;
      resumeIfRoomy();
    }
    return removed;
  }

  /// Looks whether the client has stopped acknowledging: most of its window is full, and nothing of
  /// it was acknowledged since the look before. True once, until the window has emptied again. A
  /// client that reads a long backlog fills its window too, but acknowledges meanwhile.
  boolean fellSilent() {
    assert Thread.holdsLock(cursors);
    boolean quiet = !acknowledgedSinceLook;
    acknowledgedSinceLook = false;
    if (window.roomy()) {
      silence = Silence.HEARD;
      return false;
    }
    boolean crowded = window.crowded() || (state == State.PAUSED && pausedByFullWindow);
    if (!crowded || silence == Silence.NAMED) {
      return false;
    }
    boolean fell = silence == Silence.SUSPECTED && quiet;
    silence = fell ? Silence.NAMED : Silence.SUSPECTED;
    return fell;
  }
}
