package dev.hearth.conformance.kill;

import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.Category;
import dev.hearth.protocol.payload.CategoryFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records the promises and the arrivals, and compares them. Any thread may call it. It records
/// each broken promise, and the run fails at the next check.
///
/// The promises:
/// - a message that was answered SENT reaches every session that must get it;
/// - sessions see messages for the first time in the order of `created_at`;
/// - nothing comes again over one connection, nor after its acknowledgement was answered, unless
///   the power was cut;
/// - a message is what its author said, and has one `created_at`, forever and for everybody;
/// - a recalled message is not pushed over a connection that began after the recall was answered.
final class Ledger {
  private static final int MOST_KEPT_VIOLATIONS = 20;

  private final boolean acknowledgementsLast;
  private final NoticeBook notices;
  private final Receipts receipts;

  /// When a message came to a session.
  ///
  /// @param connection counted from 1
  /// @param push the number of the push over this connection
  private record Arrival(int connection, int push, MessageSource source) {
    @Override
    public String toString() {
      return "push %d over connection %d, by %s".formatted(push, connection, source);
    }
  }

  /// The messages of one session.
  private static final class Page {
    private final Set<MessageId> awaited = new HashSet<>();
    private final Set<MessageId> unacknowledged = new HashSet<>();
    private final Map<MessageId, Arrival> arrivals = new HashMap<>();
    private int connection;
    private int pushes;
    private Set<MessageId> recalledBefore = Set.of();
    private long newest = Long.MIN_VALUE;
  }

  private final Map<MessageId, Spoken> messages = new HashMap<>();
  private final Map<MessageId, Long> times = new HashMap<>();
  private final Set<MessageId> answered = new HashSet<>();
  private final Map<Integer, Long> refusals = new HashMap<>();
  private final Map<MessageId, MessageId> recalls = new HashMap<>();
  private final Set<MessageId> recalled = new HashSet<>();
  private final Map<String, Page> pages = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long answers;
  private long receptions;
  private long repetitions;

  /// @param acknowledgementsLast whether an answered acknowledgement survives; a power cut may take
  ///   back those that no message was written after, and their messages come again
  Ledger(boolean acknowledgementsLast, NoticeBook notices, Receipts receipts) {
    this.acknowledgementsLast = acknowledgementsLast;
    this.notices = notices;
    this.receipts = receipts;
  }

  synchronized void open(String session) {
    pages.put(session, new Page());
  }

  synchronized void planned(Spoken spoken) {
    messages.put(spoken.id(), spoken);
    spoken.listeners().forEach(one -> page(one).awaited.add(spoken.id()));
  }

  /// The author means to take a message back: from now on it may come or not.
  synchronized Spoken recall(Spoken target) {
    Spoken recall = target.recall();
    pages.values().forEach(page -> page.awaited.remove(target.id()));
    planned(recall);
    recalls.put(recall.id(), target.id());
    return recall;
  }

  /// The author was answered SENT. `createdAt` is 0 where the answer doesn't tell.
  synchronized void sent(Spoken spoken, long createdAt) {
    answered.add(spoken.id());
    if (spoken.kind() == Spoken.Kind.RECALL) {
      recalled.add(recalls.get(spoken.id()));
    }
    if (createdAt != 0) {
      checkTime(spoken.id(), createdAt, "the answer to " + spoken.author());
    }
    answers++;
    notifyAll();
  }

  /// The server said no, as it may while its disk can't be written.
  synchronized void refused(int code) {
    refusals.merge(code, 1L, Long::sum);
  }

  /// How often it did, by the code it gave.
  synchronized Map<Integer, Long> refusals() {
    return Map.copyOf(refusals);
  }

  synchronized void connected(String session) {
    Page page = page(session);
    page.connection++;
    page.pushes = 0;
    page.recalledBefore = Set.copyOf(recalled);
  }

  /// A message was pushed to `session`.
  synchronized void received(String session, MessageView view) {
    MessageId id = MessageId.of(view.messageId());
    Page page = page(session);
    receptions++;
    page.pushes++;
    var arrival = new Arrival(page.connection, page.pushes, view.source());
    Arrival before = page.arrivals.put(id, arrival);
    if (before != null && before.connection == page.connection) {
      violation(
          "%s got %s twice over one connection: %s, and before %s"
              .formatted(session, describe(view), arrival, before));
    }
    checkTime(id, view.createdAt(), "the push to " + session);
    if (page.recalledBefore.contains(id)) {
      violation("%s got %s, whose recall was answered before".formatted(session, id));
    }
    if (Category.family(view.category()) == CategoryFamily.SYSTEM) {
      notices.came(session, view);
    }
    if (view.createdAt() > page.newest) {
      page.newest = view.createdAt();
      if (Category.family(view.category()) != CategoryFamily.SYSTEM) {
        first(session, page, id, view);
      }
    } else {
      again(session, page, view, before);
    }
    page.unacknowledged.add(id);
    notifyAll();
  }

