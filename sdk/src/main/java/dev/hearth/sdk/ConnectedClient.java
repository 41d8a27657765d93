package dev.hearth.sdk;

import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.protocol.payload.PlainJson.Acknowledged;
import dev.hearth.sdk.blaze.Acknowledger;
import dev.hearth.sdk.blaze.BlazeLink;
import dev.hearth.sdk.blaze.BlazeSocket;
import dev.hearth.sdk.blaze.Inbox;
import dev.hearth.sdk.blaze.Opener;
import dev.hearth.sdk.blaze.Request;
import dev.hearth.sdk.http.Acknowledgement;
import dev.hearth.sdk.http.Backoff;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.HttpCalls;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.http.RetryingCalls;
import dev.hearth.sdk.http.SignedToken;
import dev.hearth.sdk.http.Tokens;
import dev.hearth.sdk.protection.BestProtection;
import dev.hearth.sdk.protection.BoxOpener;
import dev.hearth.sdk.protection.BoxedMessages;
import dev.hearth.sdk.protection.Boxes;
import dev.hearth.sdk.protection.KnownDevices;
import dev.hearth.sdk.protection.KnownProtection;
import dev.hearth.sdk.protection.RemoteSealingServer;
import dev.hearth.sdk.protection.SealedForPeople;
import dev.hearth.sdk.protection.TrustReports;
import dev.hearth.sdk.protection.Weighing;
import dev.hearth.sdk.signal.SafetyNumber;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Puts the parts of a client together: link, inbox and acknowledger for Blaze, and the HTTP API.
final class ConnectedClient implements HearthClient {
  private static final System.Logger LOG = System.getLogger(ConnectedClient.class.getName());
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Keystore keystore;
  private final ClientOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final Tokens tokens;
  private final HttpApi api;
  private final BlazeLink link;
  private final Acknowledger acknowledger;
  // Only people's clients: no app of theirs is told of what a bot has read.
  private final Optional<Acknowledger> ownDevices;
  private final Opener opener;
  private final BoxedMessages boxedMessages;
  private final RetryingCalls patience;
  private final Semaphore inFlight;
  private final KnownProtection known;
  private final KnownDevices devices;
  private final Optional<SealedForPeople> people;
  private final BestProtection protection;
  private final AtomicReference<Optional<Inbox>> inbox = new AtomicReference<>(Optional.empty());

