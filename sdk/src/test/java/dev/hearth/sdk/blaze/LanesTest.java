package dev.hearth.sdk.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
  private final LinkedBlockingQueue<MessageId> done = new LinkedBlockingQueue<>();

  @Test
  void each_conversation_is_worked_on_in_order_and_not_too_many_at_once() throws Exception {
    long seed = Long.getLong("hearth.seed", new Random().nextLong());
    System.out.println("LanesTest: -Dhearth.seed=" + seed);
    var random = new Random(seed);
    var conversations = Stream.generate(LanesTest::conversation).limit(20).toList();
    Map<ConversationId, List<MessageId>> said = new ConcurrentHashMap<>();
    Map<ConversationId, List<MessageId>> worked = new ConcurrentHashMap<>();
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var lanes =
        new Lanes(
            4,
            message -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              worked
                  .computeIfAbsent(message.conversation(), _ -> new ArrayList<>())
                  .add(message.id());
              now.decrementAndGet();
            },
            message -> done.add(message.id()));

    for (int i = 0; i < 5_000; i++) {
      var message = message(conversations.get(random.nextInt(conversations.size())));
      said.computeIfAbsent(message.conversation(), _ -> new ArrayList<>()).add(message.id());
      lanes.add(message);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(done.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    assertThat(worked).isEqualTo(said);
    assertThat(most.get()).isBetween(1, 4);
    lanes.close(Duration.ofSeconds(2));
  }

  @Test
  void a_message_that_comes_again_is_worked_on_once_and_told_each_time_it_is_done()
      throws Exception {
    var gate = new CountDownLatch(1);
    var times = new AtomicInteger();
    var lanes =
        new Lanes(
            1,
            _ -> {
              times.incrementAndGet();
              gate.await();
            },
            message -> done.add(message.id()));
    var message = message(conversation());

    lanes.add(message);
    lanes.add(message);
    gate.countDown();
    assertThat(done.take()).isEqualTo(message.id());
    var after = message(message.conversation());
    lanes.add(after);
    assertThat(done.take()).isEqualTo(after.id());
    lanes.add(message);

    assertThat(done.take()).isEqualTo(message.id());
    assertThat(times).hasValue(2);
    lanes.close(Duration.ofSeconds(2));
  }

  @Test
  void there_is_room_for_a_thousand() throws Exception {
    var gate = new CountDownLatch(1);
    var lanes = new Lanes(1, _ -> gate.await(), message -> done.add(message.id()));
    for (int i = 0; i < 1_000; i++) {
      lanes.add(message(conversation()));
    }

    var late = message(conversation());
    var waits =
        Thread.ofPlatform()
            .start(() -> {
              try {
                lanes.add(late);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    while (waits.getState() != Thread.State.WAITING) {
      assertThat(waits.join(Duration.ofMillis(1))).as("it was added without room").isFalse();
    }
    assertThat(done).isEmpty();
    gate.countDown();

    waits.join();
    while (!late.id().equals(done.poll(20, TimeUnit.SECONDS))) {}
    lanes.close(Duration.ofSeconds(2));
  }

  @Test
  void work_that_was_not_done_when_it_closed_is_never_told() throws Exception {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var lanes =
        new Lanes(
            1,
            _ -> {
              begun.countDown();
              never.await();
            },
            message -> done.add(message.id()));
    lanes.add(message(conversation()));
    begun.await();

    lanes.close(Duration.ofSeconds(20));
    lanes.add(message(conversation()));

    assertThat(done).isEmpty();
  }

  private static ConversationId conversation() {
    return new ConversationId(UUID.randomUUID());
  }

  private static IncomingMessage message(ConversationId conversation) {
    return new IncomingMessage(
        MessageId.random(),
        conversation,
        UserId.random(),
        Optional.empty(),
        "PLAIN_TEXT",
        new byte[0],
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        Instant.EPOCH,
        false,
        Protection.NONE,
        false);
  }
}
