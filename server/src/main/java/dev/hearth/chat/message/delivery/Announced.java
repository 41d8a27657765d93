package dev.hearth.chat.message.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.SessionId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry on its way to connections: encoded when the first of them takes it, then shared by all.
/// Any thread may push it, and tell how far it came.
final class Announced {
  private final Entry entry;
  private final Source source;
  private final PushEncoder encoder;
  private final Optional<Spread> spread;
  private final Set<LogId> mailboxes;
  private final long since;

  /// How often it was pushed. Plain, because a lost count only changes which pushes are timed.
  private int pushes;

  private volatile byte @Nullable [] frame;

  Announced(Entry entry, Source source, PushEncoder encoder) {
    this(entry, source, encoder, Set.of());
  }

  /// @param mailboxes which have the message, too
  Announced(Entry entry, Source source, PushEncoder encoder, Set<LogId> mailboxes) {
    this.mailboxes = mailboxes;
    this.entry = entry;
    this.source = source;
    this.encoder = encoder;
    this.since = source == Source.LIVE ? System.nanoTime() : 0;
    // An entry that was read from the log goes to one connection only.
    this.spread = source == Source.LIVE ? Optional.of(new Spread()) : Optional.empty();
  }

  Entry entry() {
    return entry;
  }

  /// Whether it comes from a commit of just now, and not out of the log.
  boolean isLive() {
    return source == Source.LIVE;
  }

  /// When it was durable, in nanoseconds, where it {@link #isLive}.
  long since() {
    return since;
  }

  /// Counts a push of this entry, and says whether it is to be timed: the first, and every 16th
  /// after it. In a large group, noting each time would cost a tenth of the push.
  boolean isTimedPush() {
    return isLive() && (pushes++ & 15) == 0;
  }

  /// Whether the session gets the message from its mailbox, and so not from this log.
  boolean isInMailboxOf(SessionId session) {
    return !mailboxes.isEmpty() && mailboxes.contains(LogId.mailbox(session));
  }

  /// How far it came, where several connections get it.
  Optional<Spread> spread() {
    return spread;
  }

  byte[] frame() {
    byte[] made = frame;
    if (made == null) {
      made = encoder.encodeEntry(entry, source);
      frame = made;
    }
    return made;
  }

  /// How far one message is known to have come, so that in a large group only the first to have it
  /// and the first to read it cost its author a receipt.
  static final class Spread {
    @GuardedBy("this")
    private MessageStatus reached = MessageStatus.SENT;

    /// Whether `status` is news.
    synchronized boolean raise(MessageStatus status) {
      if (status.compareTo(reached) <= 0) {
        return false;
      }
      reached = status;
      return true;
    }
  }
}
