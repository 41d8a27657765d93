package dev.hearth.conformance.kill;

import dev.hearth.Eventually;
import dev.hearth.conformance.Client;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// How far messages came: an acknowledgement that was answered reaches the author, who asks for it
/// with `GET /messages/status/:offset`; and what an author was once told is not taken back.
final class Receipts {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The receipts that an author got, and the position up to which they have read them.
  private static final class Told {
    private final Client author;
    private final Map<MessageId, MessageStatus> reached = new HashMap<>();
    private final Map<MessageId, MessageStatus> promised = new HashMap<>();
    private long since;

    private Told(Client author) {
      this.author = author;
    }

    private boolean isKept(MessageId id, MessageStatus promise) {
      MessageStatus told = reached.get(id);
      return told != null && told.compareTo(promise) >= 0;
    }
  }

  private final Map<String, Client> sessions = new ConcurrentHashMap<>();
  private final Map<UserId, Told> authors = new HashMap<>();
  private long answered;
  private long told;

  void belongs(String session, Client client) {
    sessions.put(session, client);
  }

  /// The acknowledgement of a message by a session was answered.
  synchronized void acknowledged(String session, Spoken spoken, MessageStatus status) {
    Client author = client(spoken.author());
    if (spoken.kind() == Spoken.Kind.RECALL || author.user().equals(client(session).user())) {
      return;
    }
    answered++;
    authors
        .computeIfAbsent(author.user(), _ -> new Told(author))
        .promised
        .merge(spoken.id(), status, (one, two) -> one.compareTo(two) >= 0 ? one : two);
  }

  private Client client(String session) {
    Client client = sessions.get(session);
    if (client == null) {
      throw new IllegalStateException("no session " + session);
    }
    return client;
  }

  /// Waits until the authors know what was promised.
  void check(Api api) throws Exception {
    for (Told one : authors()) {
      // A reader's word that was not answered may have been the first; it comes with its
      // repetition.
      Eventually.<Exception>isReached(
          PATIENCE,
          () -> {
            read(api, one);
            return isKept(one);
          });
      settle(one);
    }
  }

  private synchronized List<Told> authors() {
    return List.copyOf(authors.values());
  }

  private synchronized boolean isKept(Told one) {
    return one.promised.entrySet().stream()
        .allMatch(promise -> one.isKept(promise.getKey(), promise.getValue()));
  }

  private synchronized void settle(Told one) {
    one.promised.forEach((id, status) -> {
      if (!one.isKept(id, status)) {
        throw new AssertionError(
            "%s was not told that %s is %s, but %s"
                .formatted(one.author.name(), id, status, one.reached.get(id)));
      }
    });
    one.promised.clear();
  }

  private void read(Api api, Told one) throws IOException, InterruptedException {
    for (JsonNode page = page(api, one); !page.isEmpty(); page = page(api, one)) {
      for (JsonNode receipt : page) {
        take(one, receipt);
      }
    }
  }

  private static JsonNode page(Api api, Told one) throws IOException, InterruptedException {
    return api.get(one.author, "/messages/status/" + one.since * 1_000);
  }

  private synchronized void take(Told one, JsonNode receipt) {
    var id = MessageId.of(receipt.path("message_id").asString());
    var status = MessageStatus.valueOf(receipt.path("status").asString());
    long changedAt = WireTime.parse(receipt.path("updated_at").asString()).orElseThrow();
    if (changedAt <= one.since) {
      throw new AssertionError("receipts come in another order than they say: " + receipt);
    }
    one.since = changedAt;
    MessageStatus before = one.reached.put(id, status);
    if (before != null && before.compareTo(status) >= 0) {
      throw new AssertionError("%s went from %s to %s".formatted(id, before, status));
    }
    told++;
  }

  synchronized String summary() {
    return "%,d acknowledgements answered, %,d receipts read".formatted(answered, told);
  }
}
