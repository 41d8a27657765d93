package dev.hearth.sdk.blaze;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.SeenMessages;
import dev.hearth.sdk.blaze.Opener.Treatment;
import dev.hearth.sdk.http.Acknowledgement;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The queue of pushed events for the listener, which is called on one virtual thread.
///
/// The queue is bounded, but never blocks the socket, since answers come over it too. When it is
/// full, new messages are left to the server; once the listener has caught up, the client asks for
/// them again. No message is lost, and the order stays.
public final class Inbox {
  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
  private static final int MOST_WAITING = 4096;

  private sealed interface Event {
    record Pushed(IncomingMessage message) implements Event {}

    record Changed(Receipt receipt) implements Event {}

    record Joined(ConversationId conversation, Set<UserId> users) implements Event {}

    record Noticed(Consumer<ClientListener> notice) implements Event {}

    enum Turn implements Event {
      CONNECTED,
      DISCONNECTED,
      SIGNED_OUT,
      /// From here on, messages were left to the server.
      LEFT
    }
  }

  private final ClientListener listener;
  private final SeenMessages seen;
  private final Opener opener;
  private final ReceiptStatus acknowledgeAs;
  private final Acknowledge acknowledge;
  private final ListAgain listAgain;
  private final Duration againAfter;
  private final Consumer<Throwable> failures;
  private final Thread thread;
  private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
  private volatile boolean leaving;
  private volatile boolean connected;
  private volatile boolean closing;
  // When what could not be kept is asked for again. For the listener's thread.
  private OptionalLong againAt = OptionalLong.empty();

  /// @param againAfter how long a message waits that could not be kept
  /// @param failures hears of the listener's failures
  public Inbox(
      ClientListener listener,
      SeenMessages seen,
      Opener opener,
      ReceiptStatus acknowledgeAs,
      Acknowledge acknowledge,
      ListAgain listAgain,
      Duration againAfter,
      Consumer<Throwable> failures) {
    this.listener = listener;
    this.seen = seen;
    this.opener = opener;
    this.acknowledgeAs = acknowledgeAs;
    this.acknowledge = acknowledge;
    this.listAgain = listAgain;
    this.againAfter = againAfter;
    this.failures = failures;
    this.thread = Thread.ofVirtual().name("hearth-listener").unstarted(this::listen);
  }

  public void start() {
    thread.start();
  }

  /// Whether it is the listener who calls.
  public boolean isListening() {
    return thread == Thread.currentThread();
  }

  /// Stops the listener once it is through with what it hears now.
  public void closeAfterThis() {
    closing = true;
  }

