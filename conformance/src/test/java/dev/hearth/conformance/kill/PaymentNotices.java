package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SnapshotId;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The transfers of which somebody was told, over connections that the server ends. Each message is
/// acknowledged as it comes. Any thread may call.
///
/// A transfer is told in one message. It may come again over a later connection, until its
/// acknowledgement is answered.
final class PaymentNotices {
  private final Client client;
  private final Map<SnapshotId, String> messages = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> overThisConnection = new HashSet<>();

  /// How many acknowledgements over this connection have no answer yet.
  private int unanswered;

  private Optional<Connection> connection = Optional.empty();
  private Optional<AssertionError> wrong = Optional.empty();

  PaymentNotices(Client client) {
    this.client = client;
  }

  /// Connects again, and asks for what is pending.
  void listen(HttpClient http, URI blaze) throws IOException {
    leave();
    synchronized (this) {
      overThisConnection.clear();
      unanswered = 0;
    }
    var opened = new CompletableFuture<Connection>();
    var next =
        Connection.open(
            http,
            blaze,
            client,
            reply -> reply.data().ifPresent(view -> came(opened.join(), view)));
    opened.complete(next);
    connection = Optional.of(next);
    var _ = next.ask(BlazeRequest.listPending(UUID.randomUUID().toString(), Optional.empty()));
  }

  /// Drops the connection.
  void leave() {
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  private void came(Connection from, MessageView view) {
    if (view.category().equals("SYSTEM_ACCOUNT_SNAPSHOT")
        && AccountSnapshot.parse(view.payload())
            instanceof Reading.Understood<AccountSnapshot>(var snapshot)) {
      told(snapshot.snapshot(), view.messageId());
    }
    acknowledging();
    var acknowledgement =
        AcknowledgementRequest.of(MessageId.of(view.messageId()), MessageStatus.READ);
    var _ =
        from.ask(BlazeRequest.acknowledge(UUID.randomUUID().toString(), List.of(acknowledgement)))
            .thenAccept(reply -> acknowledged(view.messageId(), reply));
  }

  private synchronized void told(SnapshotId snapshot, String message) {
    String before = messages.put(snapshot, message);
    if (before != null && !before.equals(message)) {
      wrong("%s came as %s and as %s".formatted(snapshot, before, message));
    }
    if (!overThisConnection.add(message) || acknowledged.contains(message)) {
      wrong("%s came again".formatted(message));
    }
    notifyAll();
  }

  private synchronized void acknowledging() {
    unanswered++;
  }

  private synchronized void acknowledged(String message, BlazeReply reply) {
    if (reply.error().isPresent()) {
      wrong("an acknowledgement was answered %s".formatted(reply.error()));
    }
    acknowledged.add(message);
    unanswered--;
    notifyAll();
  }

  private void wrong(String what) {
    wrong = wrong.or(() -> Optional.of(new AssertionError(client.name() + ": " + what)));
  }

  /// Waits until all of these were told, and nothing is on its way to be acknowledged. An answer
  /// that a killed server did not give never comes; what it had stored does not come again.
  ///
  /// @throws AssertionError when they are not, or another one was
  synchronized void await(Collection<SnapshotId> all, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!hasHeard(all) && wrong.isEmpty() && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
    }
    if (wrong.isPresent()) {
      throw wrong.get();
    }
    if (!messages.keySet().equals(Set.copyOf(all)) || !hasHeard(all)) {
      Set<SnapshotId> missing = new HashSet<>(all);
      missing.removeAll(messages.keySet());
      Set<SnapshotId> unknown = new HashSet<>(messages.keySet());
      unknown.removeAll(all);
      throw new AssertionError(
          "%s has not heard of %s, and heard of %s".formatted(client.name(), missing, unknown));
    }
  }

  private boolean hasHeard(Collection<SnapshotId> all) {
    return unanswered == 0 && messages.keySet().containsAll(all);
  }
}
