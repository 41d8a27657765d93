package dev.hearth.damage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.Eventually;
import dev.hearth.chat.media.StoredContent;
import dev.hearth.damage.World.Answered;
import dev.hearth.damage.World.Person;
import dev.hearth.platform.runtime.OnLoss;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Damage of any kind, to any file, after a kill or a stop; then a start. Every answered message is
/// there, or the start is refused in a sentence, or the log names the entries that can't be read.
/// Nothing is lost silently.
///
/// `-Dhearth.seed=S` repeats a run, `-Dhearth.damages=N` makes more of them.
final class DamageTest {
  private static final int FEW = 12;

  private enum Damage {
    FLIP,
    TRUNCATE,
    ZERO_PAGE,
    DELETE,
    DELETE_FOLDER
  }

  private enum Ending {
    WHOLE,
    REFUSED,
    NAMED
  }

  /// The warnings of a server for the person on call.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        lines.add(event.getFormattedMessage());
      }
    }

    boolean name(Object what) {
      return lines.stream().anyMatch(line -> line.contains(what.toString()));
    }
  }

  @TempDir private Path temporary;
  private final Lines lines = new Lines();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.hearth");

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.setAdditive(true);
    logger.detachAppender(lines);
  }

  @Test
  void nothing_is_lost_silently() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    int damages = Integer.getInteger("hearth.damages", FEW);
    System.out.println("DamageTest: -Dhearth.seed=" + seed + " -Dhearth.damages=" + damages);
    var random = new Random(seed);
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    int done = 0;
    while (done < damages) {
      // Another history from time to time.
      var world = new World(new Random(random.nextLong()));
      List<Path> images = write(world, random, temporary.resolve("history-" + done));
      for (int i = 0; i < 25 && done < damages; i++, done++) {
        Path folder = temporary.resolve("data-" + done);
        Copies.copy(images.get(random.nextInt(images.size())), folder);
        String what = damage(folder, random);
        lines.lines.clear();
        try {
          endings.merge(start(world, folder), 1, Integer::sum);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(
              "damage " + done + " of -Dhearth.seed=" + seed + ": " + what + "\n" + lines.lines, e);
        }
        Copies.delete(folder);
      }
    }
    System.out.println("DamageTest: " + damages + " passed, 0 failed: " + endings);
  }

  /// A server's life: stops, starts, and what a kill and a stop at its end leave.
  private static List<Path> write(World world, Random random, Path living) {
    int lives = 1 + random.nextInt(5);
    for (int life = 0; life < lives; life++) {
      try (var floors = OpenFloors.open(living, OnLoss.REFUSE)) {
        if (life == 0) {
          world.settle(floors, 3);
        }
        world.write(floors, 10 + random.nextInt(80));
        world.upload(floors, 1);
      }
    }
    Path killed = living.resolveSibling(living.getFileName() + "-killed");
    try (var floors = OpenFloors.open(living, OnLoss.REFUSE)) {
      world.write(floors, 10 + random.nextInt(150));
      world.upload(floors, 1);
      Copies.copy(living, killed);
    }
    return List.of(killed, living);
  }

  private static String damage(Path folder, Random random) {
    List<Path> files = new ArrayList<>(Copies.files(folder));
    // Not files that SQLite and the lock create again, the library's own notes, and empty files.
    files.removeIf(file ->
        file.toString().matches("lock|.*-shm|log/(LOCK|LOG.*|IDENTITY|OPTIONS-.*)")
            || folder.resolve(file).toFile().length() == 0);
    // As many times the stores as the single files.
    List<Path> stores =
        files.stream().filter(file -> file.toString().matches("log/.*|directory.*")).toList();
    List<Path> from = random.nextInt(4) == 0 ? files : stores;
    Path name = from.get(random.nextInt(from.size()));
    Path file = folder.resolve(name);
    byte[] bytes = Copies.read(file);
    Damage kind = Damage.values()[random.nextInt(Damage.values().length)];
    boolean unchecked = isUnchecked(folder, name);
    if ((kind == Damage.DELETE_FOLDER && name.getNameCount() == 1)
        || (unchecked && kind != Damage.DELETE)) {
      kind = unchecked && random.nextBoolean() ? Damage.TRUNCATE : Damage.DELETE;
    }
    int at = random.nextInt(bytes.length);
    switch (kind) {
      case FLIP -> {
        bytes[at] = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
        Copies.write(file, bytes);
      }
      case TRUNCATE -> Copies.write(file, Arrays.copyOf(bytes, at));
      case ZERO_PAGE -> {
        int page = at / 4096 * 4096;
        Arrays.fill(bytes, page, Math.min(page + 4096, bytes.length), (byte) 0);
        Copies.write(file, bytes);
      }
      case DELETE -> Copies.delete(file);
      case DELETE_FOLDER -> Copies.delete(folder.resolve(name.getName(0)));
    }
    return kind + " " + name + " at " + at;
  }

  /// Where a changed byte is not noticed, as operating.md says: in the content of attachments, and
  /// in the directory's file after a kill.
  private static boolean isUnchecked(Path folder, Path name) {
    boolean killed = Files.exists(folder.resolve("directory.db-wal"));
    return name.toString().matches("(attachments|pictures)/.*")
        || (killed && name.toString().equals("directory.db"));
  }

  private Ending start(World world, Path folder) {
    List<Path> before = new ArrayList<>(files(folder));
    try (var floors = OpenFloors.open(folder, OnLoss.REFUSE)) {
      boolean whole = assertNothingIsLostSilently(world, floors);
      assertThat(floors.broken()).as("the server goes on").isFalse();
      return whole ? Ending.WHOLE : Ending.NAMED;
    } catch (StartRefused refused) {
      assertThat(refused).hasMessageContaining(folder.toString());
      before.removeAll(files(folder));
      assertThat(before).as("what a refusal removes: " + refused.getMessage()).isEmpty();
      acceptTheLoss(folder, refused);
      return Ending.REFUSED;
    }
  }

  /// The uploaded files. (Intact stores are opened before another one is refused.)
  private static List<Path> files(Path folder) {
    return Copies.files(folder).stream()
        .filter(file -> file.toString().matches("(attachments|pictures)/.*"))
        .toList();
  }

  /// Where the sentence offers it, the server starts with what is left, and then again.
  private static void acceptTheLoss(Path folder, StartRefused refused) {
    if (String.valueOf(refused.getMessage()).contains("or start with --accept-loss")) {
      try {
        OpenFloors.open(folder, OnLoss.ACCEPT).close();
      } catch (StartRefused unreadable) {
        // Nothing of the directory can be read. To begin with none is for a person to decide.
        assertThat(unreadable).hasMessageContaining("move the file away");
        return;
      }
      OpenFloors.open(folder, OnLoss.REFUSE).close();
    }
  }

  /// Answers whether everything is there.
  private boolean assertNothingIsLostSilently(World world, OpenFloors floors) {
    var accounts = floors.chat().directory().accounts();
    assertThat(accounts.serverKey().publicKey().toString()).isEqualTo(world.serverKey);
    for (Person person : world.people) {
      assertThat(accounts.findUser(person.user().id())).contains(person.user());
      assertThat(accounts.findSession(person.caller().session())).isPresent();
    }
    for (ConversationId conversation : world.members.keySet()) {
      assertThat(floors.chat().directory().conversations().membershipsIn(conversation))
          .hasSameSizeAs(world.members.get(conversation));
    }
    boolean whole = true;
    for (Person person : world.people) {
      whole &= assertMessagesAreThereOrNamed(new Reading(world, floors, person));
    }
    for (var attachment : world.attachments.entrySet()) {
      whole &= isThere(floors, attachment.getKey(), attachment.getValue());
    }
    return whole;
  }

  private boolean assertMessagesAreThereOrNamed(Reading reading) {
    Map<MessageId, Answered> expected = reading.expected();
    Eventually.holds(
        "every missing message is named",
        () -> missing(reading, expected).stream().allMatch(this::isNamed));
    return missing(reading, expected).isEmpty();
  }

  private static Set<ConversationId> missing(Reading reading, Map<MessageId, Answered> expected) {
    Set<MessageId> found = reading.found();
    Set<ConversationId> missing = new HashSet<>();
    expected.forEach((id, answered) -> {
      if (!found.contains(id)) {
        missing.add(answered.conversation());
      }
    });
    return missing;
  }

  private boolean isNamed(ConversationId conversation) {
    return lines.name(conversation);
  }

  /// A request for a damaged attachment fails, and the caller logs it.
  private static boolean isThere(OpenFloors floors, AttachmentId id, byte[] content) {
    StoredContent kept =
        floors.chat().media().attachments().find(id).orElseThrow().content().orElseThrow();
    try (var bytes = floors.chat().media().attachments().open(kept, 0)) {
      assertThat(bytes.readAllBytes()).isEqualTo(content);
      return true;
    } catch (IOException named) {
      return false;
    }
  }
}
