package dev.hearth.chat.message.notice;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.LogWriter;
import dev.hearth.platform.limits.FairQueue.Offered;
import dev.hearth.platform.runtime.BackgroundTasks;
import dev.hearth.protocol.id.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Puts into the log what the directory has to say about its changes. It takes a message out of the
/// outbox only after the log has it; a crash in between puts it there again, under the same id.
///
/// Only the server knows a notice's id before the notice is in the log, so no other message can
/// have it. If one does, that is an error: the notice gets another id and is written again.
public final class Notices {
  private static final int PAGE = 100;

  /// How long it waits for a log that is busy.
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  /// A change wakes it. This often it looks for what nobody woke it for.
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private final NoticePost post;
  private final LogWriter writer;
  private final BackgroundTasks.Round round;

  public Notices(
      Outbox outbox,
      Accounts accounts,
      LogWriter writer,
      BackgroundTasks backgroundTasks,
      NoticeMeters meters) {
    this.post = new NoticePost(outbox, accounts, meters);
    this.writer = writer;
    round = backgroundTasks.every(LOOK_EVERY, "notices", this::step);
    outbox.onFilled(round::wake);
    round.wake(); // for what an earlier run left
  }

  /// Answers whether there is more in the outbox.
  private boolean step() throws InterruptedException {
    List<OutgoingNotice> page = post.next(PAGE);
    if (page.isEmpty()) {
      return false;
    }
    var written = new CountDownLatch(page.size());
    Map<MessageId, Appended> outcomes = new ConcurrentHashMap<>();
    for (OutgoingNotice notice : page) {
      var offered =
          writer.appendDraft(
              post.draft(notice), outcome -> written(notice, outcome, outcomes, written));
      if (offered != Offered.QUEUED) {
        // Busy: what is in the outbox stays there.
        return !round.awaitStop(RETRY_AFTER);
      }
    }
    while (!written.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
      if (round.isStopping()) {
        return false;
      }
    }
    return post.removeStored(page, outcomes) || !round.awaitStop(RETRY_AFTER);
  }

  /// Runs on the log's thread.
  private static void written(
      OutgoingNotice notice,
      Appended outcome,
      Map<MessageId, Appended> outcomes,
      CountDownLatch written) {
    outcomes.put(notice.id(), outcome);
    written.countDown();
  }
}
