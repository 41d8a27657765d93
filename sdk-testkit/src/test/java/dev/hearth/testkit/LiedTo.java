package dev.hearth.testkit;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.store.ClientStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A device of somebody whose server lies, and what its listener is told.
final class LiedTo implements ClientListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final HearthClient client;
  private final BlockingQueue<IncomingMessage> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

  private LiedTo(HearthClient client) {
    this.client = client;
  }

  static LiedTo open(LyingServer liar, Keystore keystore, ClientStore store)
      throws InterruptedException {
    var device = new LiedTo(HearthClient.of(keystore, store, liar.options()));
    device.client.connect(device);
    if (!device.client.awaitConnected(PATIENCE)) {
      device.close();
      throw new AssertionError("not connected within " + PATIENCE);
    }
    return device;
  }

  Sent say(ConversationId conversation, String text) throws InterruptedException {
    return client.say(conversation, text);
  }

  /// The next message of a person or a bot.
  IncomingMessage next() throws InterruptedException {
    return expect(heard);
  }

  /// The next change that the listener is told of: the user, and what.
  String nextChange() throws InterruptedException {
    return expect(changes);
  }

  private static <T> T expect(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told for " + PATIENCE);
    }
    return next;
  }

  @Override
  public void message(IncomingMessage message) {
    if (!message.category().startsWith("SYSTEM_")) {
      heard.add(message);
    }
  }

  @Override
  public void trustChanged(UserId user, TrustChange change) {
    changes.add(user + " " + change);
  }

  @Override
  public void close() {
    client.close();
  }
}
