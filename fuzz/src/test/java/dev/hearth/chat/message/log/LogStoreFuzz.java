package dev.hearth.chat.message.log;

import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.fuzz.Choices;
import dev.hearth.fuzz.Folders;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Uses the log as the server does, step by step. At each step RocksDB's log returns the same as
/// the model that the simulation of delivery runs on, also after it is closed and opened again.
public final class LogStoreFuzz {
  private static final int MESSAGES = 8;
  private static final int OTHERS = 3;
  private static final List<String> CATEGORIES =
      List.of("PLAIN_TEXT", "SIGNAL_KEY", "PLAIN_JSON", "MESSAGE_RECALL");

  /// Opening takes much longer than other steps, and so do many entries.
  private static final int MOST_REOPENED = 2;

  /// From this many rows on, they are removed in another way than before.
  private static final int MANY = 260;

  /// The folder is replaced after this many inputs: the entries of earlier inputs are removed, but
  /// each search has to pass their traces.
  private static final int INPUTS_A_FOLDER = 500;

  private static final Path FOLDER = Folders.temporary();
  private static final Clock CLOCK = new Clock();
  private static LogStore rocks = open(0);
  private static int runs;

  /// Stands still until it is turned.
  private static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-02T03:04:05.000006Z");

    @Override
    public Instant instant() {
      return now;
    }

