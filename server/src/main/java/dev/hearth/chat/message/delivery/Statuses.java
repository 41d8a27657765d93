package dev.hearth.chat.message.delivery;

import dev.hearth.chat.message.log.LogStore;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.UserId;
import java.util.List;

/// How far a user's own messages came, for clients that were away when the receipts were pushed.
public final class Statuses {
  /// How many a page holds.
  private static final int PAGE = 500;

  private final LogStore log;

  public Statuses(LogStore log) {
    this.log = log;
  }

  /// The receipts of `author`'s messages that changed after `changedAfter` (microseconds), oldest
  /// first, a page at a time.
  public List<MessageView> after(UserId author, long changedAfter) {
    // Beyond the log's horizon: the client has this time from before the log was restored, under a
    // clock that was ahead. The client continues from what it gets.
    long from = log.epoch() > 0 && changedAfter > log.horizon() ? log.epoch() : changedAfter;
    return log.receipts(author, from, PAGE).stream()
        .map(receipt ->
            MessageView.receipt(
                receipt.reader(),
                receipt.message(),
                receipt.status(),
                receipt.sentAt(),
                receipt.changedAt()))
        .toList();
  }
}
