package dev.hearth.chat.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.message.log.LogId;
import dev.hearth.platform.limits.ByteBudget;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class WindowTest {
  /// A window of 1,000 messages may take this much. It took 210,000 bytes when it held objects.
  private static final long MOST_BYTES = 80_000;

  private final ByteBudget bytes = new ByteBudget("windows", 1_000_000);
  private final WindowBudget budget = new WindowBudget(bytes, 1_000_000);

  @Test
  void it_knows_what_a_map_knows_whatever_is_added_and_taken() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("WindowTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    var window = new Window(500, TestingWindows.unbounded().claim(UserId.random()));
    Map<MessageId, Window.Pushed> known = new HashMap<>();
    List<MessageId> all = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      boolean more = random.nextInt(1_000) < (i / 5_000 % 2 == 0 ? 700 : 300);
      if (more && !window.full()) {
        // Ids that differ little, too: clients choose them.
        var id = new MessageId(new UUID(random.nextLong(), random.nextInt(8)));
        var pushed = pushed(random.nextLong(1L << 52), random.nextBoolean());
        window.add(id, pushed);
        known.putIfAbsent(id, pushed);
        all.add(id);
      } else if (!all.isEmpty()) {
        var id = all.get(random.nextInt(all.size()));
        assertThat(window.holds(id)).isEqualTo(known.containsKey(id));
        assertThat(window.remove(id)).isEqualTo(Optional.ofNullable(known.remove(id)));
        all.remove(id);
      }
      assertThat(window.size()).isEqualTo(known.size());
      assertThat(window.full()).isEqualTo(known.size() == 500);
    }
    for (var id : known.keySet()) {
      assertThat(window.remove(id)).contains(known.get(id));
    }
    assertThat(window.size()).isZero();
  }

  @Test
  void a_thousand_messages_take_little_memory() {
    fill(new Window(1_000, budget.claim(UserId.random())), 1_000);
    List<Window> windows = new ArrayList<>();

    long before = used();
    for (int i = 0; i < 100; i++) {
      var window = new Window(1_000, TestingWindows.unbounded().claim(UserId.random()));
      fill(window, 1_000);
      windows.add(window);
    }
    long each = (used() - before) / windows.size();

    System.out.println("WindowTest: " + each + " bytes for a window of 1,000 messages");
    assertThat(each).isBetween(1L, MOST_BYTES);
    assertThat(windows).allMatch(window -> window.size() == 1_000);
  }

  @Test
  void without_room_in_the_budget_a_window_stays_small_and_works_on() {
    var greedy = UserId.random();
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      windows.add(new Window(1_000, budget.claim(greedy)));
      fill(windows.getLast(), 1_000);
    }

    assertThat(bytes.held()).isLessThanOrEqualTo(1_000_000 / 8);
    assertThat(windows.getLast().size()).isEqualTo(Window.FREE);
    var modest = new Window(1_000, budget.claim(UserId.random()));
    fill(modest, 200);
    assertThat(modest.size()).as("another user has a share, too").isEqualTo(200);

    var small = new Window(1_000, budget.claim(greedy));
    List<MessageId> ids = fill(small, 1_000);
    assertThat(small.full()).isTrue();
    assertThat(small.roomy()).isFalse();
    ids.subList(0, Window.FREE / 2).forEach(small::remove);
    assertThat(small.full()).isFalse();
    assertThat(small.roomy()).isTrue();

    windows.forEach(Window::clear);
    modest.clear();
    assertThat(bytes.held()).isZero();
    fill(small, 1_000);
    assertThat(small.size()).isEqualTo(1_000);
  }

  /// Fills it as far as it goes, up to `most` messages.
  private static List<MessageId> fill(Window window, int most) {
    List<MessageId> ids = new ArrayList<>();
    while (window.size() < most && !window.full()) {
      ids.add(MessageId.random());
      window.add(ids.getLast(), pushed(ids.size(), false));
    }
    return ids;
  }

  private static Window.Pushed pushed(long position, boolean own) {
    var log = LogId.mailbox(SessionId.random());
    return new Window.Pushed(log, position - 1, position, own, Optional.empty());
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
