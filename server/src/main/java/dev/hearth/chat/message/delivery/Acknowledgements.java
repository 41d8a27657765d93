package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.Acknowledged;
import dev.hearth.chat.message.log.Cursor;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.Indexed;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves the cursors when a session acknowledges, and tells the authors. Any thread may call it.
///
/// An acknowledgement is answered once the cursor is written, so an answered message is not pushed
/// again, not even after a crash. An acknowledgement of an unknown, foreign or already acknowledged
/// message changes nothing and is answered like any other.
public final class Acknowledgements {
  /// Beyond this many words of a session that the log was too busy for, no more are taken. Nothing
  /// is lost: the connection ends, its client comes back, and the messages come again.
  static final int MOST_UNSAID = 1_000;

  private final LogStore store;
  private final Audience audience;
  private final Readers readers;
  private final Delivery delivery;
  private final LogWriter writer;
  private final DeliveryMeters meters;

  public Acknowledgements(
      LogStore store,
      Audience audience,
      Readers readers,
      Delivery delivery,
      LogWriter writer,
      DeliveryMeters meters) {
    this.store = store;
    this.audience = audience;
    this.readers = readers;
    this.delivery = delivery;
    this.writer = writer;
    this.meters = meters;
  }

  /// Whether all of these were pushed to the session and are still open, so that {@link
  /// #acknowledge} has no need of the store.
  public boolean atHand(SessionId session, List<AcknowledgementRequest> words) {
    Optional<Reader> reader = readers.find(session);
    if (reader.isEmpty()) {
      return false;
    }
    for (AcknowledgementRequest word : words) {
      if (!reader.get().awaits(word.messageId())) {
        return false;
      }
    }
    return true;
  }

  /// Acknowledges for one session. May wait for the store unless all are {@link #atHand}.
  ///
  /// @param since when the session was made, in microseconds
  /// @param then runs once it is written, on the log's thread, or at once where there was nothing
  ///   to write
  public void acknowledge(
      UserId user,
      SessionId session,
      long since,
      List<AcknowledgementRequest> words,
      Runnable then) {
    Reader reader = readers.hold(user, session, since);
    if (reader.unsaid() >= MOST_UNSAID) {
      reader.fail();
      readers.release(reader);
      then.run();
      return;
    }
    List<Acknowledged> news = new ArrayList<>(words.size());
    int moved = 0;
    for (AcknowledgementRequest word : words) {
      Optional<Window.Pushed> pushed = reader.acknowledge(word.messageId());
      if (pushed.isPresent()) {
        moved++;
        if (isNews(pushed.get(), word)) {
          news.add(new Acknowledged(word.messageId(), user, word.status()));
        }
      } else {
        acknowledgeStored(reader, word, news);
      }
    }
    meters.acknowledged(moved);
    write(reader, news, then);
  }

  private static boolean isNews(Window.Pushed pushed, AcknowledgementRequest word) {
    return !pushed.own()
        && (pushed.spread().isEmpty() || pushed.spread().get().raise(word.status()));
  }

  /// Writes what the log was too busy for, and what cursors moved without anybody's word: over
  /// messages that sessions themselves sent.
  public void flush() {
    for (SessionId session : readers.sessions()) {
      readers.hold(session).ifPresent(reader -> write(reader, List.of(), () -> {}));
    }
  }

  /// A connection is gone.
  public void disconnect(Feed feed) {
    readers.hold(feed.reader().session()).ifPresent(reader -> write(reader, List.of(), () -> {}));
    delivery.disconnect(feed);
  }

  private void write(Reader held, List<Acknowledged> news, Runnable then) {
    Reader.Handed handed =
        held.handOver(
            writer,
            news,
            holds -> {
              for (int i = 0; i < holds; i++) {
                readers.release(held);
              }
              then.run();
            });
    switch (handed) {
      case TAKEN -> {}
      case NOTHING -> {
        readers.release(held);
        then.run();
      }
      // We still answer, because clients repeat a refused acknowledgement without pause. The next
      // flush hands it over again; after a crash in between the messages come again.
      case LATE -> then.run();
      case LATE_AGAIN -> {
        readers.release(held);
        then.run();
      }
    }
  }

  private void acknowledgeStored(
      Reader reader, AcknowledgementRequest word, List<Acknowledged> news) {
    Optional<Indexed> known = store.find(word.messageId());
    if (known.isEmpty() || known.get().author().equals(reader.user())) {
      known.ifPresent(own -> moveOver(reader, own));
      return;
    }
    if (moveOver(reader, known.get())) {
      news.add(new Acknowledged(word.messageId(), reader.user(), word.status()));
    }
  }

  /// Answers whether the session may see the message at all.
  private boolean moveOver(Reader reader, Indexed known) {
    LogId mailbox = LogId.mailbox(reader.session());
    Optional<Entry> mine = store.find(known.id(), mailbox);
    if (mine.isPresent()) {
      var whole = List.of(new Audience.Span(mailbox, 0, Long.MAX_VALUE));
      reader.acknowledge(mine.get(), cursor(reader, mailbox, whole));
      return true;
    }
    if (!known.saidToAll()) {
      return false;
    }
    LogId conversation = LogId.of(known.conversation());
    List<Audience.Span> spans =
        audience.spans(reader.user()).stream()
            .filter(span -> span.log().equals(conversation))
            .toList();
    if (spans.stream().noneMatch(span -> span.shows(known.position()))) {
      return false;
    }
    Optional<Entry> shared = store.find(known.id(), conversation);
    shared.ifPresent(entry -> reader.acknowledge(entry, cursor(reader, conversation, spans)));
    return true;
  }

  private Cursor cursor(Reader reader, LogId log, List<Audience.Span> spans) {
    return store.cursor(reader.session(), log).orElseGet(() -> reader.beginning(spans));
  }
}
