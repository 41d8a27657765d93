package dev.hearth.testkit;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.Asset;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.Snapshot;
import dev.hearth.sdk.Transfer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Somebody with their client open: says things, and hears what others say, in order.
public final class OnlineUser implements AutoCloseable {
  /// Longer than a busy machine needs; only a failing test waits this long.
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_TOLD = 20;

  /// Something that this user waits for, or that explains why it does not come.
  private sealed interface Event {
    record Heard(IncomingMessage message) implements Event {}

    record Noticed(String what) implements Event {}

    record Failed(Throwable failure) implements Event {}

    record SignedOut() implements Event {}
  }

  private final HearthClient client;
  private final Function<UserId, String> names;
  private final Consumer<OnlineUser> closed;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  // Taken from the events while the other kind was waited for.
  private final Queue<IncomingMessage> unread = new ConcurrentLinkedQueue<>();
  private final Queue<Snapshot> payments = new ConcurrentLinkedQueue<>();
  private volatile Duration patience = USUAL_PATIENCE;

  private OnlineUser(
      HearthClient client, Function<UserId, String> names, Consumer<OnlineUser> closed) {
    this.client = client;
    this.names = names;
    this.closed = closed;
  }

  /// @param names what users are called
  /// @param closed hears when this user is no longer online
  static OnlineUser connect(
      HearthClient client, Function<UserId, String> names, Consumer<OnlineUser> closed)
      throws InterruptedException {
    var user = new OnlineUser(client, names, closed);
    try {
      client.connect(user.new Ear());
      if (!client.awaitConnected(USUAL_PATIENCE)) {
        throw new AssertionError("not connected within " + shown(USUAL_PATIENCE));
      }
      return user;
    } catch (Throwable e) {
      client.close();
      throw e;
    }
  }

  public UserId id() {
    return client.user();
  }

  /// The client, for everything else this user can do.
  public HearthClient client() {
    return client;
  }

  /// Waits at most this long for each message from now on; usually it is 10 s.
  ///
  /// {@snippet class="dev.hearth.testkit.PatienceTest" region="patience" :
  ///
  /// var alice = hearth.online(keystore).withPatience(Duration.ofSeconds(2));
  /// }
  public OnlineUser withPatience(Duration atMost) {
    patience = atMost;
    return this;
  }

