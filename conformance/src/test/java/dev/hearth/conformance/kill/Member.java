package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One session in the storm: talks, listens, acknowledges by its habit, and sends messages without
/// an answer again. One thread talks; its connection's thread listens.
final class Member {
  /// At most this many messages may be on their way without an answer.
  private static final int WINDOW = 16;

  /// At most this many acknowledgements may wait for their answer over HTTP. A user may have 256
  /// requests worked on at once, on all devices.
  private static final int MOST_ACKNOWLEDGING = 64;

  private static final int BATCH = 20;

  /// The acknowledgements of a message, in order.
  private static final List<List<MessageStatus>> WORDS =
      List.of(
          List.of(MessageStatus.READ),
          List.of(MessageStatus.DELIVERED),
          List.of(MessageStatus.DELIVERED, MessageStatus.READ));

  /// An acknowledgement over HTTP that takes longer than this may be answered before it is written.
  private static final long PROMPT_NANOS = 3_000_000_000L;

  private static final int PATIENCE_SECONDS = 60;

  private final String name;
  private final Client client;
  private final HttpClient http;
  private final Ledger ledger;
  private final Random random;
  private final Set<Spoken> toSay = new LinkedHashSet<>();
  private final List<MessageId> batch = new ArrayList<>();
  private final Turns acknowledging = new Turns(MOST_ACKNOWLEDGING);
  private volatile Habit habit = Habit.AT_ONCE;
  private volatile List<MessageStatus> words = List.of(MessageStatus.READ);
  private volatile boolean acknowledgesOverHttp;
  private volatile boolean bearsRefusals;
  private volatile Optional<Connection> connection = Optional.empty();

  Member(String name, Client client, HttpClient http, Ledger ledger, Random random) {
    this.name = name;
    this.client = client;
    this.http = http;
    this.ledger = ledger;
    this.random = random;
    ledger.open(name);
  }

  String name() {
    return name;
  }

  Client client() {
    return client;
  }

  Habit habit() {
    return habit;
  }

  /// Before the round: how to acknowledge, and what to say.
  void prepare(Habit roundsHabit, List<Spoken> sayings) {
    habit = roundsHabit;
    words = WORDS.get(random.nextInt(WORDS.size()));
    acknowledgesOverHttp = random.nextInt(4) == 0;
    synchronized (toSay) {
      toSay.addAll(sayings);
    }
  }

  /// Whether the server may refuse now, because its disk can't be written: it is said again later.
  void bearRefusals(boolean bears) {
    bearsRefusals = bears;
  }

  /// Connects, asks for what is pending, and sends all planned messages; returns when they are
  /// answered, or the connection is lost.
  ///
  /// @throws IOException when it is lost
  void takePart(URI blaze, Api api) throws IOException, InterruptedException {
    leave();
    ledger.connected(name);
    synchronized (batch) {
      batch.clear();
    }
    Listener listener = new Listener(api);
    Connection opened = Connection.open(http, blaze, client, listener::take);
    connection = Optional.of(opened);
    listener.connection.complete(opened);
    BlazeRequest list = BlazeRequest.listPending(UUID.randomUUID().toString(), Optional.empty());
    BlazeReply reply = answer(opened.ask(list));
    if (reply.error().isPresent() && !bearsRefusals) {
      ledger.violation("%s was refused what is pending: %s".formatted(name, reply.error()));
    }
    talk(opened, api);
  }

  /// Whether something is left to say.
  boolean isDone() {
    synchronized (toSay) {
      return toSay.isEmpty();
    }
  }

