package dev.hearth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.Downloaded;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the documentation of the client: what is between `@start` and `@end` is shown
/// there.
@ExtendWith(HearthExtension.class)
class ClientExamplesTest {
  @TempDir private Path folder;

  @Test
  void a_client_that_answers(HearthServer hearth) throws Exception {
    var keystore = hearth.bot("Echo");
    var options = hearth.options();
    var stopped = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var alice = hearth.online(hearth.person("Alice"))) {
      var bot =
          threads.submit(() -> {
            // @start region="answer"
            try (var client = HearthClient.of(keystore, options.forBot())) {
              client.connect(message -> {
                if (message.content() instanceof Text(String said)) {
                  client.send(OutgoingMessage.text(message.conversation(), "You said: " + said));
                }
              });
              stopped.await();
            }
            // @end
            return keystore;
          });

      alice.say(keystore.userId(), "Hello");

      assertThat(alice.next().text()).isEqualTo("You said: Hello");
      stopped.countDown();
      bot.get();
    }
  }

  @Test
  void a_person_whose_messages_are_sealed(HearthServer hearth) throws Exception {
    var keystore = hearth.person("Alice");
    var bob = hearth.person("Bob");
    var options = hearth.options();
    var conversation = hearth.contact(keystore, bob);
    try (var others = hearth.online(bob, ClientStore.inMemory())) {
      // @start region="sealed"
      var key = StoreKey.inFile(folder.resolve("alice.key"));
      try (var store = ClientStore.sqlite(folder.resolve("alice.db"), key);
          var client = HearthClient.of(keystore, store, options)) {
        client.connect(message -> System.out.println(message.text()));
        client.say(conversation, "Nobody else reads this");
      }
      // @end

      var heard = others.next();
      assertThat(heard.text()).isEqualTo("Nobody else reads this");
      assertThat(heard.protection()).isEqualTo(Protection.SIGNAL);
    }
  }

  @Test
  void a_message_is_sent_delivered_and_read(HearthServer hearth) throws Exception {
    var alice = hearth.person("Alice");
    var conversation = hearth.contact(alice, hearth.person("Bob"));
    try (var online = hearth.online(alice)) {
      var client = online.client();

      // @start region="outcome"
      String outcome =
          switch (client.send(OutgoingMessage.text(conversation, "Hello"))) {
            case Sent.Accepted accepted -> "✓";
            case Sent.Refused(int code, String why) -> "refused with " + code + ": " + why;
            case Sent.IdentityChanged(var users) -> users + " have other keys than before";
            case Sent.InDoubt(var users) -> users + " are said to read no more secrets";
          };
      // @end

      assertThat(outcome).isEqualTo("✓");
    }
  }

  @Test
  void a_group_in_which_somebody_is_mentioned(HearthServer hearth) throws Exception {
    try (var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"));
        var carol = hearth.online(hearth.person("Carol"))) {
      var client = alice.client();

      // @start region="group"
      var hikers = client.api().createGroup("Hikers", List.of(bob.id(), carol.id()));
      client.send(
          OutgoingMessage.text(hikers.id(), "Where to, @Bob?")
              .mentioning(List.of(bob.id()))
              .expiringAfter(Duration.ofDays(7)));
      // @end

      assertThat(carol.next().text()).isEqualTo("Where to, @Bob?");
      assertThat(bob.next().expireIn()).isEqualTo(7 * 24 * 60 * 60);
    }
  }

  @Test
  void a_picture_that_is_sent_and_kept(HearthServer hearth) throws Exception {
    Path picture = Files.write(folder.resolve("lake.jpg"), new byte[] {1, 2, 3});
    Path kept = folder.resolve("kept.jpg");
    var bar = new LinkedBlockingQueue<String>();
    try (var alice = hearth.online(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      var client = alice.client();
      var conversation = client.api().createContact(bob.id()).id();

      // @start region="upload"
      var attachment =
          client.api().upload(picture, "image/jpeg", (bytes, of) -> bar.add(bytes + " of " + of));
      client.send(OutgoingMessage.of(conversation, Image.of(attachment, 640, 480)));
      // @end

      assertThat(bar).startsWith("0 of 3").endsWith("3 of 3");
      assertThat(keep(bob.client(), (Image) bob.next().content(), kept)).isEqualTo("kept");
      assertThat(kept).hasSameBinaryContentAs(picture);
    }
  }

  private static String keep(HearthClient client, Image image, Path file) throws Exception {
    // @start region="download"
    String outcome =
        switch (client.api().download(image.attachment(), file, 10_000_000)) {
          case Downloaded.Saved saved -> "kept";
          case Downloaded.Missing() -> "not there any more";
          case Downloaded.TooLarge() -> "more than 10 MB";
          case Downloaded.Damaged() -> "not what was sent";
        };
    // @end
    return outcome;
  }

  @Test
  void a_listener_that_hears_who_has_read_what(HearthServer hearth) throws Exception {
    try (var alice = hearth.client(hearth.person("Alice"));
        var bob = hearth.online(hearth.person("Bob"))) {
      var shown = new LinkedBlockingQueue<String>();
      alice.connect(new Shown(shown));
      var conversation = alice.api().createContact(bob.id()).id();

      alice.send(OutgoingMessage.text(conversation, "Hello"));
      bob.client().read(List.of(bob.next().id()));

      String last = "";
      while (!last.equals("✓✓ read by " + bob.id())) {
        last = shown.poll(20, TimeUnit.SECONDS);
        assertThat(last).isNotNull();
      }
    }
  }

  // @start region="listener"
  record Shown(BlockingQueue<String> lines) implements ClientListener {
    @Override
    public void message(IncomingMessage message) {
      lines.add(message.author() + ": " + message.text());
    }

    @Override
    public void receipt(Receipt receipt) {
      if (receipt.status() == ReceiptStatus.READ) {
        lines.add("✓✓ read by " + receipt.by());
      }
    }
  }
  // @end
}
