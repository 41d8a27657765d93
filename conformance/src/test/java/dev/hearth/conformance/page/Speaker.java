package dev.hearth.conformance.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.Connection;
import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Somebody who talks to a bot, and reads at once all that comes, as a person's app does.
final class Speaker implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI api;
  private final Client self;
  private final Connection connection;
  private final List<Heard> heard = new ArrayList<>();

  /// A message that came.
  record Heard(ConversationId where, UserId author, String category, String text) {}

  private Speaker(URI api, Client self) throws IOException {
    this.api = api;
    this.self = self;
    this.connection =
        Connection.open(HTTP, URI.create("ws://" + api.getAuthority() + "/"), self, this::take);
  }

  static Speaker at(URI api, Client self) throws Exception {
    var speaker = new Speaker(api, self);
    speaker.ask(BlazeRequest.listPending(newId(), Optional.empty()));
    return speaker;
  }

  private void take(BlazeReply push) {
    push.data().filter(view -> view.conversation().isPresent()).ifPresent(this::hear);
  }

  private void hear(MessageView view) {
    var read = AcknowledgementRequest.of(MessageId.of(view.messageId()), MessageStatus.READ);
    var _ = connection.ask(BlazeRequest.acknowledge(newId(), List.of(read)));
    synchronized (heard) {
      heard.add(
          new Heard(
              view.conversation().orElseThrow(),
              view.user(),
              view.category(),
              new String(view.payload(), StandardCharsets.UTF_8)));
      heard.notifyAll();
    }
  }

  ConversationId talkTo(Client other) {
    return self.talkTo(api, other);
  }

  ConversationId found(String name, List<Client> others) {
    return self.found(api, name, others);
  }

  void say(ConversationId where, String text) throws Exception {
    say(where, "PLAIN_TEXT", text);
  }

  void say(ConversationId where, String category, String payload) throws Exception {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    ask(
        BlazeRequest.create(
            newId(), MessageRequest.of(where, MessageId.random(), category, bytes)));
  }

  /// Waits until messages of `author` are here, and returns all of them.
  List<Heard> from(UserId author, int messages) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (heard) {
      while (true) {
        var found = heard.stream().filter(one -> one.author.equals(author)).toList();
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (found.size() >= messages || left <= 0) {
          return found;
        }
        heard.wait(left);
      }
    }
  }

  private void ask(BlazeRequest request) throws Exception {
    var reply = connection.ask(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(reply.error()).isEmpty();
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    connection.close();
  }
}
