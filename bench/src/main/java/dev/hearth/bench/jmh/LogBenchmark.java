package dev.hearth.bench.jmh;

import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.rocksdb.RocksLog;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Measures making messages of 300 bytes durable: one synced commit of several messages.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class LogBenchmark {
  private static final int CONVERSATIONS = 100;

  /// Messages in a commit.
  @Param({"1", "16", "256"})
  public int batch = 1;

  private final List<ConversationId> conversations =
      Stream.generate(ConversationId::random).limit(CONVERSATIONS).toList();
  private final UserId author = UserId.random();
  private final Optional<SessionId> session = Optional.of(new SessionId(UUID.randomUUID()));
  private final byte[] payload = new byte[300];
  private Path folder = Path.of("");
  private Optional<LogStore> store = Optional.empty();
  private int next;

  @Setup
  public void open() throws IOException {
    // Beside the working directory rather than in /tmp, which may be memory.
    folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "log-benchmark");
    store = Optional.of(RocksLog.open(folder, new PositionClock(InstantSource.system())));
  }

  @TearDown
  public void close() throws IOException {
    store.orElseThrow().close();
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  @Benchmark
  public LogStore.Committed commit() {
    List<Draft> drafts = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      drafts.add(draft(conversations.get(next++ % CONVERSATIONS)));
    }
    return store.orElseThrow().commit(new LogStore.Batch(drafts, List.of(), List.of()));
  }

  private Draft draft(ConversationId conversation) {
    var message =
        new Message(
            new MessageId(UUID.randomUUID()),
            conversation,
            author,
            session,
            "PLAIN_TEXT",
            payload,
            Optional.empty(),
            Optional.empty(),
            false,
            0);
    return new Draft(message, List.of(LogId.of(conversation)));
  }
}