  /// Stops the listener, even in the middle of a message, and waits for that at most this long.
  public void close(Duration atMost) {
    boolean atOnce = !closing;
    closing = true;
    if (atOnce) {
      thread.interrupt();
    }
    try {
      thread.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  /// A frame of the present connection, on its own thread.
  void take(BlazeReply reply) {
    if (reply.action().equals("LIST_PENDING_MESSAGES")) {
      if (reply.error().isEmpty()) {
        leaving = false;
        if (!connected) {
          connected = true;
          turn(Event.Turn.CONNECTED);
        }
      }
      return;
    }
    Pushes.receipt(reply).ifPresent(receipt -> offer(new Event.Changed(receipt)));
    if (leaving) {
      return;
    }
    Optional<IncomingMessage> message = Pushes.message(reply);
    if (message.isPresent() && !offer(new Event.Pushed(message.get()))) {
      leaving = true;
      waiting.add(Event.Turn.LEFT);
      LOG.log(
          Level.INFO, "The listener is " + MOST_WAITING + " behind: the rest waits at the server");
    }
  }

  void disconnected() {
    connected = false;
    turn(Event.Turn.DISCONNECTED);
  }

  /// Devices of these users have come into a conversation. Any thread may call.
  public void joined(ConversationId conversation, Set<UserId> users) {
    if (waiting.size() < 2 * MOST_WAITING) {
      waiting.add(new Event.Joined(conversation, users));
    }
  }

  /// Has everything that is not acknowledged come once more, in order.
  public void startOver() {
    leaving = true;
    waiting.add(Event.Turn.LEFT);
  }

  /// Has the listener told what this client itself has noticed.
  public void tell(Consumer<ClientListener> notice) {
    // As with turns: one that is stuck needn't hear of everything.
    if (waiting.size() < 2 * MOST_WAITING) {
      waiting.add(new Event.Noticed(notice));
    }
  }

  void signedOut() {
    waiting.add(Event.Turn.SIGNED_OUT);
  }

  private void turn(Event.Turn turn) {
    // A listener that is stuck while the connection comes and goes needn't hear of every time.
    if (waiting.size() < 2 * MOST_WAITING) {
      waiting.add(turn);
    }
  }

  private boolean offer(Event event) {
    return waiting.size() < MOST_WAITING && waiting.add(event);
  }

  private void listen() {
    while (!closing) {
      try {
        hear(next());
      } catch (InterruptedException ignored) {
        // Closed; or an interrupt that the listener has left behind.
      } catch (RuntimeException | Error e) {
        // One failure must not keep from the listener all that comes after it.
        LOG.log(Level.ERROR, "Something that was pushed could not be handled", e);
        againAt = OptionalLong.of(System.nanoTime() + againAfter.toNanos());
      }
    }
    LOG.log(Level.DEBUG, "The listener is closed");
  }

  private Event next() throws InterruptedException {
    if (againAt.isEmpty()) {
      return waiting.take();
    }
    Event next = waiting.poll(againAt.getAsLong() - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (next != null) {
      return next;
    }
    againAt = OptionalLong.empty();
    leaving = true;
    return Event.Turn.LEFT;
  }

  private void hear(Event event) throws InterruptedException {
    switch (event) {
      case Event.Pushed(IncomingMessage message) -> {
        Optional<ReceiptStatus> done = heard(message);
        if (done.isPresent()) {
          acknowledge.add(new Acknowledgement(message.id(), done.get()));
        }
      }
      case Event.Changed(Receipt receipt) -> guarded(() -> listener.receipt(receipt));
      case Event.Joined(var conversation, var users) ->
          guarded(() -> listener.devicesJoined(conversation, users));
      case Event.Noticed(var notice) -> guarded(() -> notice.accept(listener));
      case Event.Turn.CONNECTED -> guarded(listener::connected);
      case Event.Turn.DISCONNECTED -> guarded(listener::disconnected);
      case Event.Turn.SIGNED_OUT -> guarded(listener::signedOut);
      case Event.Turn.LEFT -> askForWhatWasLeft();
    }
  }

  private void askForWhatWasLeft() throws InterruptedException {
    // A new connection has listed everything already, or will.
    if (leaving && connected) {
      try {
        listAgain.ask();
      } catch (HearthException ended) {
        LOG.log(Level.DEBUG, () -> "Nothing can be asked for any more: " + ended.reason());
      }
    }
  }

  /// @return as what to acknowledge it; empty when it is to come again
  private Optional<ReceiptStatus> heard(IncomingMessage pushed) throws InterruptedException {
    try {
      return seen.contains(pushed.id()) ? Optional.of(acknowledgeAs) : hear(pushed);
    } catch (RuntimeException | Error e) {
      // Such as a full disk: it is not acknowledged.
      LOG.log(
          Level.ERROR,
          () -> "Message " + pushed.id() + " could not be kept, and will come again",
          e);
      againAt = OptionalLong.of(System.nanoTime() + againAfter.toNanos());
      return Optional.empty();
    }
  }

  /// @return as what to acknowledge it; empty when it is to come again
  private Optional<ReceiptStatus> hear(IncomingMessage pushed) throws InterruptedException {
    switch (opener.open(pushed)) {
      case Treatment.Show(IncomingMessage message) -> {
        guarded(() -> listener.message(message));
        // First, so that it is not shown again where only the store fails.
        seen.add(pushed.id());
        opener.handled(pushed.id());
      }
      case Treatment.ShowUnreadable() -> guarded(() -> listener.unreadable(pushed));
      case Treatment.ShowReadElsewhere(var messages) -> {
        guarded(() -> listener.readElsewhere(messages));
        return Optional.of(ReceiptStatus.READ);
      }
      case Treatment.Hidden() -> {
        return Optional.of(ReceiptStatus.READ);
      }
      case Treatment.ShowIdentityChanged(UserId user, boolean first) -> {
        if (first) {
          guarded(() -> listener.identityChanged(user));
        }
        return Optional.empty();
      }
    }
    return Optional.of(acknowledgeAs);
  }

  private void guarded(Hearing hearing) throws InterruptedException {
    try {
      hearing.run();
    } catch (Throwable e) {
      if (closing) {
        // Any exception means the same here: the listener was interrupted and did not finish.
        throw new InterruptedException("closed");
      }
      LOG.log(Level.ERROR, "The listener failed", e);
      failures.accept(e);
    }
  }

  private interface Hearing {
    void run() throws InterruptedException;
  }

  /// Takes an acknowledgement, when there is room.
  public interface Acknowledge {
    void add(Acknowledgement acknowledgement) throws InterruptedException;
  }

  /// Asks the server for everything that is pending.
  public interface ListAgain {
    void ask() throws InterruptedException;
  }
}
