package dev.hearth.testkit;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A device with a store, and all that its listener is told: a text as it is, `?` for what can't be
/// read, `!` and the user for another identity, `read` and the messages for what was read on
/// another device of the user's.
final class Phone implements ClientListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final HearthClient client;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Map.Entry<ConversationId, Set<UserId>>> joined =
      new LinkedBlockingQueue<>();

  private Phone(HearthClient client) {
    this.client = client;
  }

  static Phone open(HearthServer hearth, Keystore keystore, ClientStore store)
      throws InterruptedException {
    var phone = new Phone(hearth.client(keystore, store));
    try {
      phone.client.connect(phone);
      if (!phone.client.awaitConnected(PATIENCE)) {
        throw new AssertionError("not connected within " + PATIENCE);
      }
      return phone;
    } catch (Throwable e) {
      phone.close();
      throw e;
    }
  }

  Sent say(ConversationId conversation, String text) throws InterruptedException {
    return client.send(OutgoingMessage.text(conversation, text).protectedBy(Protection.SIGNAL));
  }

  /// The next thing that the listener is told.
  String next() throws InterruptedException {
    String next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told for " + PATIENCE);
    }
    return next;
  }

  /// Whether the listener was told nothing that [#next] has not said.
  boolean wasToldNothingMore() {
    return told.isEmpty();
  }

  @Override
  public void message(IncomingMessage message) {
    if (!message.category().startsWith("SYSTEM_")) {
      told.add(message.text());
    }
  }

  @Override
  public void unreadable(IncomingMessage message) {
    told.add("?");
  }

  @Override
  public void identityChanged(UserId user) {
    told.add("!" + user);
  }

  @Override
  public void devicesJoined(ConversationId conversation, Set<UserId> users) {
    joined.add(Map.entry(conversation, users));
  }

  /// The next conversation into which devices have come, and whose.
  Map.Entry<ConversationId, Set<UserId>> nextJoined() throws InterruptedException {
    var next = joined.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no device joined for " + PATIENCE);
    }
    return next;
  }

  boolean sawNobodyElseJoin() {
    return joined.isEmpty();
  }

  @Override
  public void readElsewhere(List<MessageId> messages) {
    told.add("read " + messages);
  }

  @Override
  public void close() {
    client.close();
  }
}
