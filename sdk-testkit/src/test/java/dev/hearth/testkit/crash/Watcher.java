package dev.hearth.testkit.crash;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.testkit.HearthServer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device of somebody in all conversations that has no keys: it sees what is sent as it is, as
/// the server does, and with which key.
final class Watcher implements AutoCloseable {
  private static final int SIGNATURE_BYTES = 64;

  private final HearthClient client;
  private final Map<String, MessageId> keys = new ConcurrentHashMap<>();
  private final Queue<String> usedTwice = new ConcurrentLinkedQueue<>();

  Watcher(Keystore keystore, HearthServer hearth) {
    this.client = hearth.client(keystore);
    client.connect(this::look);
  }

  /// How many keys were used so far.
  int keys() {
    return keys.size();
  }

  /// The keys that more than one message was sealed with.
  Queue<String> usedTwice() {
    return usedTwice;
  }

  private void look(IncomingMessage message) {
    if (!message.category().equals("SIGNAL_TEXT")) {
      return;
    }
    Envelope envelope = Envelope.parse(message.payload()).orElseThrow();
    if (envelope.type() == Envelope.Type.SENDER_KEY) {
      // Behind the version, and before the signature: which key, and which of its chain.
      byte[] sealed = envelope.message();
      var fields = ProtobufFields.parse(sealed, 1, sealed.length - SIGNATURE_BYTES).orElseThrow();
      String key =
          message.session().orElseThrow()
              + "/"
              + fields.number(1).orElseThrow()
              + "/"
              + fields.number(2).orElseThrow();
      MessageId first = keys.putIfAbsent(key, message.id());
      if (first != null && !first.equals(message.id())) {
        usedTwice.add(key + " of " + first + " and " + message.id());
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