  ConnectedClient(Keystore keystore, Optional<ClientStore> store, ClientOptions options) {
    this.keystore = keystore;
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.pace().answerWithin())
            .build();
    this.tokens = new Tokens(keystore, options.clock());
    this.api = new HttpApi(http, options, tokens, keystore);
    this.link =
        new BlazeLink(
            options.blaze(), this::dial, options.pace(), options.bounds(), options.random());
    Duration within = options.pace().acknowledgeWithin();
    Duration again = options.pace().reconnectAtMost();
    this.acknowledger = new Acknowledger(this::tell, within, again);
    this.ownDevices = store.map(ignored -> new Acknowledger(this::tellOwnDevices, within, again));
    this.inFlight = new Semaphore(options.inFlight(), true);
    this.patience = new RetryingCalls(link::awaitReady, options.pace(), options.random());
    var reports = new TrustReports(this::trustChanged);
    ClientStore memory = store.orElseGet(ClientStore::inMemory);
    this.devices = new KnownDevices(memory, store.isPresent(), options.newDevices(), reports);
    this.known =
        new KnownProtection(
            user(),
            memory,
            store.isPresent(),
            user -> store.isPresent() && SignalDevice.hasMet(store.get(), user),
            reports);
    var boxes = new Boxes(keystore, devices);
    this.boxedMessages = new BoxedMessages(user(), boxes, api, patience, options.bounds(), link);
    var boxOpener = new BoxOpener(boxes);
    this.people =
        store.map(it ->
            new SealedForPeople(
                keystore,
                it,
                new RemoteSealingServer(user(), link, api, patience, options.bounds(), known),
                boxOpener,
                link,
                patience::pauses,
                options.clock()));
    people.ifPresent(it ->
        it.whenDevicesJoin((conversation, users) ->
            inbox.get().ifPresent(events -> events.joined(conversation, users))));
    this.opener = new Weighing(people.<Opener>map(it -> it).orElse(boxOpener), known);
    this.protection = new BestProtection(user(), api, patience, known, store.isPresent());
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
    connect(listener, seen, acknowledger::add);
  }

  /// Connects for a listener that does itself what is else done for it: it tells what was read, and
  /// knows what it has had.
  void connectUnacknowledged(ClientListener listener) {
    connect(listener, SeenMessages.NONE, ignored -> {});
  }

  private void connect(ClientListener listener, SeenMessages seen, Inbox.Acknowledge acknowledge) {
    var events =
        new Inbox(
            listener,
            seen,
            opener,
            options.acknowledgeAs(),
            acknowledge,
            link::listAgain,
            options.pace().reconnectAtMost(),
            options.failures());
    link.start(events);
    // Before anything can fail, for closing finds it there.
    inbox.set(Optional.of(events));
    acknowledger.start();
    ownDevices.ifPresent(Acknowledger::start);
    events.start();
    people.ifPresent(SealedForPeople::start);
  }

  @Override
  public boolean awaitConnected(Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    return link.awaitReady(atMost)
        && (people.isEmpty()
            || people.get().awaitPreKeys(Duration.ofNanos(until - System.nanoTime())));
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
      case NONE -> {
        people.ifPresent(sealed -> sealed.travelsOpen(message.category(), message.payload()));
        yield link.send(Parcel.open(message));
      }
      case ENCRYPTED -> boxedMessages.send(message);
      case SIGNAL -> people().send(message);
    };
  }

  @Override
  public Sent say(ConversationId conversation, Payload.Sendable payload)
      throws InterruptedException {
    return say(OutgoingMessage.of(conversation, payload));
  }

  @Override
  public Sent say(OutgoingMessage message) throws InterruptedException {
    BestProtection.Choice best = protection.in(message.conversation());
    if (!best.protection().covers(message.category())) {
      return send(message.protectedBy(Protection.NONE));
    }
    return best.inDoubt().isEmpty()
        ? send(message.protectedBy(best.protection()))
        : new Sent.InDoubt(best.inDoubt());
  }

  @Override
  public Protection protectionIn(ConversationId conversation) throws InterruptedException {
    return protection.in(conversation).protection();
  }

  @Override
  public Optional<SafetyNumber> findSafetyNumber(UserId other) {
    return people.flatMap(sealed -> sealed.findSafetyNumber(other));
  }

  @Override
  public boolean acceptIdentity(UserId other, SafetyNumber number) {
    boolean accepted = people().acceptIdentity(other, number);
    if (accepted) {
      inbox.get().ifPresent(Inbox::startOver);
    }
    return accepted;
  }

  @Override
  public boolean acceptChange(UserId user) {
    // Both: what can be accepted of one user was said by the same server.
    boolean protection = known.accept(user);
    return devices.accept(user) || protection;
  }

  @Override
  public Protection knownProtection(UserId user) {
    return known.of(user);
  }

  /// For calls that wait for a connection, and are made again until they are answered.
  RetryingCalls patience() {
    return patience;
  }

  /// The best protection of what the user has said so far.
  Protection spokenBy(UserId user) {
    return known.spokenBy(user);
  }

  private void trustChanged(UserId user, TrustChange change) {
    inbox.get().ifPresent(events -> events.tell(listener -> listener.trustChanged(user, change)));
  }

  private SealedForPeople people() {
    return people.orElseThrow(
        () -> new IllegalStateException("without a store there are no keys to seal messages with"));
  }

  @Override
  public void read(Collection<MessageId> messages) throws InterruptedException {
    for (MessageId each : messages) {
      var read = new Acknowledgement(each, ReceiptStatus.READ);
      acknowledger.add(read);
      if (ownDevices.isPresent()) {
        ownDevices.get().add(read);
      }
    }
  }

  @Override
  public HearthApi api() {
    return api;
  }

  @Override
  public void close() {
    Optional<Inbox> own = inbox.get().filter(Inbox::isListening);
    if (own.isPresent()) {
      // The message that the listener is handling is still to be acknowledged.
      own.get().closeAfterThis();
      Thread.ofVirtual().name("hearth-close").start(this::disconnect);
    } else {
      disconnect();
    }
  }

  private void disconnect() {
    inbox.get().ifPresent(events -> events.close(LAST_WORDS));
    acknowledger.close(LAST_WORDS);
    ownDevices.ifPresent(it -> it.close(LAST_WORDS));
    people.ifPresent(SealedForPeople::close);
    link.close();
    http.shutdownNow();
    try {
      // After this wait, callers get the error that the client is closed.
      var ignored = http.awaitTermination(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private BlazeSocket dial(Consumer<BlazeReply> pushes) throws IOException, InterruptedException {
    while (true) {
      SignedToken token = tokens.sign("GET", options.blaze(), new byte[0]);
      try {
        return BlazeSocket.open(http, options.blaze(), token, options.pace(), pushes);
      } catch (WebSocketHandshakeException e) {
        if (e.getResponse().statusCode() != 401 || !token.isOutOfDate()) {
          throw e;
        }
      }
    }
  }

  private void tell(List<Acknowledgement> batch) throws InterruptedException {
    switch (options.acknowledgeOver()) {
      case BLAZE ->
          link.ask(Request.acknowledge(batch))
              .error()
              .ifPresent(error ->
                  LOG.log(Level.WARNING, () -> "Acknowledgements were refused: " + error.code()));
      case HTTP -> tellOverHttp(batch);
    }
  }

  /// As the apps do: the server passes it on to this user's other sessions, if there are any.
  private void tellOwnDevices(List<Acknowledgement> batch) throws InterruptedException {
    var read =
        new PlainJson(
            "ACKNOWLEDGE_MESSAGE_RECEIPTS",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            batch.stream()
                .map(each -> new Acknowledged(each.message(), "READ", OptionalLong.empty()))
                .toList(),
            Optional.empty());
    // Read marks of all conversations in one message: it is of none of them.
    var message = OutgoingMessage.of(conversationWith(user()), read).to(user());
    if (link.send(Parcel.open(message)) instanceof Sent.Refused(int code, var ignored)) {
      LOG.log(Level.WARNING, () -> "Our other devices are not told what was read: " + code);
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
          LOG.log(Level.WARNING, () -> "Acknowledgements were refused: " + e.code());
          return;
        }
        Thread.sleep(pauses.next());
      }
    }
  }
}
