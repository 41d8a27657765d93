package dev.hearth.chat.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.account.Session;
import dev.hearth.chat.conversation.Outbox;
import dev.hearth.chat.conversation.Outgoing;
import dev.hearth.chat.conversation.Recipients;
import dev.hearth.chat.log.Appended;
import dev.hearth.chat.log.Draft;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogWriter;
import dev.hearth.chat.log.Message;
import dev.hearth.platform.runtime.Rounds;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts into the log what the directory has to say about its changes. It takes a message out of the
/// outbox only after the log has it; a crash in between puts it there again, under the same id.
///
/// Only the server knows a notice's id before the notice is in the log, so no other message can
/// have it. If one does, that is an error: the notice gets another id and is written again.
public final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final int PAGE = 100;

  /// How long it waits for a log that is busy.
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  /// A change wakes it. This often it looks for what nobody woke it for.
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final Accounts accounts;
  private final LogWriter writer;
  private final ActionMeters meters;
  private final Rounds.Round round;

  public Notices(
      Outbox outbox, Accounts accounts, LogWriter writer, Rounds rounds, ActionMeters meters) {
    this.outbox = outbox;
    this.accounts = accounts;
    this.writer = writer;
    this.meters = meters;
    round = rounds.every(LOOK_EVERY, "notices", this::step);
    outbox.whenFilled(round::wake);
    round.wake(); // for what an earlier run left
  }

  /// Answers whether there is more in the outbox.
  private boolean step() throws InterruptedException {
    List<Outgoing> page = outbox.next(PAGE);
    if (page.isEmpty()) {
      return false;
    }
    var written = new CountDownLatch(page.size());
    Map<MessageId, Appended> outcomes = new ConcurrentHashMap<>();
    for (Outgoing notice : page) {
      if (!writer.append(draft(notice), outcome -> written(notice, outcome, outcomes, written))) {
        // Busy: what is in the outbox stays there.
        return !round.awaitStop(RETRY_AFTER);
      }
    }
    while (!written.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
      if (round.isStopping()) {
        return false;
      }
    }
    return settle(page, outcomes) || !round.awaitStop(RETRY_AFTER);
  }

  /// Runs on the log's thread.
  private static void written(
      Outgoing notice,
      Appended outcome,
      Map<MessageId, Appended> outcomes,
      CountDownLatch written) {
    outcomes.put(notice.id(), outcome);
    written.countDown();
  }

  /// Answers whether none of them stays in the outbox for a later try.
  private boolean settle(List<Outgoing> page, Map<MessageId, Appended> outcomes) {
    Set<MessageId> taken = idsOf(outcomes, Appended.Taken.class);
    if (!taken.isEmpty()) {
      log.error(
          "The ids {} of notices are in use by other messages; the notices get other ids", taken);
      meters.noticesTaken(taken.size());
      outbox.renew(taken);
    }
    Set<MessageId> unstored = idsOf(outcomes, Appended.NotStored.class);
    if (!unstored.isEmpty()) {
      log.error("The notices {} can't be stored just now; they stay in the outbox", unstored);
    }
    outbox.done(
        page.stream()
            .map(Outgoing::id)
            .filter(id -> !taken.contains(id) && !unstored.contains(id))
            .toList());
    return unstored.isEmpty();
  }

  private static Set<MessageId> idsOf(
      Map<MessageId, Appended> outcomes, Class<? extends Appended> outcome) {
    return outcomes.entrySet().stream()
        .filter(entry -> outcome.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Draft draft(Outgoing notice) {
    return new Draft(
        new Message(
            notice.id(),
            notice.conversation(),
            notice.author(),
            Optional.empty(),
            notice.category(),
            notice.payload().getBytes(UTF_8),
            Optional.empty(),
            Optional.empty(),
            false,
            0),
        logs(notice));
  }

  private List<LogId> logs(Outgoing notice) {
    return switch (notice.recipients()) {
      case Recipients.Members(var removed) -> {
        List<LogId> logs = new ArrayList<>();
        logs.add(LogId.of(notice.conversation()));
        // Whoever left no longer sees the conversation's log.
        removed.ifPresent(user -> mailboxes(user).forEach(logs::add));
        yield logs;
      }
      case Recipients.Users(var users, var except) ->
          users.stream()
              .distinct()
              .flatMap(this::mailboxes)
              .filter(mailbox -> except.map(LogId::mailbox).filter(mailbox::equals).isEmpty())
              .toList();
      case Recipients.Sessions(var sessions) ->
          sessions.stream().distinct().map(LogId::mailbox).toList();
    };
  }

  private Stream<LogId> mailboxes(UserId user) {
    return accounts.sessions(user).stream().map(Session::id).map(LogId::mailbox);
  }
}
