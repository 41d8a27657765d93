package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.blaze.Lanes;
import dev.hearth.sdk.blaze.ReplyIds;
import dev.hearth.sdk.http.Acquaintances;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/// A bot: it runs a handler for each message it receives.
///
/// {@snippet class="dev.hearth.testkit.HearthBotTest" region="bot" :
///
///
///
///
///
///
///
/// try (var bot = HearthBot.of(Path.of(keystore), URI.create(server))) {
///   bot.onCommand("/hello", said -> said.reply("Hello, " + said.author().name()));
///   bot.onText(said -> said.reply("You said: " + said.text()));
///   bot.run();
/// }
/// }
///
/// A message goes to one handler: that of its command, or else the first one registered for its
/// kind; without a handler it is skipped. Handlers may block. The messages of a conversation are
/// handled one after the other, those of up to 64 conversations at the same time. A message is
/// acknowledged once its handler has returned: if a bot dies or is closed, it receives unfinished
/// messages again. If a handler throws, the bot logs it and continues.
///
/// Messages of the bot's other sessions reach no handler; those of other bots do. Register handlers
/// before [#start]; any thread may call the rest.
public final class HearthBot implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HearthBot.class.getName());
  private static final int MOST_AT_ONCE = 64;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern MENTION = Pattern.compile("@\\d+");

  private final ConnectedClient client;
  private final ReplyIds replyIds;
  private final Lanes lanes = new Lanes(MOST_AT_ONCE, this::hear, this::acknowledge);
  private final Acquaintances acquaintances;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<String, Handler<Text>> commands = new HashMap<>();
  private final Map<Class<? extends Payload>, Handler<?>> kinds = new LinkedHashMap<>();
  private volatile boolean signedOut;

  /// Handles a message that the bot received.
  @FunctionalInterface
  public interface Handler<P extends Payload> {
    /// @throws InterruptedException when the bot is closed meanwhile; the message comes again then
    /// @throws Exception which is logged
    void handle(Said<P> said) throws Exception;
  }

  private HearthBot(Keystore keystore, ClientOptions options) {
    this.client = new ConnectedClient(keystore, Optional.empty(), options.forBot());
    this.replyIds = new ReplyIds(keystore);
    this.acquaintances = new Acquaintances(client.api(), options.clock());
  }

  /// A bot that is not connected yet.
  public static HearthBot of(Keystore keystore, ClientOptions options) {
    return new HearthBot(keystore, options);
  }

  /// A bot whose keystore is in a file, as `hearth bot add` prints it, on a server that has
  /// everything on one port.
  ///
  /// @throws IOException when the file can't be read, or holds no keystore
  public static HearthBot of(Path keystore, URI server) throws IOException {
    return Keystore.parse(Files.readString(keystore))
        .map(read -> of(read, ClientOptions.at(server)))
        .orElseThrow(() -> new IOException(keystore + " is not a valid keystore"));
  }

  /// Registers the handler for text that is not a command.
  public HearthBot onText(Handler<Text> handler) {
    return on(Text.class, handler);
  }

  /// Registers the handler for a kind of payload, such as `Image` or `Contact`. `Attached` is every
  /// payload with a file, `SystemConversation` reports that members join or leave a group, and
  /// `Payload` is everything else.
  ///
  /// @throws IllegalStateException when the kind has a handler already
  public <P extends Payload> HearthBot on(Class<P> kind, Handler<P> handler) {
    if (kinds.putIfAbsent(kind, handler) != null) {
      throw new IllegalStateException("two handlers of " + kind.getSimpleName());
    }
    return this;
  }

  /// Registers the handler for text that begins with this word, in upper or lower case, with or
  /// without a mention of the bot before it. [Said#text] is the text after the word. The buttons of
  /// [dev.hearth.protocol.payload.Button#saying] send such text, too.
  ///
  /// @param word such as `/roll`, without white space
  /// @throws IllegalStateException when the word has a handler already
  public HearthBot onCommand(String word, Handler<Text> handler) {
    if (commands.putIfAbsent(word.toLowerCase(Locale.ROOT), handler) != null) {
      throw new IllegalStateException("two handlers of " + word);
    }
    return this;
  }

  /// Connects, and stays connected until [#close], or until the server ends this session. Returns
  /// at once.
  ///
  /// @throws IllegalStateException when called a second time
  public HearthBot start() {
    client.connectUnacknowledged(new Ear());
    return this;
  }

  /// Starts, and comes back once the bot is closed.
  ///
  /// @throws HearthException with [HearthException.Reason#SIGNED_OUT] once the server has ended the
  ///   session, or knows no such keystore: a program then ends with more than a line in its log
  public void run() throws InterruptedException {
    start();
    ended.await();
    if (signedOut) {
      throw HearthException.signedOut();
    }
  }

  /// Says something without having been asked, such as a reminder; encrypted when the bot is one
  /// that takes that ([User#takesEncrypted]).
  ///
  /// @throws HearthException when the session was ended or the bot closed
  public Sent say(ConversationId conversation, Payload.Sendable payload)
      throws InterruptedException {
    return checked(conversation, client.say(conversation, payload));
  }

  /// As [#say(ConversationId, Payload.Sendable)], of a text.
  public Sent say(ConversationId conversation, String text) throws InterruptedException {
    return say(conversation, new Text(text));
  }

  /// The bot's own user id.
  public UserId id() {
    return client.user();
  }

  /// The client, for everything else the bot can do.
  public HearthClient client() {
    return client;
  }

  /// Interrupts the handlers, waits for them for at most 2 s, and disconnects. The messages they
  /// did not finish come again.
  ///
  /// A handler may close its bot: then this returns at once, and the bot ends when the handler has
  /// returned and its message is acknowledged.
  @Override
  public void close() {
    if (lanes.isAtWork()) {
      lanes.end();
      Thread.ofVirtual().name("hearth-close").start(this::end);
    } else {
      end();
    }
  }

  private void end() {
    try {
      lanes.close(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
    ended.countDown();
  }

  Sent send(OutgoingMessage message) throws InterruptedException {
    return checked(message.conversation(), client.send(message));
  }

  private static Sent checked(ConversationId conversation, Sent sent) {
    if (sent instanceof Sent.Refused(int code, String description)) {
      LOG.log(
          Level.WARNING,
          () -> "Was not let speak in " + conversation + ": " + code + " " + description);
    }
    return sent;
  }

  MessageId replyId(MessageId message, int number) {
    return replyIds.of(message, number);
  }

  Protection spokenBy(UserId user) {
    return client.spokenBy(user);
  }

  User user(UserId id) {
    return acquaintances.user(id);
  }

  private void acknowledge(IncomingMessage message) throws InterruptedException {
    client.read(List.of(message.id()));
  }

  private void hear(IncomingMessage message) throws InterruptedException {
    if (message.author().equals(id())) {
      return;
    }
    try {
      handle(message);
    } catch (Throwable e) {
      if (lanes.isClosed()) {
        // Any exception means the same here: the handler was interrupted and did not finish.
        throw new InterruptedException("closed");
      }
      LOG.log(Level.ERROR, () -> "Failed at " + message.id() + ", a " + message.category(), e);
    } finally {
      if (!lanes.isClosed()) {
        // An interrupt that the handler has left behind is not meant for the next.
        Thread.interrupted();
      }
    }
  }

  private void handle(IncomingMessage message) throws Exception {
    Payload content = message.content();
    if (content instanceof Text text) {
      String[] words = withoutMention(text.text());
      Handler<Text> handler = commands.get(words[0].toLowerCase(Locale.ROOT));
      if (handler != null) {
        String rest = words.length > 1 ? words[1] : "";
        handler.handle(new Said<>(this, message, text, rest));
        return;
      }
    }
    for (Map.Entry<Class<? extends Payload>, Handler<?>> each : kinds.entrySet()) {
      if (each.getKey().isInstance(content)) {
        handle(message, content, each.getValue());
        return;
      }
    }
  }

  /// The first word and the rest, after the `@7000000002` that apps put before what is said to a
  /// bot in a group.
  private static String[] withoutMention(String text) {
    String[] words = WHITE_SPACE.split(text.strip(), 2);
    return words.length > 1 && MENTION.matcher(words[0]).matches()
        ? WHITE_SPACE.split(words[1], 2)
        : words;
  }

  // The handler was named for a kind that the content is of.
  @SuppressWarnings("unchecked")
  private <P extends Payload> void handle(
      IncomingMessage message, Payload content, Handler<P> handler) throws Exception {
    String text = content instanceof Text words ? words.text() : "";
    handler.handle(new Said<>(this, message, (P) content, text));
  }

  /// Hears what the server pushes, and leaves it to the lanes.
  private final class Ear implements ClientListener {
    @Override
    public void message(IncomingMessage message) throws InterruptedException {
      lanes.add(message);
    }

    @Override
    public void signedOut() {
      signedOut = true;
      ended.countDown();
    }
  }
}
