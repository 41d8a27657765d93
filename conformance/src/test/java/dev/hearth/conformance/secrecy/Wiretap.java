package dev.hearth.conformance.secrecy;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A connection in somebody's name without the SDK: it sees the messages that the server has for a
/// session, unchanged, and acknowledges nothing.
final class Wiretap implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Connection connection;
  private final List<MessageView> seen = new ArrayList<>();

  private Wiretap(HttpClient http, URI blaze, Client client) throws IOException {
    this.connection = Connection.open(http, blaze, client, this::take);
  }

  static Wiretap on(HttpClient http, URI blaze, Client client) throws Exception {
    var tap = new Wiretap(http, blaze, client);
    tap.ask(BlazeRequest.listPending(id(), Optional.empty()));
    return tap;
  }

  private synchronized void take(BlazeReply push) {
    push.data().filter(view -> view.conversation().isPresent()).ifPresent(seen::add);
    notifyAll();
  }

  /// How many messages it has seen so far.
  synchronized int count() {
    return seen.size();
  }

  /// The first message of this kind behind the first `from`; waits for it.
  synchronized MessageView await(int from, Predicate<MessageView> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Optional<MessageView> found = seen.stream().skip(from).filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("nothing of the kind came");
      }
      wait(left);
    }
  }

  /// Asks a device for messages, as one does that could not read them, and waits until the last of
  /// them comes.
  ///
  /// @return those that came
  List<MessageId> askAgain(ConversationId conversation, DeviceAddress author, List<MessageId> said)
      throws Exception {
    int from = count();
    BlazeReply reply = askFor(conversation, author, said);
    if (reply.error().isPresent()) {
      throw new AssertionError("refused: " + reply.error().get());
    }
    await(from, view -> again(view).equals(Optional.of(said.getLast())));
    synchronized (this) {
      return seen.stream().skip(from).flatMap(view -> again(view).stream()).toList();
    }
  }

  /// Asks a device for messages.
  BlazeReply askFor(ConversationId conversation, DeviceAddress author, List<MessageId> said)
      throws Exception {
    var wanted =
        new PlainJson(
            "RESEND_MESSAGES",
            said,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    var message =
        MessageRequest.of(conversation, MessageId.random(), wanted.category(), wanted.toBytes())
            .withRecipient(author.user())
            .withSession(author.session());
    return ask(BlazeRequest.create(id(), message));
  }

  private static Optional<MessageId> again(MessageView view) {
    return Optional.of(view)
        .filter(it -> it.category().startsWith("SIGNAL_"))
        .flatMap(it -> Envelope.parse(it.payload()))
        .flatMap(Envelope::again);
  }

  /// The payloads of all messages that it has seen.
  synchronized byte[] everything() {
    var all = new ByteArrayOutputStream();
    seen.forEach(view -> all.writeBytes(view.payload()));
    return all.toByteArray();
  }

  private BlazeReply ask(BlazeRequest request) throws Exception {
    return connection.ask(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    connection.close();
  }
}