    void turn(long micros) {
      now = now.plusNanos(1_000 * micros);
    }
  }

  private final Choices choices;
  // Each input has ids of its own, which come after those of all inputs before.
  private final long run = runs;
  // All positions that were given out.
  private final List<Long> positions = new ArrayList<>(List.of(0L));
  private TestingLogStore model;
  private int reopened;

  private LogStoreFuzz(byte[] input) {
    this.choices = new Choices(input);
    // Once the clock has caught up with the positions of earlier inputs, both take them from it.
    CLOCK.turn(Math.max(0, rocks.horizon() - WireTime.micros(CLOCK.instant())) + 1);
    this.model = new TestingLogStore(positionsGivenOut());
  }

  public static List<byte[]> seeds() {
    byte[] saidAndTakenBack = {
      0, 1, 0, 0, 0, 0, 1, 1, 5, 1, 2, 3, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0
    };
    byte[] acknowledged = {0, 1, 0, 0, 0, 0, 3, 1, 2, 7, 7, 0, 1, 0, 0, 1, 2, 3, 1, 0, 1, 2, 1, 9};
    byte[] expired = {0, 2, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 1, 7, 5, 0, 9, 6, 1};
    return List.of(saidAndTakenBack, acknowledged, expired);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (++runs % INPUTS_A_FOLDER == 0) {
      rocks.close();
      Folders.delete(folder(runs / INPUTS_A_FOLDER - 1));
      rocks = open(runs / INPUTS_A_FOLDER);
    }
    new LogStoreFuzz(input).run();
  }

  private static Path folder(int number) {
    return FOLDER.resolve("log-" + number);
  }

  private static LogStore open(int number) {
    return RocksLog.open(folder(number), new PositionClock(CLOCK));
  }

  private static PositionClock positionsGivenOut() {
    var positions = new PositionClock(CLOCK);
    positions.raise(rocks.horizon());
    return positions;
  }

  private void run() {
    boolean many = false;
    while (choices.more()) {
      switch (choices.below(12)) {
        case 0, 1, 2, 3 -> commit(batch());
        case 4 -> {
          LogId log = log();
          long through = position();
          model.expire(log, through);
          rocks.expire(log, through);
        }
        case 5 -> {
          SessionId session = session();
          model.forget(session);
          rocks.forget(session);
        }
        case 6 -> forget(position());
        case 7 -> reopen();
        case 8 -> CLOCK.turn((choices.below(256) - 64) * 1_000L);
        case 9 -> {
          if (!many) {
            many = true;
            commit(many());
          }
        }
        default -> look();
      }
    }
    lookAtAll();
    cleanUp();
  }

  // Changes

  private void commit(LogStore.Batch batch) {
    var expected = model.commit(batch);
    var committed = rocks.commit(batch);
    same("came of the drafts", outcomes(expected), outcomes(committed));
    same("were the receipts", expected.receipts(), committed.receipts());
    for (Appended outcome : expected.appended()) {
      if (outcome instanceof Appended.Stored(long position, var _)) {
        positions.add(position);
      }
    }
    expected.receipts().forEach(receipt -> positions.add(receipt.changedAt()));
  }

  private LogStore.Batch batch() {
    return new LogStore.Batch(
        some(4, this::draft), some(3, this::move), some(4, this::acknowledged));
  }

  /// Enough short messages in one log, each with an id of its own.
  private LogStore.Batch many() {
    var conversation = conversation();
    return new LogStore.Batch(
        IntStream.range(0, MANY)
            .mapToObj(i ->
                new Draft(
                    message(new MessageId(id(0x1000 + i)), conversation, "PLAIN_TEXT"),
                    List.of(LogId.of(conversation))))
            .toList(),
        List.of(),
        List.of());
  }

  private Draft draft() {
    Message message = message(messageId(), conversation(), category());
    int where = choices.below(1 << (2 * OTHERS));
    List<LogId> logs = allLogs().stream().filter(log -> (where >> index(log) & 1) != 0).toList();
    return new Draft(message, logs, choices.oneIn(4) ? Optional.of(recall()) : Optional.empty());
  }

  private Recall recall() {
    UserId by = user();
    Predicate<Indexed> allowed =
        choices.oneIn(2) ? known -> known.author().equals(by) : known -> true;
    return new Recall(messageId(), allowed);
  }

  private Message message(MessageId id, ConversationId conversation, String category) {
    int more = choices.below(32);
    UserId author = user();
    return new Message(
        id,
        conversation,
        author,
        (more & 1) == 0 ? Optional.of(new SessionId(author.uuid())) : Optional.empty(),
        category,
        (more & 2) == 0 ? choices.bytes(choices.below(8)) : new byte[3_000],
        (more & 4) == 0 ? Optional.empty() : Optional.of(user()),
        (more & 8) == 0 ? Optional.empty() : Optional.of(messageId()),
        (more & 16) != 0,
        more);
  }

  private CursorMove move() {
    Cursor cursor = Cursor.at(Math.max(0, position()));
    for (int ranges = choices.below(8); ranges > 0; ranges--) {
      long previous = Math.max(0, position());
      cursor =
          choices.oneIn(3)
              ? cursor.skipTo(previous)
              : cursor.acknowledge(previous, previous + 1 + choices.below(4));
    }
    return new CursorMove(session(), log(), cursor);
  }

  private Acknowledged acknowledged() {
    var statuses = MessageStatus.values();
    return new Acknowledged(messageId(), user(), statuses[choices.below(statuses.length)]);
  }

  private void forget(long before) {
    int most = 1 + choices.below(5);
    // How far each step comes is the engine's own.
    while (model.forget(before, most)) {}
    while (rocks.forget(before, most)) {}
  }

  private void reopen() {
    if (reopened++ < MOST_REOPENED) {
      model = model.reopened(positionsGivenOut());
      rocks.close();
      rocks = open(runs / INPUTS_A_FOLDER);
    }
  }

  // Reads

  private void look() {
    switch (choices.below(8)) {
      case 0, 1 -> read(log(), position(), choices.below(6), 1L << choices.below(14));
      case 2 -> find(messageId());
      case 3 -> {
        MessageId id = messageId();
        LogId log = log();
        same(
            "is " + id,
            entries(model.find(id, log).stream()),
            entries(rocks.find(id, log).stream()));
      }
      case 4 -> cursors(session());
      case 5 -> {
        long[] after = allLogs().stream().mapToLong(_ -> position()).toArray();
        same(
            "comes next",
            numbers(model.firstAfter(allLogs(), after)),
            numbers(rocks.firstAfter(allLogs(), after)));
      }
      case 6 -> receipts(user(), position(), 1 + choices.below(4));
      default -> lists(1 + choices.below(4));
    }
  }

  private void lookAtAll() {
    for (LogId log : allLogs()) {
      read(log, 0, Integer.MAX_VALUE, Long.MAX_VALUE);
    }
    for (int i = 0; i < MESSAGES; i++) {
      find(messageId(i));
    }
    for (int i = 0; i < OTHERS; i++) {
      cursors(new SessionId(id(0x20 + i)));
      receipts(new UserId(id(0x30 + i)), 0, Integer.MAX_VALUE);
    }
    lists(100);
    if (model.horizon() > 0) {
      same("is the horizon", model.horizon(), rocks.horizon());
    }
  }

  private void read(LogId log, long after, int limit, long enoughBytes) {
    var expected = model.read(log, after, limit, enoughBytes);
    var read = rocks.read(log, after, limit, enoughBytes);
    same("is in " + log, entries(expected.stream()), entries(read.stream()));
    for (int i = 0; i < read.size(); i++) {
      samePrevious(expected.get(i), read.get(i));
    }
  }

  /// In a log that was emptied, the next entry may name its predecessor, or no entry.
  private static void samePrevious(Entry expected, Entry entry) {
    boolean none = expected.previous() == 0;
    if (none ? entry.previous() >= entry.position() : entry.previous() != expected.previous()) {
      throw new AssertionError(entry.previous() + " before it instead of " + expected.previous());
    }
  }

  private void find(MessageId id) {
    same("is known of " + id, model.find(id), rocks.find(id));
  }

  private void cursors(SessionId session) {
    same(
        "are the cursors of " + session,
        byName(model.cursors(session)),
        byName(rocks.cursors(session)));
    for (LogId log : allLogs()) {
      same("is the cursor over " + log, model.cursor(session, log), rocks.cursor(session, log));
    }
  }

  private void receipts(UserId author, long after, int limit) {
    same(
        "are the receipts of " + author,
        model.receipts(author, after, limit),
        rocks.receipts(author, after, limit));
  }

  /// All lists, page by page, from behind what earlier inputs left.
  private void lists(int page) {
    for (var after = Optional.of(new LogId(id(0))); after.isPresent(); ) {
      var expected = model.logs(after, page);
      same("are the logs", expected, rocks.logs(after, page));
      after = last(expected);
    }
    for (var after = Optional.of(new SessionId(id(0))); after.isPresent(); ) {
      var expected = model.sessions(after, page);
      same("are the sessions", expected, rocks.sessions(after, page));
      after = last(expected);
    }
  }

  private static <T> Optional<T> last(List<T> page) {
    return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
  }

  private void cleanUp() {
    allLogs().forEach(log -> rocks.expire(log, Long.MAX_VALUE));
    for (int i = 0; i < OTHERS; i++) {
      rocks.forget(new SessionId(id(0x20 + i)));
    }
    while (rocks.forget(Long.MAX_VALUE, 1_000)) {}
  }

  // Choices

  private UUID id(long which) {
    return new UUID(run, which);
  }

  private ConversationId conversation() {
    return new ConversationId(id(0x10 + choices.below(OTHERS)));
  }

  private SessionId session() {
    return new SessionId(id(0x20 + choices.below(OTHERS)));
  }

  private UserId user() {
    return new UserId(id(0x30 + choices.below(OTHERS)));
  }

  private MessageId messageId() {
    return messageId(choices.below(MESSAGES));
  }

  private MessageId messageId(int which) {
    return new MessageId(id(0x40 + which));
  }

  private String category() {
    return CATEGORIES.get(choices.below(CATEGORIES.size()));
  }

  private LogId log() {
    return allLogs().get(choices.below(2 * OTHERS));
  }

  /// The logs of the conversations, and the mailboxes of the sessions.
  private List<LogId> allLogs() {
    return IntStream.range(0, 2 * OTHERS)
        .mapToObj(i -> new LogId(id(i < OTHERS ? 0x10 + i : 0x20 + i - OTHERS)))
        .toList();
  }

  private int index(LogId log) {
    return allLogs().indexOf(log);
  }

  /// A position that was given out, or one beside it.
  private long position() {
    return positions.get(choices.below(positions.size())) + choices.below(3) - 1;
  }

  private <T> List<T> some(int bound, Supplier<T> one) {
    return IntStream.range(0, choices.below(bound)).mapToObj(_ -> one.get()).toList();
  }

  // How it is compared

  private static List<String> outcomes(LogStore.Committed committed) {
    return committed.appended().stream()
        .map(outcome ->
            outcome instanceof Appended.Stored(long position, List<Entry> entries)
                ? position + " " + entries(entries.stream())
                : outcome.toString())
        .toList();
  }

  private static List<String> entries(Stream<Entry> entries) {
    return entries
        .map(entry ->
            entry.log()
                + " "
                + entry.position()
                + (entry.erased() ? " erased " : " ")
                + entry.message().withPayload(new byte[0]).toString().replaceFirst("\\[B@\\w+", "")
                + HexFormat.of().formatHex(entry.message().payload()))
        .toList();
  }

  private static Map<String, Cursor> byName(Map<LogId, Cursor> cursors) {
    var named = new TreeMap<String, Cursor>();
    cursors.forEach((log, cursor) -> named.put(log.toString(), cursor));
    return named;
  }

  private static List<Long> numbers(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(found + " " + what + ", instead of " + expected);
    }
  }
}
