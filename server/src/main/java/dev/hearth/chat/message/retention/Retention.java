package dev.hearth.chat.message.retention;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.runtime.LoggedFault;
import dev.hearth.platform.time.Ages;
import dev.hearth.protocol.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes from the log the data that nobody needs any more: entries that everybody has or that are
/// older than they are kept for, and the ids and receipts of long ago. Entries in one session's
/// mailbox are kept as long as ids are.
///
/// A round covers the whole log in small steps, so that the scheduler can stop in between. For one
/// thread at a time.
public final class Retention {
  /// A message can be recalled within this time, so its author must still be known. Within it a
  /// client may send the message again, too, and the server recognizes it.
  public static final Duration IDS_AT_LEAST = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int LOGS_A_STEP = 100;
  private static final int ROWS_A_STEP = 5_000;

  /// Knows which sessions still have to get which entries.
  public interface EntryReaders {
    /// The largest position up to `horizon` for which {@link #settled} knows everybody who may see
    /// what stands there: somebody may just be coming.
    long known(long horizon);

    Settled settled(LogId log);
  }

  /// How much of a log nobody needs any more.
  ///
  /// @param through the position up to which every session that may see it has acknowledged all it
  ///   may see; `Long.MAX_VALUE` when no session may, 0 when that is not known
  /// @param mailbox whether it is one session's. Its entries wait for as long as ids are known: a
  ///   key that was handed over has to be there for the messages said with it since
  public record Settled(long through, boolean mailbox) {}

  private final LogStore store;
  private final EntryReaders readers;
  private final Duration keep;
  private final Duration keepIds;
  private final Ages ages;
  private final ObjLongConsumer<UserId> freed;

  /// The log after which the round continues; empty at the beginning of a round.
  private Optional<LogId> reached = Optional.empty();

  private boolean logsAreDone;

  /// Up to here the readers were known at the last step. It never goes back.
  private long horizon;

  /// @param keep how long an entry waits for those who have not acknowledged it; more than nothing
  /// @param ages tells the age of an entry by the time that really passed: a clock that leaps ahead
  ///   must not delete what nobody could fetch yet
  /// @param freed hears whose entries went, and how many bytes they had: {@link LogStore#expire}
  public Retention(
      LogStore store,
      EntryReaders readers,
      Duration keep,
      Ages ages,
      ObjLongConsumer<UserId> freed) {
    if (!keep.isPositive()) {
      throw new IllegalArgumentException("entries must be kept for some time, not " + keep);
    }
    this.store = store;
    this.readers = readers;
    this.keep = keep;
    this.keepIds = keep.compareTo(IDS_AT_LEAST) < 0 ? IDS_AT_LEAST : keep;
    this.ages = ages;
    this.freed = freed;
  }

  /// Does the next step of the round. Returns whether there is more of it to do; after `false` the
  /// next step begins a new round.
  public boolean sweep() {
    if (logsAreDone) {
      boolean more = store.forget(ages.ago(keepIds), ROWS_A_STEP);
      logsAreDone = more;
      return more;
    }
    List<LogId> logs = store.logs(reached, LOGS_A_STEP);
    // Entries that are appended from here on stay, whatever the readers say about the log as it
    // was.
    long known = readers.known(store.horizon());
    assert known >= horizon : "back from " + horizon + " to " + known;
    horizon = known;
    for (LogId log : logs) {
      try {
        expire(log);
      } catch (UnreadableLog damaged) {
        LOG.error(
            "Log {} keeps more than has to be: {}", log.uuid(), LoggedFault.sentence(damaged));
      }
    }
    logsAreDone = logs.size() < LOGS_A_STEP;
    reached = logsAreDone ? Optional.empty() : Optional.of(logs.getLast());
    return true;
  }

  private void expire(LogId log) {
    Settled settled = readers.settled(log);
    long tooOld = ages.ago(settled.mailbox() ? keepIds : keep) - 1;
    long through = Math.min(horizon, Math.max(tooOld, settled.through()));
    if (through > 0) {
      store.expire(log, through).forEach(freed::accept);
    }
  }
}
