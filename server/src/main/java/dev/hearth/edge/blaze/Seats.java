package dev.hearth.edge.blaze;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.protocol.blaze.BlazeRequest;

/// Where connections get their place in the chat.
public interface Seats {

  /// A session has connected; may wait.
  ///
  /// @param outlet where its pushes go
  Seat take(Caller caller, Outlet outlet);

  /// One connection's place in the chat.
  interface Seat {

    /// The task that answers this request. Doesn't wait, and begins nothing.
    Task task(BlazeRequest request, Reply reply);

    /// The outlet takes frames again, after it had said that it didn't. Doesn't wait.
    void resume();

    /// The connection is gone; may wait. Nothing is called afterwards.
    void leave();
  }

  /// A request that is understood.
  interface Task {

    /// Does it, and answers now or later, if what has to be known is in memory; never waits.
    ///
    /// @return whether it is done; if not, nothing has changed
    boolean performInMemory();

    /// Does it, and answers now or later; may wait.
    void perform();
  }
}
