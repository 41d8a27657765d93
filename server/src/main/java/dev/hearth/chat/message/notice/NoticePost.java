package dev.hearth.chat.message.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.outbox.Outbox;
import dev.hearth.chat.directory.outbox.OutgoingNotice;
import dev.hearth.chat.directory.outbox.Recipients;
import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.Message;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the outbox's notices to the log, and handles the log's answers. It waits for the database,
/// not for the log. For one thread at a time.
public final class NoticePost {
  private static final Logger LOG = LoggerFactory.getLogger(NoticePost.class);

  private final Outbox outbox;
  private final Accounts accounts;
  private final NoticeMeters meters;

  public NoticePost(Outbox outbox, Accounts accounts, NoticeMeters meters) {
    this.outbox = outbox;
    this.accounts = accounts;
    this.meters = meters;
  }

  /// The oldest in the outbox, at most `most`.
  public List<OutgoingNotice> next(int most) {
    return outbox.next(most);
  }

  /// Takes out of the outbox what the log has.
  ///
  /// @param outcomes what the log says of each
  /// @return whether none of them stays in the outbox for a later try
  public boolean removeStored(List<OutgoingNotice> page, Map<MessageId, Appended> outcomes) {
    Set<MessageId> taken = idsOf(outcomes, Appended.IdTaken.class);
    if (!taken.isEmpty()) {
      LOG.error(
          "The ids {} of notices are in use by other messages; the notices get other ids", taken);
      meters.noticesTaken(taken.size());
      outbox.renew(taken);
    }
    Set<MessageId> unstored = idsOf(outcomes, Appended.NotStored.class);
    if (!unstored.isEmpty()) {
      LOG.error(
          "The log could not store the notices {} (the disk is full, or stored data that decides on"
              + " them can't be read); they stay in the outbox",
          unstored);
    }
    outbox.done(
        page.stream()
            .map(OutgoingNotice::id)
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

  /// How a notice is written: to whose logs, and under which id.
  public Draft draft(OutgoingNotice notice) {
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

  private List<LogId> logs(OutgoingNotice notice) {
    return switch (notice.recipients()) {
      case Recipients.Members(var removed) -> {
        List<LogId> logs = new ArrayList<>();
        logs.add(LogId.of(notice.conversation()));
        // A user who left or was removed no longer sees the conversation's log.
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