  /// Sends a text to another user, in their conversation, which is created if it does not exist;
  /// returns once the server holds it.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(UserId other, String text) throws InterruptedException {
    say(client.api().createContact(other).id(), text);
  }

  /// Says a text in a conversation.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(ConversationId conversation, String text) throws InterruptedException {
    say(conversation, new Text(text));
  }

  /// Says anything: an image, a card, a sticker. As [HearthClient#say] does.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(ConversationId conversation, Payload.Sendable payload)
      throws InterruptedException {
    switch (client.say(conversation, payload)) {
      case Sent.Accepted _ -> {}
      case Sent.Refused(int code, String description) ->
          throw new AssertionError("refused with " + code + ": " + description);
      case Sent.InDoubt(var users) ->
          throw new AssertionError("not sent: another protection or session key of " + users);
      case Sent.IdentityChanged(var users) ->
          throw new AssertionError("not sent: another identity key of " + users);
    }
  }

  /// Presses a bot's button: sends the button's text in its conversation.
  ///
  /// @throws AssertionError when no button with this label sends a text
  public void press(IncomingMessage buttons, String label) throws InterruptedException {
    String words =
        buttons(buttons.content()).stream()
            .filter(button -> button.label().equals(label))
            .flatMap(button -> button.says().stream())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no button says anything for " + label));
    say(buttons.conversation(), words);
  }

  private static List<Button> buttons(Payload content) {
    return switch (content) {
      case ButtonGroup group -> group.buttons();
      case Card card -> card.actions();
      default -> List.of();
    };
  }

  /// Pays somebody, with the PIN of [HearthServer#PIN], which becomes this user's first PIN;
  /// returns once the server has made the transfer.
  ///
  /// @param amount such as `1.5`
  /// @return what it did to this user's balance
  /// @throws dev.hearth.sdk.HearthException when the server refuses it: see
  ///   [dev.hearth.sdk.HearthApi#pay]
  public Snapshot pay(UserId other, String amount, Asset asset) {
    return pay(other, amount, asset, "");
  }

  /// As [#pay(UserId, String, Asset)], with a note for the other.
  public Snapshot pay(UserId other, String amount, Asset asset, String memo) {
    var api = client.api();
    if (!api.hasPin()) {
      api.setPin(HearthServer.PIN);
    }
    var transfer = Transfer.of(asset.id(), other, new BigDecimal(amount)).withMemo(memo);
    return api.pay(transfer, HearthServer.PIN);
  }

  /// The next payment to this user; waits for it, as [#next()] does. Messages that come before it
  /// are there for [#next()].
  ///
  /// @throws AssertionError as [#next()] does
  public Snapshot nextPayment() throws InterruptedException {
    return await(patience, payments, "nobody paid ");
  }

  /// The next message of a person or a bot; waits for it. Skips the server's own messages, such as
  /// that somebody joined a group; payments are there for [#nextPayment()].
  ///
  /// A handler, a listener or a timer that fails in this JVM, of a client with the
  /// [options][HearthServer#options] of this server, fails this at once, for everybody who is
  /// online.
  ///
  /// @throws AssertionError when nothing comes for 10 s, or as long as [#withPatience] says; it
  ///   tells what came instead. Or when something failed: that is its cause
  public IncomingMessage next() throws InterruptedException {
    return next(patience);
  }

  /// As [#next()], with a patience for this message alone.
  public IncomingMessage next(Duration atMost) throws InterruptedException {
    return await(atMost, unread, "nobody said anything to ");
  }

  /// The head of one of the two queues, into which the events are sorted until it has one.
  ///
  /// @param complaint begins the message of the failure when it has none in time
  private <T> T await(Duration atMost, Queue<T> wanted, String complaint)
      throws InterruptedException {
    var instead = new ArrayDeque<String>();
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      T first = wanted.poll();
      if (first != null) {
        return first;
      }
      switch (events.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        case null -> throw new AssertionError(complaint + name() + nothing(atMost, instead));
        case Event.Heard(IncomingMessage message) -> {
          sort(message);
          tell(instead, message.category() + " in " + message.conversation());
        }
        case Event.Noticed(String what) -> tell(instead, what);
        case Event.Failed(Throwable failure) ->
            throw new AssertionError("a handler failed, so no answer is to be expected", failure);
        case Event.SignedOut() ->
            throw new AssertionError("the server has ended the session of " + name());
      }
    }
  }

  private void sort(IncomingMessage message) {
    if (!message.category().startsWith("SYSTEM_")) {
      unread.add(message);
    }
    Snapshot.find(message.content())
        .filter(snapshot -> snapshot.amount().signum() > 0)
        .ifPresent(payments::add);
  }

  private static void tell(Deque<String> instead, String what) {
    if (instead.size() == MOST_TOLD) {
      instead.removeFirst();
    }
    instead.addLast(what);
  }

  private static String nothing(Duration atMost, Deque<String> instead) {
    String rest =
        instead.isEmpty() ? "; nothing else came" : "; instead came: " + String.join(", ", instead);
    return " for " + shown(atMost) + rest;
  }

  private String name() {
    return names.apply(id());
  }

  private static String shown(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  void hearOf(Throwable failure) {
    events.add(new Event.Failed(failure));
  }

  /// Closes the client.
  @Override
  public void close() {
    closed.accept(this);
    client.close();
  }

  private final class Ear implements ClientListener {
    @Override
    public void message(IncomingMessage message) {
      events.add(new Event.Heard(message));
    }

    @Override
    public void receipt(Receipt receipt) {
      events.add(
          new Event.Noticed(
              "a message was " + receipt.status() + " by " + names.apply(receipt.by())));
    }

    @Override
    public void unreadable(IncomingMessage message) {
      events.add(new Event.Noticed("a message that " + name() + " can't read yet"));
    }

    @Override
    public void identityChanged(UserId user) {
      events.add(new Event.Noticed("another identity key of " + names.apply(user)));
    }

    @Override
    public void signedOut() {
      events.add(new Event.SignedOut());
    }
  }
}
