package dev.hearth.chat.message.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.ChildJvm;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.Entries;
import dev.hearth.chat.message.log.Entry;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answered messages are there after the process was killed, again and again on one folder.
final class RocksLogCrashTest {
  private static final int ROUNDS = 3;

  @TempDir private Path folder;

  private record Answer(ConversationId conversation, MessageId message, long position) {
    static Answer of(String line) {
      String[] words = line.split(" ", 3);
      return new Answer(
          ConversationId.of(words[0]), MessageId.of(words[1]), Long.parseLong(words[2]));
    }
  }

  @Test
  void answered_messages_survive_a_kill_in_the_middle_of_a_commit()
      throws IOException, InterruptedException {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("RocksLogCrashTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    List<Answer> answers = new ArrayList<>();

    for (int round = 0; round < ROUNDS; round++) {
      answers.addAll(writeAndKill(random.nextLong(), 200 + random.nextInt(1_500)));

      // The clock is behind the stored entries: only the log itself knows its last position.
      try (var log = RocksLog.open(folder, new PositionClock(InstantSource.fixed(Instant.EPOCH)))) {
        assertThat(log.horizon()).isGreaterThanOrEqualTo(answers.getLast().position());
        answers.forEach(answer -> assertAnswered(log, answer));
        assertChained(log);
        assertTakenBackIsErased(log);
      }
    }
  }

  private List<Answer> writeAndKill(long seed, int linesBeforeTheKill)
      throws IOException, InterruptedException {
    Process writer = ChildJvm.start(KilledWriter.class, folder.toString(), Long.toString(seed));
    List<Answer> answers = new ArrayList<>();
    try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null) {
        answers.add(Answer.of(line));
        if (answers.size() == linesBeforeTheKill) {
          // Through its handle, so that its output can still be read.
          writer.toHandle().destroyForcibly();
        }
        line = lines.readLine();
        if (line != null && !line.matches("\\S+ \\S{36} \\d{16}")) {
          break; // killed while it wrote this line
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(answers).hasSizeGreaterThanOrEqualTo(linesBeforeTheKill);
    return answers;
  }

  private static void assertAnswered(RocksLog log, Answer answer) {
    Optional<Entry> entry = log.find(answer.message(), LogId.of(answer.conversation()));
    assertThat(entry.map(Entry::position)).as("%s", answer).contains(answer.position());
    entry
        .filter(found -> !found.erased() && !isRecall(found))
        .ifPresent(
            found -> assertThat(Drafts.payload(found)).startsWith(answer.message().toString()));
  }

  /// A recall is there together with its effect, or neither is.
  private static void assertTakenBackIsErased(RocksLog log) {
    for (int i = 0; i < KilledWriter.CONVERSATIONS; i++) {
      List<Entry> entries =
          Entries.of(log, LogId.of(KilledWriter.conversation(i)), 0, Integer.MAX_VALUE);
      Set<String> takenBack =
          entries.stream()
              .filter(RocksLogCrashTest::isRecall)
              .map(Drafts::payload)
              .collect(Collectors.toSet());
      for (Entry entry : entries) {
        boolean gone = takenBack.contains(entry.message().id().toString());
        assertThat(entry.erased()).as("%s", entry.message().id()).isEqualTo(gone);
        assertThat(entry.message().payload().length == 0).isEqualTo(gone);
      }
    }
  }

  private static boolean isRecall(Entry entry) {
    return entry.message().category().equals(KilledWriter.RECALL);
  }

  private static void assertChained(RocksLog log) {
    for (int i = 0; i < KilledWriter.CONVERSATIONS; i++) {
      LogId id = LogId.of(KilledWriter.conversation(i));
      long previous = 0;
      for (Entry entry : Entries.of(log, id, 0, Integer.MAX_VALUE)) {
        assertThat(entry.previous()).isEqualTo(previous);
        assertThat(log.find(entry.message().id()).orElseThrow().position())
            .isEqualTo(entry.position());
        previous = entry.position();
      }
    }
  }
}
