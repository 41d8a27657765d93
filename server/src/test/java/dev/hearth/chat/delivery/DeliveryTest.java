package dev.hearth.chat.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.log.Draft;
import dev.hearth.chat.log.Entry;
import dev.hearth.chat.log.LogId;
import dev.hearth.chat.log.LogStore;
import dev.hearth.chat.log.Message;
import dev.hearth.chat.log.Receipt;
import dev.hearth.chat.log.TestingLogStore;
import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class DeliveryTest {

  @Test
  void a_connection_whose_backlog_can_not_be_read_ends_so_that_its_client_asks_again() {
    var outlet = new Recorded();
    var delivery =
        new Delivery(
            new TestingLogStore(InstantSource.system()),
            new Unreadable(),
            new Nothing(),
            new Readers(),
            Runnable::run,
            new DeliveryMeters(new SimpleMeterRegistry()),
            10);

    delivery.connect(UserId.random(), SessionId.random(), 0, outlet).list(0);

    assertThat(outlet.failed).isTrue();
  }

  @Test
  void a_socket_that_was_slow_gets_the_rest_though_nothing_was_acknowledged() {
    var store = new TestingLogStore(InstantSource.system());
    var session = SessionId.random();
    var outlet = new Recorded();
    outlet.room = 7;
    for (int i = 0; i < 9; i++) {
      store.commit(new LogStore.Batch(List.of(toMailbox(session)), List.of(), List.of()));
    }
    var delivery =
        new Delivery(
            store,
            new Nobody(),
            new Nothing(),
            new Readers(),
            Runnable::run,
            new DeliveryMeters(new SimpleMeterRegistry()),
            10);
    var feed = delivery.connect(UserId.random(), session, 0, outlet);
    feed.list(0);
    assertThat(outlet.pushed).isEqualTo(7);

    outlet.room = 100;
    feed.resume();

    assertThat(outlet.pushed).isEqualTo(9);
  }

  private static Draft toMailbox(SessionId session) {
    return new Draft(
        new Message(
            MessageId.random(),
            new ConversationId(UUID.randomUUID()),
            UserId.random(),
            Optional.of(SessionId.random()),
            "PLAIN_TEXT",
            new byte[0],
            Optional.empty(),
            Optional.empty(),
            false,
            0),
        List.of(LogId.mailbox(session)));
  }

  private static final class Recorded implements Outlet {
    private boolean failed;
    private int room = 1;
    private int pushed;

    @Override
    public boolean writable() {
      return pushed < room;
    }

    @Override
    public void push(byte[] frame) {
      pushed++;
    }

    @Override
    public void failed() {
      failed = true;
    }
  }

  private record Nothing() implements PushEncoder {
    @Override
    public byte[] message(Entry entry, Source source) {
      return new byte[0];
    }

    @Override
    public byte[] receipt(Receipt receipt) {
      return new byte[0];
    }
  }

  private record Nobody() implements Audience {
    @Override
    public List<Span> spans(UserId user) {
      return List.of();
    }

    @Override
    public boolean tell(ConversationId conversation, long position, Consumer<UserId> each) {
      return true;
    }

    @Override
    public void learn(ConversationId conversation) {}
  }

  /// The members of conversations, while their database is broken.
  private record Unreadable() implements Audience {
    @Override
    public List<Span> spans(UserId user) {
      throw new IllegalStateException("the database is broken");
    }

    @Override
    public boolean tell(ConversationId conversation, long position, Consumer<UserId> each) {
      return false;
    }

    @Override
    public void learn(ConversationId conversation) {
      throw new IllegalStateException("the database is broken");
    }
  }
}
