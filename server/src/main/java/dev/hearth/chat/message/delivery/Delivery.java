package dev.hearth.chat.message.delivery;

import dev.hearth.chat.directory.door.MembershipListener;
import dev.hearth.chat.message.log.Appender;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Receipt;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings entries to sessions. Hears of every commit from the {@link Appender} and announces it to
/// the sessions that may see it; reads the log for sessions that missed something. Any thread may
/// call it.
public final class Delivery implements Appender.Listener, MembershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final LogStore store;
  private final Audience audience;
  private final Audience audienceInMemory;
  private final PushEncoder encoder;
  private final OpenSessions openSessions;
  private final Executor workers;
  private final DeliveryMeters meters;
  private final int window;
  private final WindowBudget windows;
  private final WaitingAnnouncements waiting;
  private final Feed.Host feeds =
      new Feed.Host() {
        @Override
        public void drain(Feed feed) {
          Delivery.this.drain(feed);
        }

        @Override
        public void began(Feed.State first) {
          meters.began(first);
        }

        @Override
        public void became(Feed.State before, Feed.State now) {
          meters.became(before, now);
        }

        @Override
        public void pushed(long nanos) {
          meters.pushed(nanos);
        }
      };

  /// @param workers runs what may wait for a store, such as virtual threads
  /// @param window how many pushes a connection may leave unacknowledged
  /// @param windows the memory for all of them
  public Delivery(
      LogStore store,
      Audience audience,
      PushEncoder encoder,
      OpenSessions openSessions,
      Executor workers,
      DeliveryMeters meters,
      int window,
      WindowBudget windows) {
    this.store = store;
    this.audience = audience;
    this.audienceInMemory = audience.inMemory();
    this.encoder = encoder;
    this.openSessions = openSessions;
    this.workers = workers;
    this.meters = meters;
    this.window = window;
    this.windows = windows;
    this.waiting =
        new WaitingAnnouncements(
            workers, announced -> offer(audience, announced), openSessions::missLive);
  }

  // Connections

  /// A session connected. Nothing is pushed before the feed is asked to {@link Feed#listPending}.
  ///
  /// @param since when the session was made, in microseconds
  public Feed connect(UserId user, SessionId session, long since, Outlet outlet) {
    SessionCursors cursors = openSessions.acquire(user, session, since);
    Feed feed =
        new Feed(
            cursors, outlet, new Window(window, windows.claim(user)), windows.claim(user), feeds);
    cursors.add(feed);
    return feed;
  }

  /// Hands the feed's session back; the caller writes its {@link SessionCursors#moves} first.
  void disconnect(Feed feed) {
    feed.cursors().remove(feed);
    openSessions.release(feed.cursors());
  }

  /// Limits a client's offset: it never hides entries that are still to come or that belong to the
  /// log's epoch. An offset may be from before the log was restored, under a clock that was ahead.
  public long clampOffset(long offset) {
    long most = store.epoch() > 0 ? store.epoch() : store.horizon();
    return Math.clamp(offset, 0, most);
  }

  /// Names the sessions in the log whose clients have stopped acknowledging since the look before,
  /// while their windows still have some room. Such a client gets nothing more once its window is
  /// full, and to its developer that looks like a broken server.
  public void nameSilent() {
    for (SessionId session : openSessions.sessions()) {
      openSessions.find(session).ifPresent(this::nameSilent);
    }
  }

  private void nameSilent(SessionCursors cursors) {
    cursors
        .findSilence()
        .ifPresent(unacknowledged -> {
          meters.fellSilent();
          LOG.warn(
              "User {}, session {} has stopped acknowledging: {} messages wait for that, and after"
                  + " {} it gets no more. A client acknowledges each message that it gets",
              cursors.user(),
              cursors.session(),
              unacknowledged,
              window);
        });
  }

  // Announcing

  @Override
  public void committed(List<Entry> entries, List<Receipt> receipts) {
    meters.committed(entries.size());
    for (int from = 0; from < entries.size(); ) {
      int to = from + 1;
      while (to < entries.size() && isOneMessage(entries.get(from), entries.get(to))) {
        to++;
      }
      announceMessage(entries.subList(from, to));
      from = to;
    }
    for (Receipt receipt : receipts) {
      announceReceipt(receipt);
    }
  }

  private static boolean isOneMessage(Entry one, Entry other) {
    return one.message().id().equals(other.message().id());
  }

  /// @param entries of one message, one for each of its logs
  private void announceMessage(List<Entry> entries) {
    Set<LogId> mailboxes =
        entries.size() == 1
            ? Set.of()
            : entries.stream()
                .filter(entry -> !isInConversationLog(entry))
                .map(Entry::log)
                .collect(Collectors.toSet());
    for (Entry entry : entries) {
      announceEntry(
          new Announced(
              entry, Source.LIVE, encoder, isInConversationLog(entry) ? mailboxes : Set.of()));
    }
  }

  private void announceEntry(Announced announced) {
    if (waiting.addBehindOthers(announced)) {
      return;
    }
    try {
      offer(audienceInMemory, announced);
    } catch (NotInMemory _) {
      waiting.addFirst(announced);
    }
  }

  private void offer(Audience members, Announced announced) {
    Entry entry = announced.entry();
    if (isInConversationLog(entry)) {
      offerToMembers(members, entry, new Crowd(openSessions, announced, workers));
    } else {
      openSessions
          .find(new SessionId(entry.log().uuid()))
          .ifPresent(cursors -> cursors.offerLive(announced));
    }
  }

  private static void offerToMembers(Audience members, Entry entry, Crowd crowd) {
    var conversation = entry.message().conversation();
    if (!members.forEachMemberAt(conversation, entry.position(), crowd)) {
      LOG.warn("Conversation {} has an entry but is not known", conversation);
    }
    crowd.offerToRest();
  }

  /// The answer of {@link Audience#forEachMemberAt} may be outdated about this user from here on.
  /// So they get nothing live: not from the conversation that they come to or leave, and not from
  /// elsewhere, because that could overtake it.
  @Override
  public void unsettled(UserId user) {
    openSessions.unsettle(user);
  }

  /// Now the user's sessions read the entries that were kept from them.
  @Override
  public void settled(UserId user) {
    openSessions.settle(user);
  }

  private void announceReceipt(Receipt receipt) {
    List<SessionCursors> online = openSessions.of(receipt.author());
    if (online.isEmpty()) {
      return;
    }
    byte[] frame = encoder.encodeReceipt(receipt);
    for (SessionCursors cursors : online) {
      meters.receipted(cursors.pushReceipt(frame));
    }
  }

  private static boolean isInConversationLog(Entry entry) {
    return entry.log().uuid().equals(entry.message().conversation().uuid());
  }

  // Draining

  private void drain(Feed feed) {
    meters.drained();
    read(feed, () -> step(feed, pass(feed)));
  }

  /// The reading that found no more room for what it brought, or a new one.
  private Pass pass(Feed feed) {
    return feed.takeSuspended().orElseGet(() -> new Pass(store, audience, encoder, feed));
  }

  private void step(Feed feed, Pass pass) {
    if (pass.step() == Pass.Progress.MORE) {
      read(feed, () -> step(feed, pass));
    }
  }

  private void read(Feed feed, Runnable reading) {
    workers.execute(() -> {
      try {
        reading.run();
      } catch (RuntimeException e) {
        LOG.error(
            "Session {} can't be given what it missed",
            feed.cursors().session(),
            LoggedFault.of(e));
        feed.fail();
      }
    });
  }
}
