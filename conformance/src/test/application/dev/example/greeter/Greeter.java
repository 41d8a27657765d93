package dev.example.greeter;

import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/// One says something, the other prints it. Takes the server's address and, on two lines of its
/// standard input, both keystores.
public final class Greeter {
  private Greeter() {}

  public static void main(String[] arguments) throws Exception {
    var options = ClientOptions.at(URI.create(arguments[0]));
    var said = new SynchronousQueue<String>();
    try (var ann = HearthClient.of(keystore(), options);
        var ben = HearthClient.of(keystore(), options)) {
      ben.connect(message -> {
        if (message.content() instanceof Text(var text)) {
          said.put(text);
        }
      });
      ann.connect(_ -> {});
      ben.awaitConnected(Duration.ofSeconds(20));
      var conversation = ann.api().createContact(ben.user()).id();
      ann.send(OutgoingMessage.text(conversation, "Good morning"));
      IO.println("heard: " + said.poll(20, TimeUnit.SECONDS));
    }
  }

  private static Keystore keystore() {
    return Keystore.parse(IO.readln()).orElseThrow();
  }
}
