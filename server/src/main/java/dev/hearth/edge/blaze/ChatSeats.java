package dev.hearth.edge.blaze;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Action;
import dev.hearth.chat.message.action.Actions;
import dev.hearth.chat.message.action.Exchange;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.protocol.blaze.BlazeRequest;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The places in the real chat: a seat is a feed, a task is an action on it.
public final class ChatSeats implements Seats {
  private final BiFunction<Caller, Outlet, Feed> connect;
  private final Consumer<Feed> disconnect;
  private final Actions actions;

  public ChatSeats(
      BiFunction<Caller, Outlet, Feed> connect, Consumer<Feed> disconnect, Actions actions) {
    this.connect = connect;
    this.disconnect = disconnect;
    this.actions = actions;
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
      return new ChatTask(
          actions.named(request.action()), new Exchange(caller, feed, request, reply));
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

  private record ChatTask(Action action, Exchange exchange) implements Task {
    @Override
    public boolean mayWait() {
      return action.mayWait(exchange);
    }

    @Override
    public void perform() {
      action.perform(exchange);
    }
  }
}
