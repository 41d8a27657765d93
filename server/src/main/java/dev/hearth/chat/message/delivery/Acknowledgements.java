package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves the cursors when a session acknowledges, and tells the authors. Any thread may call it.
///
/// An acknowledgement is answered once the cursor is written, so an answered message is not pushed
/// again, not even after a crash. Exception: when the log is too busy or the disk is full, an
/// acknowledgement is answered before it is written, because clients repeat a refused one without
/// pause. If the process ends before the next flush, those messages come again.
///
/// An acknowledgement of an unknown, foreign or already acknowledged message changes nothing and is
/// answered like any other.
public final class Acknowledgements {
  /// Beyond this many acknowledgements of a session that the log was too busy for, no more are
  /// taken. Nothing is lost: the connection ends, its client comes back, and the messages come
  /// again.
  static final int MOST_UNWRITTEN = 1_000;

  private final Optional<StoredMessages> stored;
  private final OpenSessions openSessions;
  private final Delivery delivery;
  private final LogWriter writer;
  private final DeliveryMeters meters;

  /// A session's acknowledgements, before they are written. It holds the session's cursors.
  public static final class MovedCursors {
    private static final MovedCursors NOTHING = new MovedCursors(Optional.empty(), List.of());

    private final Optional<SessionCursors> held;
    private final List<Acknowledged> news;

    private MovedCursors(Optional<SessionCursors> held, List<Acknowledged> news) {
      this.held = held;
      this.news = news;
    }
  }

  public Acknowledgements(
      LogStore store,
      Audience audience,
      OpenSessions openSessions,
      Delivery delivery,
      LogWriter writer,
      DeliveryMeters meters) {
    this(Optional.of(new StoredMessages(store, audience)), openSessions, delivery, writer, meters);
  }

  private Acknowledgements(
      Optional<StoredMessages> stored,
      OpenSessions openSessions,
      Delivery delivery,
      LogWriter writer,
      DeliveryMeters meters) {
    this.stored = stored;
    this.openSessions = openSessions;
    this.delivery = delivery;
    this.writer = writer;
    this.meters = meters;
  }

  /// The same, for threads that never wait: it has only the messages that were pushed and are still
  /// open.
  public Acknowledgements inMemory() {
    return new Acknowledgements(Optional.empty(), openSessions, delivery, writer, meters);
  }

  /// Acknowledges for one session: {@link #moveCursors}, then {@link #writeCursors}.
  ///
  /// @param since when the session was made, in microseconds
  /// @param then runs once it is written, on the log's thread, or at once where there was nothing
  ///   to write
  public void acknowledge(
      UserId user,
      SessionId session,
      long since,
      List<AcknowledgementRequest> requests,
      Runnable then) {
    writeCursors(moveCursors(user, session, since, requests), then);
  }

  /// Moves the session's cursors. May wait for the store.
  ///
  /// @param since when the session was made, in microseconds
  /// @return for {@link #writeCursors}, which must be called once
  /// @throws NotInMemory when this is {@link #inMemory} and one of the messages is not; then
  ///   nothing was moved
  public MovedCursors moveCursors(
      UserId user, SessionId session, long since, List<AcknowledgementRequest> requests) {
    SessionCursors cursors = openSessions.acquire(user, session, since);
    if (cursors.unwrittenAcknowledgements() >= MOST_UNWRITTEN) {
      cursors.fail();
      openSessions.release(cursors);
      return MovedCursors.NOTHING;
    }
    try {
      return new MovedCursors(Optional.of(cursors), moveCursors(cursors, eachOnce(requests)));
    } catch (NotInMemory missing) {
      openSessions.release(cursors);
      throw missing;
    }
  }

  /// Writes what was taken.
  ///
  /// @param then runs once it is written, on the log's thread, or at once where there was nothing
  ///   to write
  public void writeCursors(MovedCursors moved, Runnable then) {
    moved.held.ifPresentOrElse(cursors -> writeCursors(cursors, moved.news, then), then);
  }

  /// A message that is named twice came as far as the furthest.
  private static List<AcknowledgementRequest> eachOnce(List<AcknowledgementRequest> requests) {
    if (requests.size() < 2) {
      return requests;
    }
    Map<MessageId, AcknowledgementRequest> furthest =
        LinkedHashMap.newLinkedHashMap(requests.size());
    for (AcknowledgementRequest request : requests) {
      furthest.merge(
          request.messageId(),
          request,
          (one, other) -> one.status().compareTo(other.status()) >= 0 ? one : other);
    }
    return List.copyOf(furthest.values());
  }

  private List<Acknowledged> moveCursors(
      SessionCursors cursors, List<AcknowledgementRequest> requests) {
    List<Acknowledged> news = new ArrayList<>(requests.size());
    if (acknowledgePushed(cursors, requests, news)) {
      return news;
    }
    StoredMessages all = stored.orElseThrow(() -> NotInMemory.SIGNAL);
    for (AcknowledgementRequest request : requests) {
      if (!acknowledgePushed(cursors, List.of(request), news)
          && all.acknowledgeStored(cursors, request.messageId())) {
        news.add(new Acknowledged(request.messageId(), cursors.user(), request.status()));
      }
    }
    return news;
  }

  /// Takes messages out of the session's windows: all of them, or none.
  private boolean acknowledgePushed(
      SessionCursors cursors, List<AcknowledgementRequest> requests, List<Acknowledged> news) {
    boolean taken =
        cursors.acknowledgePushed(
            requests,
            (request, pushed) -> {
              if (isNews(pushed, request)) {
                news.add(new Acknowledged(request.messageId(), cursors.user(), request.status()));
              }
            });
    if (taken) {
      meters.acknowledged(requests.size());
    }
    return taken;
  }

  private static boolean isNews(Window.Pushed pushed, AcknowledgementRequest request) {
    return !pushed.own()
        && (pushed.spread().isEmpty() || pushed.spread().get().raise(request.status()));
  }

  /// Writes what the log was too busy for, and what cursors moved without an acknowledgement: over
  /// messages that sessions themselves sent.
  public void flush() {
    for (SessionId session : openSessions.sessions()) {
      openSessions
          .acquire(session)
          .ifPresent(cursors -> writeCursors(cursors, List.of(), () -> {}));
    }
  }

  /// A connection is gone.
  public void disconnect(Feed feed) {
    openSessions
        .acquire(feed.cursors().session())
        .ifPresent(cursors -> writeCursors(cursors, List.of(), () -> {}));
    delivery.disconnect(feed);
  }

  private void writeCursors(SessionCursors held, List<Acknowledged> news, Runnable then) {
    SessionCursors.Handed handed =
        held.writeCursors(
            writer,
            news,
            holds -> {
              for (int i = 0; i < holds; i++) {
                openSessions.release(held);
              }
              then.run();
            });
    switch (handed) {
      case TAKEN -> {}
      case NOTHING -> {
        openSessions.release(held);
        then.run();
      }
      // We still answer, because clients repeat a refused acknowledgement without pause. The next
      // flush hands it over again; after a crash in between the messages come again.
      case LATE -> then.run();
      case LATE_AGAIN -> {
        openSessions.release(held);
        then.run();
      }
    }
  }
}
