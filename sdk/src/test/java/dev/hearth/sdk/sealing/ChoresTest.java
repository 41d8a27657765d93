package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChoresTest {
  private final ClientStore store = ClientStore.inMemory();
  private final BlockingQueue<Chore> done = new LinkedBlockingQueue<>();
  private final Chore chore =
      new Chore.AskForMessages(
          ConversationId.random(), new DeviceAddress(UserId.random(), SessionId.random()));
  private final AtomicInteger hours = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Optional<Chores> chores = Optional.empty();

  @AfterEach
  void end() {
    chores.ifPresent(Chores::close);
  }

  @Test
  void a_chore_that_comes_up_again_while_it_is_done_is_done_again() throws Exception {
    note();

    start(each -> {
      // More that couldn't be read has come, after what there was has been asked for.
      if (done.isEmpty()) {
        note();
      }
      done.add(each);
    });

    assertThat(next()).contains(chore);
    assertThat(next()).contains(chore);
  }

  @Test
  void a_chore_that_failed_is_done_the_next_time() throws Exception {
    note();
    start(_ -> {
      done.add(chore);
      throw new IllegalStateException("the disk is full");
    });
    assertThat(next()).contains(chore);
    chores.orElseThrow().close();

    start(done::add);

    assertThat(next()).contains(chore);
  }

  @Test
  void an_error_does_not_end_the_thread() throws Exception {
    note();
    var tries = new AtomicInteger();
    start(_ -> {
      done.add(chore);
      if (tries.incrementAndGet() == 1) {
        throw new StackOverflowError("thrown by a test");
      }
    });
    assertThat(next()).contains(chore);

    chores.orElseThrow().look();

    assertThat(next()).contains(chore);
  }

  @Test
  void a_chore_of_every_hour_is_done_however_busy_it_is() throws Exception {
    start(done::add);
    note();
    assertThat(next()).contains(chore);
    assertThat(hours).hasValue(1);

    now = now.plus(Duration.ofMinutes(59));
    note();
    assertThat(next()).contains(chore);
    assertThat(hours).hasValue(1);

    now = now.plus(Duration.ofMinutes(1));
    note();
    assertThat(next()).contains(chore);
    assertThat(hours).hasValue(2);
  }

  private void start(Chores.Doing doing) {
    var signal =
        SignalDevice.create(UserId.random(), OwnIdentity.generate(), ClientStore.inMemory());
    var server = new TestingSealingServer();
    var stock = new PreKeyStock(signal, server, () -> now);
    var started = new Chores(store, doing, stock, server, hours::incrementAndGet, () -> now);
    chores = Optional.of(started);
    started.start();
  }

  private void note() {
    store.inTransaction(records -> {
      Chores.add(records, chore);
      return chore;
    });
    chores.ifPresent(Chores::look);
  }

  private Optional<Chore> next() throws InterruptedException {
    return Optional.ofNullable(done.poll(10, TimeUnit.SECONDS));
  }
}
