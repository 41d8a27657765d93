package dev.hearth.sdk;

import dev.hearth.protocol.BlazeReply;
import dev.hearth.protocol.Keystore;
import dev.hearth.protocol.MessageId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import dev.hearth.sdk.Request.Acknowledgement;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the parts of a client together: link, inbox and acknowledger for Blaze, and the HTTP API.
final class ConnectedClient implements HearthClient {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectedClient.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Keystore keystore;
  private final ClientOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final Tokens tokens;
  private final HttpApi api;
  private final BlazeLink link;
  private final Acknowledger acknowledger;
  private final Boxes boxes;
  private final BoxedMessages boxedMessages;
  private final Semaphore inFlight;
  private final AtomicReference<Optional<Inbox>> inbox = new AtomicReference<>(Optional.empty());

  ConnectedClient(Keystore keystore, ClientOptions options) {
    this.keystore = keystore;
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.pace().answerWithin())
            .build();
    this.tokens = new Tokens(keystore, options.clock());
    this.api = new HttpApi(http, options, tokens, user());
    this.link = new BlazeLink(this::dial, options.pace(), options.random());
    this.acknowledger = new Acknowledger(this::tell, options.pace().acknowledgeWithin());
    this.boxes = new Boxes(keystore);
    this.boxedMessages =
        new BoxedMessages(
            user(),
            boxes,
            api,
            new Patience(link::awaitReady, options.pace(), options.random()),
            this::send);
    this.inFlight = new Semaphore(options.inFlight(), true);
  }

  @Override
  public UserId user() {
    return keystore.userId();
  }

  @Override
  public SessionId session() {
    return keystore.sessionId();
  }

  @Override
  public void connect(ClientListener listener, SeenMessages seen) {
    var events =
        new Inbox(
            listener,
            seen,
            boxes::open,
            options.acknowledgeAs(),
            acknowledger::add,
            link::listAgain);
    link.start(events);
    acknowledger.start();
    events.start();
    inbox.set(Optional.of(events));
  }

  @Override
  public boolean awaitConnected(Duration atMost) throws InterruptedException {
    return link.awaitReady(atMost);
  }

  @Override
  public Sent send(OutgoingMessage message) throws InterruptedException {
    inFlight.acquire();
    try {
      return sendOne(message);
    } finally {
      inFlight.release();
    }
  }

  private Sent sendOne(OutgoingMessage message) throws InterruptedException {
    return switch (message.protection()) {
      case NONE -> send(Parcel.open(message));
      case ENCRYPTED -> boxedMessages.send(message);
      case SIGNAL -> throw new UnsupportedOperationException("this client does not seal messages");
    };
  }

  /// Over the socket.
  private Sent send(Parcel parcel) throws InterruptedException {
    BlazeReply reply = link.ask(Request.createMessage(parcel));
    if (reply.error().isPresent()) {
      var error = reply.error().get();
      return new Sent.Refused(error.code(), error.description());
    }
    return new Sent.Accepted(reply.data().map(view -> Pushes.time(view.createdAt())));
  }

  @Override
  public void read(Collection<MessageId> messages) throws InterruptedException {
    for (MessageId each : messages) {
      acknowledger.add(new Acknowledgement(each, ReceiptStatus.READ));
    }
  }

  @Override
  public HearthApi api() {
    return api;
  }

  @Override
  public void close() {
    inbox.get().ifPresent(events -> events.close(LAST_WORDS));
    acknowledger.close(LAST_WORDS);
    link.close();
    http.shutdownNow();
    threads.shutdownNow();
  }

  private BlazeSocket dial(Consumer<BlazeReply> pushes) throws IOException, InterruptedException {
    String token = tokens.sign("GET", options.blaze(), new byte[0]);
    return BlazeSocket.open(http, options.blaze(), token, options.pace(), pushes);
  }

  private void tell(List<Acknowledgement> batch) throws InterruptedException {
    switch (options.acknowledgeOver()) {
      case BLAZE ->
          link.ask(Request.acknowledge(batch))
              .error()
              .ifPresent(error -> LOG.warn("Acknowledgements were refused: {}", error.code()));
      case HTTP -> tellOverHttp(batch);
    }
  }

  private void tellOverHttp(List<Acknowledgement> batch) throws InterruptedException {
    var pauses =
        new Backoff(
            options.pace().reconnectFirst(), options.pace().reconnectAtMost(), options.random());
    for (; ; ) {
      try {
        api.acknowledge(batch);
        return;
      } catch (HearthException e) {
        if (e.reason() == HearthException.Reason.REFUSED && !HttpCalls.isPassing(e.code())) {
          LOG.warn("Acknowledgements were refused: {}", e.code());
          return;
        }
        Thread.sleep(pauses.next());
      }
    }
  }
}