  private void first(String session, Page page, MessageId id, MessageView view) {
    Spoken spoken = messages.get(id);
    if (spoken == null || !spoken.listeners().contains(session)) {
      violation(
          "%s got %s by %s in %s, which is not for them: %s"
              .formatted(session, id, view.user(), view.conversation(), spoken));
      return;
    }
    String text = new String(view.payload(), StandardCharsets.UTF_8);
    if (!spoken.text().equals(text)
        || !spoken.category().equals(view.category())
        || !spoken.conversation().equals(view.conversation().orElse(null))) {
      violation("%s got another %s than %s said".formatted(session, id, spoken.author()));
    }
    page.awaited.remove(id);
  }

  private void again(String session, Page page, MessageView view, @Nullable Arrival before) {
    MessageId id = MessageId.of(view.messageId());
    repetitions++;
    if (before == null) {
      violation(
          "%s got %s behind a younger message at %d: %s"
              .formatted(session, describe(view), page.newest, page.arrivals.get(id)));
      page.awaited.remove(id);
    } else if (acknowledgementsLast && !page.unacknowledged.contains(id)) {
      violation(
          "%s got %s again though its acknowledgement was answered: %s, and before %s"
              .formatted(session, describe(view), page.arrivals.get(id), before));
    }
  }

  /// An entry has one position in all its logs: two arrivals with one `created_at` are of two logs,
  /// or one entry that was pushed twice.
  private static String describe(MessageView view) {
    boolean notice = Category.family(view.category()) == CategoryFamily.SYSTEM;
    return "%s (%s by %s in %s at %d%s)"
        .formatted(
            view.messageId(),
            view.category(),
            view.user(),
            view.conversation().map(Object::toString).orElse("none"),
            view.createdAt(),
            notice ? ", " + new String(view.payload(), StandardCharsets.UTF_8) : "");
  }

  /// The acknowledgement of these was answered.
  synchronized void acknowledged(String session, Collection<MessageId> ids, MessageStatus status) {
    for (MessageId id : ids) {
      Spoken spoken = messages.get(id);
      if (spoken != null) {
        receipts.acknowledged(session, spoken, status);
      }
    }
    page(session).unacknowledged.removeAll(ids);
    notifyAll();
  }

  synchronized List<MessageId> unacknowledged(String session) {
    return List.copyOf(page(session).unacknowledged);
  }

  /// Waits until there were `count` answers since the beginning, or `millis` have passed.
  synchronized void awaitAnswers(long count, long millis) throws InterruptedException {
    await(millis, () -> answers >= count);
  }

  /// Waits until everybody has what was answered so far.
  ///
  /// @throws AssertionError when something is still missing after `millis`
  synchronized void awaitAnswered(long millis) throws InterruptedException {
    await(millis, () -> pages.values().stream().noneMatch(this::lacksAnswered));
    pages.forEach((session, page) -> {
      if (lacksAnswered(page)) {
        violation("%s has not got all that was answered".formatted(session));
      }
    });
    check();
  }

  private boolean lacksAnswered(Page page) {
    return page.awaited.stream().anyMatch(answered::contains);
  }

  /// Waits until everybody has everything, then forgets what is settled.
  ///
  /// @throws AssertionError when something is still missing after `millis`
  synchronized void awaitEverything(long millis) throws InterruptedException {
    await(millis, () -> pages.values().stream().allMatch(page -> page.awaited.isEmpty()));
    pages.forEach((session, page) -> {
      for (MessageId id : page.awaited) {
        violation(
            "%s never got %s%s"
                .formatted(session, id, answered.contains(id) ? ", answered SENT" : ""));
      }
    });
    check();
    Set<MessageId> open = new HashSet<>();
    pages.values().forEach(page -> open.addAll(page.unacknowledged));
    messages.keySet().retainAll(open);
    times.keySet().retainAll(open);
    answered.clear();
  }

  /// @throws AssertionError when a promise was broken
  synchronized void check() {
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  synchronized void violation(String what) {
    if (violations.size() < MOST_KEPT_VIOLATIONS) {
      violations.add(what);
      notifyAll();
    }
  }

  synchronized long answers() {
    return answers;
  }

  synchronized String summary() {
    String said =
        "%,d answered SENT, %,d of them recalls, %,d received, %,d of those again"
            .formatted(answers, recalled.size(), receptions, repetitions);
    return refusals.isEmpty() ? said : said + "; refused by code: " + refusals;
  }

  private interface Condition {
    boolean holds();
  }

  private void await(long millis, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0 && !condition.holds() && violations.isEmpty(); ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private void checkTime(MessageId id, long createdAt, String where) {
    Long before = times.putIfAbsent(id, createdAt);
    if (before != null && before != createdAt) {
      violation("%s has created_at %d in %s, %d before".formatted(id, createdAt, where, before));
    }
  }

  private Page page(String session) {
    Page page = pages.get(session);
    if (page == null) {
      throw new IllegalStateException("no session " + session);
    }
    return page;
  }
}
