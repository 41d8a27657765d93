package dev.hearth.conformance.secrecy;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Image;
import dev.hearth.protocol.payload.Live;
import dev.hearth.protocol.payload.Location;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Post;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.ClientOptions;
import dev.hearth.sdk.DeviceLink;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.StoreKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// One device of somebody: its client, its store in a file of its own, and all that it was shown.
final class Device implements ClientListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Client account;
  private final ClientOptions options;
  private final Optional<ClientStore> store;
  private final HearthClient client;
  private final List<IncomingMessage> shown = new ArrayList<>();
  private boolean signedOut;

  private Device(Client account, Optional<ClientStore> store, ClientOptions options)
      throws InterruptedException {
    this.account = account;
    this.options = options;
    this.store = store;
    this.client =
        store
            .map(it -> HearthClient.of(account.keystore(), it, options))
            .orElseGet(() -> HearthClient.of(account.keystore(), options));
    client.connect(this);
    if (!client.awaitConnected(PATIENCE)) {
      throw new AssertionError(account.name() + " is not connected");
    }
  }

  /// The first device of a person.
  static Device first(Client person, Path folder, ClientOptions options)
      throws InterruptedException {
    return new Device(person, Optional.of(store(folder, person.name())), options);
  }

  static Device bot(Client bot, ClientOptions options) throws InterruptedException {
    return new Device(bot, Optional.empty(), options.forBot());
  }

  /// Another device of the same person, which this one links.
  Device link(String name, Path folder) throws InterruptedException {
    ClientStore its = store(folder, name);
    try (var link = DeviceLink.open(options)) {
      DeviceLink.answer(link.address(), account.keystore(), store.orElseThrow(), options);
      if (link.await(its) instanceof DeviceLink.Outcome.Linked(Keystore keystore)) {
        return new Device(new Client(name, keystore), Optional.of(its), options);
      }
      throw new AssertionError(name + " was not linked");
    }
  }

  // Nobody has the key once the test is over.
  private static ClientStore store(Path folder, String name) {
    return ClientStore.sqlite(folder.resolve(name + ".db"), StoreKey.generate());
  }

  String name() {
    return account.name();
  }

  Client account() {
    return account;
  }

  HearthClient client() {
    return client;
  }

  DeviceAddress address() {
    return new DeviceAddress(account.user(), account.session());
  }

  /// The keys that this device has, whether or not it is still signed in.
  SignalDevice keys() {
    return SignalDevice.find(account.user(), store.orElseThrow()).orElseThrow();
  }

  void say(ConversationId conversation, Payload.Sendable what) throws InterruptedException {
    Sent sent = client.say(conversation, what);
    if (!(sent instanceof Sent.Accepted)) {
      throw new AssertionError(name() + " can't say it: " + sent);
    }
  }

  /// All that it was shown so far, in its order.
  synchronized List<String> words() {
    return shown.stream().map(message -> words(message.content())).toList();
  }

  void awaitWords(String words) throws InterruptedException {
    await(() -> words().contains(words), words);
  }

  void awaitSignedOut() throws InterruptedException {
    await(() -> signedOut, "signed out");
  }

  /// The attachment of the file that was shown under this name.
  synchronized Attachment file(String name) {
    return shown.stream()
        .map(IncomingMessage::content)
        .filter(File.class::isInstance)
        .map(File.class::cast)
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow()
        .attachment();
  }

  private synchronized void await(BooleanSupplier state, String what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!state.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(name() + " waits for " + what + ", and was shown " + words());
      }
      wait(left);
    }
  }

  @Override
  public synchronized void message(IncomingMessage message) {
    if (!message.category().startsWith("SYSTEM_")) {
      shown.add(message);
      notifyAll();
    }
  }

  @Override
  public synchronized void signedOut() {
    signedOut = true;
    notifyAll();
  }

  /// The words that identify a message in these tests.
  static String words(Payload content) {
    return switch (content) {
      case Text(String text) -> text;
      case Post(String markdown) -> markdown;
      case Location location -> location.name().orElse("somewhere");
      case Live live -> live.url();
      case Image image -> image.caption().orElse("an image");
      case File file -> file.name();
      default -> content.toString();
    };
  }

  /// Closes its client. Its store stays open.
  void leave() {
    client.close();
  }

  @Override
  public void close() {
    leave();
    store.ifPresent(ClientStore::close);
  }
}
