package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.PreKeyBundle;
import dev.hearth.protocol.PreKeyUpload;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChoresTest {
  private final ClientStore store = ClientStore.inMemory();
  private final BlockingQueue<Chore> done = new LinkedBlockingQueue<>();
  private final Chore chore =
      new Chore.AskForMessages(
          ConversationId.random(), new DeviceAddress(UserId.random(), SessionId.random()));
  private Optional<Chores> chores = Optional.empty();

  @AfterEach
  void end() {
    chores.ifPresent(Chores::close);
  }

  @Test
  void what_comes_up_again_while_it_is_done_is_done_again() throws Exception {
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
  void what_failed_is_done_the_next_time() throws Exception {
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

  private void start(Chores.Doing doing) {
    var signal =
        SignalDevice.create(UserId.random(), OwnIdentity.generate(), ClientStore.inMemory());
    var stock = new PreKeyStock(signal, new FullServer(), InstantSource.system());
    var started = new Chores(store, doing, stock, () -> {});
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

  /// Has as many keys as it takes, and is asked for nothing else.
  private static final class FullServer implements Post {
    @Override
    public int countPreKeys() {
      return 1_000;
    }

    @Override
    public Optional<List<Member>> findMembers(ConversationId conversation) {
      throw new AssertionError();
    }

    @Override
    public List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices) {
      throw new AssertionError();
    }

    @Override
    public Answer handOver(ConversationId conversation, String checksum, List<SealedKey> keys) {
      throw new AssertionError();
    }

    @Override
    public Answer tell(ConversationId conversation, DeviceAddress device, PlainJson what) {
      throw new AssertionError();
    }

    @Override
    public Answer sendAgain(DeviceAddress device, Said said, Envelope envelope) {
      throw new AssertionError();
    }

    @Override
    public Answer leavePreKeys(PreKeyUpload keys) {
      throw new AssertionError();
    }
  }
}
