package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.Appended;
import dev.hearth.chat.message.log.Draft;
import dev.hearth.chat.message.log.Drafts;
import dev.hearth.chat.message.log.LogId;
import dev.hearth.chat.message.log.LogStore;
import dev.hearth.chat.message.log.Message;
import dev.hearth.chat.message.log.Recall;
import dev.hearth.platform.time.PositionClock;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// The process that `RocksLogCrashTest` kills: it commits without end, and prints a line for each
/// answer: conversation, message, position.
final class KilledWriter {
  static final int CONVERSATIONS = 20;

  /// Its payload is the id of the recalled message.
  static final String RECALL = "MESSAGE_RECALL";

  private static final int MOST_TOGETHER = 50;
  private static final int MOST_BYTES = 2_000;

  private KilledWriter() {}

  /// @param args the folder, and the seed
  public static void main(String[] args) {
    var random = new Random(Long.parseLong(args[1]));
    var answers = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    var author = UserId.random();
    List<Message> earlier = new ArrayList<>();
    try (var log = RocksLog.open(Path.of(args[0]), new PositionClock(InstantSource.system()))) {
      while (!answers.checkError()) {
        List<Draft> drafts = drafts(random, author, earlier);
        var committed = log.commit(new LogStore.Batch(drafts, List.of(), List.of()));
        answer(answers, drafts, committed.appended());
      }
    }
  }

  static ConversationId conversation(int number) {
    return new ConversationId(new UUID(7, number));
  }

  private static List<Draft> drafts(Random random, UserId author, List<Message> earlier) {
    List<Draft> drafts = new ArrayList<>();
    List<Message> texts = new ArrayList<>(earlier);
    int together = 1 + random.nextInt(MOST_TOGETHER);
    for (int i = 0; i < together; i++) {
      // Of this commit, or of the one before.
      if (!texts.isEmpty() && random.nextInt(5) == 0) {
        drafts.add(takenBack(texts.get(random.nextInt(texts.size()))));
      } else {
        drafts.add(said(random, author));
        texts.add(drafts.getLast().message());
      }
    }
    texts.removeAll(earlier);
    earlier.clear();
    earlier.addAll(texts);
    return drafts;
  }

  private static Draft said(Random random, UserId author) {
    ConversationId conversation = conversation(random.nextInt(CONVERSATIONS));
    MessageId id = MessageId.random();
    String text = id.toString().repeat(1 + random.nextInt(MOST_BYTES / 36));
    Message message = Drafts.message(id, author, conversation, "PLAIN_TEXT", text);
    return Drafts.to(message, LogId.of(conversation));
  }

  private static Draft takenBack(Message target) {
    Message recall =
        Drafts.message(
            MessageId.random(),
            target.author(),
            target.conversation(),
            RECALL,
            target.id().toString());
    return new Draft(
        recall,
        List.of(LogId.of(target.conversation())),
        Optional.of(new Recall(target.id(), known -> true)));
  }

  private static void answer(PrintStream out, List<Draft> drafts, List<Appended> outcomes) {
    for (int i = 0; i < drafts.size(); i++) {
      Message message = drafts.get(i).message();
      long position = ((Appended.Stored) outcomes.get(i)).position();
      out.println(message.conversation() + " " + message.id() + " " + position);
    }
    out.flush();
  }
}
