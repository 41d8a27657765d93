package dev.hearth.edge.blaze;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.action.Reply;
import dev.hearth.chat.message.delivery.Outlet;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A chat that does what the name of an action says; see `TestingTask`.
final class TestingSeats implements Seats {
  /// The seats that were taken, in order.
  final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();

  final List<String> performed = new CopyOnWriteArrayList<>();
  final List<String> performedOnLoops = new CopyOnWriteArrayList<>();
  final BlockingQueue<Reply> later = new LinkedBlockingQueue<>();
  final CountDownLatch gate = new CountDownLatch(1);
  final AtomicInteger resumed = new AtomicInteger();
  final AtomicInteger left = new AtomicInteger();

  /// A seat that was taken.
  record Taken(Caller caller, Outlet outlet) {}

  static MessageView view(Caller caller) {
    return MessageView.sent(caller.user(), caller.session(), "as-sent", 1_767_323_045_678_901L);
  }

  static Caller person() {
    return new Caller(UserId.random(), SessionId.random(), false, 0);
  }

  static Caller bot() {
    return new Caller(UserId.random(), SessionId.random(), true, 0);
  }

  Taken awaitTaken() throws InterruptedException {
    return Objects.requireNonNull(taken.poll(10, TimeUnit.SECONDS));
  }

  /// Waits until a request with this id was performed.
  void awaitPerformed(String id) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    synchronized (performed) {
      while (!performed.contains(id)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(id + " was not performed");
        }
        performed.wait(left);
      }
    }
  }

  private void performed(String id) {
    synchronized (performed) {
      performed.add(id);
      performed.notifyAll();
    }
  }

  Reply awaitLater() throws InterruptedException {
    return Objects.requireNonNull(later.poll(10, TimeUnit.SECONDS));
  }

  @Override
  public Seat take(Caller caller, Outlet outlet) {
    taken.add(new Taken(caller, outlet));
    return new Seat() {
      @Override
      public Task task(BlazeRequest request, Reply reply) {
        return new TestingTask(caller, request, reply);
      }

      @Override
      public void resume() {
        resumed.incrementAndGet();
      }

      @Override
      public void leave() {
        left.incrementAndGet();
      }
    };
  }

  private final class TestingTask implements Task {
    private final Caller caller;
    private final BlazeRequest request;
    private final Reply reply;

    private TestingTask(Caller caller, BlazeRequest request, Reply reply) {
      this.caller = caller;
      this.request = request;
      this.reply = reply;
    }

    @Override
    public boolean performInMemory() {
      if (request.action().startsWith("WAIT")) {
        return false;
      }
      perform();
      return true;
    }

    @Override
    public void perform() {
      performed(request.id());
      if (!Thread.currentThread().isVirtual()) {
        performedOnLoops.add(request.id());
      }
      switch (request.action()) {
        case "VIEW" -> reply.done(view(caller));
        case "LATER" -> later.add(reply);
        case "REFUSE" -> reply.refuse(ErrorCode.FORBIDDEN);
        case "EXTRA" -> reply.refuse(Refusal.invalid("category"));
        case "FAULT", "WAIT_FAULT" -> throw new IllegalStateException("the disk is on fire");
        case "TWICE" -> {
          reply.done();
          reply.done();
        }
        case "WAIT" -> {
          pass();
          reply.done();
        }
        default -> reply.done();
      }
    }

    private void pass() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