  /// Drops the connection.
  void leave() {
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  private void talk(Connection opened, Api api) throws IOException, InterruptedException {
    List<Spoken> saying;
    synchronized (toSay) {
      saying = List.copyOf(toSay);
    }
    var room = new Semaphore(WINDOW);
    for (Spoken spoken : saying) {
      if (opened.ended().isDone()) {
        break;
      }
      room.acquire();
      var _ = say(opened, api, spoken).whenComplete((_, _) -> room.release());
    }
    if (!room.tryAcquire(WINDOW, PATIENCE_SECONDS, TimeUnit.SECONDS) && !bearsRefusals) {
      ledger.violation("%s waits for answers for more than %d s".formatted(name, PATIENCE_SECONDS));
    }
    if (opened.ended().isDone()) {
      throw new IOException("lost");
    }
  }

  /// Says it over the one way or the other: it may have come over the other one before.
  private CompletableFuture<?> say(Connection opened, Api api, Spoken spoken) {
    MessageRequest message =
        MessageRequest.of(
            spoken.conversation(),
            spoken.id(),
            spoken.category(),
            spoken.text().getBytes(StandardCharsets.UTF_8));
    if (overHttp()) {
      return api.begin(client, "POST", "/messages", Api.json(message::writeTo))
          .thenAccept(answer -> {
            if (answer.isRefused()) {
              refused(spoken, answer.code(), answer.body());
            } else {
              answered(opened, api, spoken, 0);
            }
          });
    }
    // Some clients keep the envelope's id when they say it again, others don't.
    return opened
        .ask(BlazeRequest.create(UUID.randomUUID().toString(), message))
        .thenAccept(reply ->
            reply
                .error()
                .ifPresentOrElse(
                    error -> refused(spoken, error.code(), error),
                    () ->
                        answered(
                            opened,
                            api,
                            spoken,
                            reply.data().map(MessageView::createdAt).orElse(0L))));
  }

  private boolean overHttp() {
    synchronized (random) {
      return random.nextInt(4) == 0;
    }
  }

  private void refused(Spoken spoken, int code, Object answer) {
    if (bearsRefusals) {
      ledger.refused(code);
    } else {
      ledger.violation("%s was refused %s: %s".formatted(name, spoken, answer));
    }
  }

  private void answered(Connection opened, Api api, Spoken spoken, long createdAt) {
    ledger.sent(spoken, createdAt);
    Optional<Spoken> recall =
        spoken.kind() == Spoken.Kind.REGRETTED
            ? Optional.of(ledger.recall(spoken))
            : Optional.empty();
    synchronized (toSay) {
      toSay.remove(spoken);
      recall.ifPresent(toSay::add);
    }
    recall.ifPresent(one -> {
      var _ = say(opened, api, one);
    });
  }

  /// Acknowledges what has come, whatever the habit; returns when that is answered.
  void acknowledgeAll(Api api) throws IOException, InterruptedException {
    Connection opened = connection.orElseThrow(() -> new IOException("not connected"));
    List<MessageId> all = ledger.unacknowledged(name);
    for (int from = 0; from < all.size(); from += 100) {
      answer(acknowledge(opened, api, all.subList(from, Math.min(all.size(), from + 100))));
    }
  }

  private CompletableFuture<Void> acknowledge(Connection opened, Api api, List<MessageId> ids) {
    var said = CompletableFuture.<Void>completedFuture(null);
    for (MessageStatus status : words) {
      said = said.thenCompose(_ -> acknowledge(opened, api, ids, status));
    }
    return said;
  }

  private CompletableFuture<Void> acknowledge(
      Connection opened, Api api, List<MessageId> ids, MessageStatus status) {
    List<AcknowledgementRequest> requests =
        ids.stream().map(id -> AcknowledgementRequest.of(id, status)).toList();
    if (acknowledgesOverHttp) {
      return acknowledging.begin(() -> acknowledgeOverHttp(api, ids, status, requests));
    }
    return opened
        .ask(BlazeRequest.acknowledge(UUID.randomUUID().toString(), requests))
        .thenAccept(reply ->
            acknowledged(
                ids, status, reply.error().isPresent() || reply.data().isPresent(), reply));
  }

  private CompletableFuture<Void> acknowledgeOverHttp(
      Api api, List<MessageId> ids, MessageStatus status, List<AcknowledgementRequest> requests) {
    long began = System.nanoTime();
    return api.begin(client, "POST", "/acknowledgements", json(requests))
        .thenAccept(answer -> {
          if (System.nanoTime() - began < PROMPT_NANOS) {
            acknowledged(ids, status, answer.isRefused(), answer.body());
          }
        });
  }

  private static String json(List<AcknowledgementRequest> requests) {
    return Api.json(out -> {
      out.writeStartArray();
      requests.forEach(one -> one.writeTo(out));
      out.writeEndArray();
    });
  }

  private void acknowledged(
      List<MessageId> ids, MessageStatus status, boolean refused, Object answer) {
    if (refused && bearsRefusals) {
      return;
    }
    if (refused) {
      ledger.violation("%s had an acknowledgement answered %s".formatted(name, answer));
    }
    ledger.acknowledged(name, ids, status);
  }

  private static <T> T answer(CompletableFuture<T> asked) throws IOException, InterruptedException {
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer", e);
    }
  }

  /// Hears what comes over one connection.
  private final class Listener {
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private final Api api;

    private Listener(Api api) {
      this.api = api;
    }

    void take(BlazeReply push) {
      if (push.error().isPresent() && !bearsRefusals) {
        ledger.violation("%s was told %s".formatted(name, push.error()));
      }
      if (!push.action().equals(BlazeAction.CREATE_MESSAGE)) {
        return; // a receipt: may be lost, and comes in no promised order
      }
      push.data()
          .ifPresentOrElse(
              this::take,
              () -> ledger.violation("%s was pushed a message without data".formatted(name)));
    }

    private void take(MessageView view) {
      ledger.received(name, view);
      MessageId id = MessageId.of(view.messageId());
      switch (habit) {
        case AT_ONCE -> {
          var _ = acknowledge(connection.join(), api, List.of(id));
        }
        case IN_BATCHES -> batched(id);
        case LATE, NEVER -> {}
      }
    }

    private void batched(MessageId id) {
      List<MessageId> full = List.of();
      synchronized (batch) {
        batch.add(id);
        if (batch.size() == BATCH) {
          full = List.copyOf(batch);
          batch.clear();
        }
      }
      if (!full.isEmpty()) {
        var _ = acknowledge(connection.join(), api, full);
      }
    }
  }
}
