package dev.hearth.edge.blaze;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Actions;
import dev.hearth.chat.message.action.Exchange;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.platform.runtime.NotInMemory;
import dev.hearth.protocol.blaze.BlazeRequest;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The places in the real chat: a seat is a feed, a task is an action on it.
public final class ChatSeats implements Seats {
  private final BiFunction<Caller, Outlet, Feed> connect;
  private final Consumer<Feed> disconnect;
  private final Actions inMemory;
  private final Actions waiting;

  /// @param inMemory performs on event loops
  /// @param waiting performs elsewhere what is not in memory
  public ChatSeats(
      BiFunction<Caller, Outlet, Feed> connect,
      Consumer<Feed> disconnect,
      Actions inMemory,
      Actions waiting) {
    this.connect = connect;
    this.disconnect = disconnect;
    this.inMemory = inMemory;
    this.waiting = waiting;
  }

  @Override
  public Seat take(Caller caller, Outlet outlet) {
    return new ChatSeat(caller, connect.apply(caller, outlet));
  }

  private final class ChatSeat implements Seat {
    private final Caller caller;
    private final Feed feed;

    private ChatSeat(Caller caller, Feed feed) {
      this.caller = caller;
      this.feed = feed;
    }

    @Override
    public Task task(BlazeRequest request, Reply reply) {
      return new ChatTask(new Exchange(caller, feed, request, reply));
    }

    @Override
    public void resume() {
      feed.resume();
    }

    @Override
    public void leave() {
      disconnect.accept(feed);
    }
  }

  private final class ChatTask implements Task {
    private final Exchange exchange;

    private ChatTask(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public boolean performInMemory() {
      try {
        inMemory.named(exchange.request().action()).perform(exchange);
        return true;
      } catch (NotInMemory _) {
        return false;
      }
    }

    @Override
    public void perform() {
      waiting.named(exchange.request().action()).perform(exchange);
    }
  }
}
