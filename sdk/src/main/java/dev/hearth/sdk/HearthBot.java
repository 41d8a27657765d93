package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.payload.AccountSnapshot;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.SafeSnapshot;
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
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A bot: it runs a handler for each message it receives.
///
/// {@snippet class="dev.hearth.testkit.HearthBotTest" region="bot" :
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
/// messages again. If a handler throws, the bot logs it, unless [#onError] says otherwise, and
/// continues.
///
/// Messages of the bot's other sessions reach no handler; those of other bots do. Register handlers
/// before [#start]; any thread may call the rest.
public final class HearthBot implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HearthBot.class.getName());
  private static final int MOST_AT_ONCE = 64;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final String HELP = "/help";
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern MENTION = Pattern.compile("@\\d+");

  private final ConnectedClient client;
  private final Consumer<Throwable> failures;
  private final Timers timers;
  private final ReplyIds replyIds;
  private final Lanes lanes = new Lanes(MOST_AT_ONCE, this::hear, this::acknowledge);
  private final Acquaintances acquaintances;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<String, Handler<Text>> commands = new HashMap<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();
  private final Map<Class<? extends Payload>, Handler<?>> kinds = new LinkedHashMap<>();
  private Optional<FailureHandler> onError = Optional.empty();
  private Optional<Purse> purse = Optional.empty();
  private volatile boolean signedOut;

  /// Handles a message that the bot received.
  @FunctionalInterface
  public interface Handler<P extends Payload> {
    /// @throws InterruptedException when the bot is closed meanwhile; the message comes again then
    /// @throws Exception which is logged
    void handle(Said<P> said) throws Exception;
  }

  /// Handles a payment to the bot.
  @FunctionalInterface
  public interface PaymentHandler {
    /// @throws InterruptedException when the bot is closed meanwhile; the payment comes again then
    /// @throws Exception which is logged
    void handle(Payment payment) throws Exception;
  }

  /// Handles a failure of a handler.
  @FunctionalInterface
  public interface FailureHandler {
    /// @param said the message whose handler failed
    /// @throws Exception which is logged, with the failure
    void handle(Said<? extends Payload> said, Throwable failure) throws Exception;
  }

  /// Something a bot does later.
  @FunctionalInterface
  public interface Task {
    /// @throws Exception which is logged
    void run() throws Exception;
  }

  /// A task that waits for its time.
  public interface Timer {
    /// Forgets the task. If it runs just now, it runs to its end.
    void cancel();
  }

  private HearthBot(Keystore keystore, ClientOptions options) {
    this.client = new ConnectedClient(keystore, Optional.empty(), options.forBot());
    this.failures = options.failures();
    this.timers = new Timers(options.clock(), failure -> report("A timer failed", failure));
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

  /// As [#onCommand(String, Handler)], with a description. A bot that has described commands
  /// answers `/help` with a list of them, in the order of their registration, unless it has a
  /// command `/help` itself.
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="help" :
  ///
  /// bot.onCommand("/roll", "throws a die", said -> said.reply("4"))
  ///     .onCommand("/coin", "tosses a coin", said -> said.reply("heads"));
  /// }
  ///
  /// @param description a few words, such as `throws a die`
  public HearthBot onCommand(String word, String description, Handler<Text> handler) {
    onCommand(word, handler);
    descriptions.put(word, description);
    return this;
  }

  /// Registers the handler for payments to the bot, whichever of the two kinds of messages the
  /// server tells it with (`SYSTEM_ACCOUNT_SNAPSHOT`, or `SYSTEM_SAFE_SNAPSHOT` for bots written
  /// since 2023). Transfers that the bot makes, and assets that the operator issues to it, do not
  /// come here.
  ///
  /// {@snippet class="dev.hearth.testkit.PaymentExamplesTest" region="payment" :
  ///
  /// bot.withPin(pin)
  ///     .onPayment(payment -> {
  ///       if (!payment.asset().equals(ember.id()) || payment.amount().compareTo(price) < 0) {
  ///         payment.refund();
  ///         payment.reply("A fortune is " + price + " Ember.");
  ///         return;
  ///       }
  ///       if (payment.amount().compareTo(price) > 0) {
  ///         payment.refund(payment.amount().subtract(price));
  ///       }
  ///       payment.reply("You will meet a friend.");
  ///     });
  /// }
  ///
  /// A payment is a message: it is acknowledged once the handler has returned, and comes again when
  /// the bot dies before. If the handler throws, the payment does not come again: the bot has kept
  /// it. Refunds and replies wait for the server, and are made once.
  ///
  /// @throws IllegalStateException when there is a handler already
  public HearthBot onPayment(PaymentHandler handler) {
    return on(AccountSnapshot.class, said -> paid(said, handler))
        .on(SafeSnapshot.class, said -> paid(said, handler));
  }

  private void paid(Said<? extends Payload> said, PaymentHandler handler) throws Exception {
    Optional<Payment> payment = Payment.find(this, said);
    if (payment.isPresent()) {
      handler.handle(payment.get());
    }
  }

  /// Gives the bot the PIN that it pays with. An account without a PIN gets this one when the bot
  /// pays for the first time. Keep it as secret as the keystore: the two are all that is needed to
  /// pay.
  ///
  /// @param pin six digits
  /// @throws IllegalArgumentException when it is not six digits
  public HearthBot withPin(String pin) {
    purse = Optional.of(new Purse(client.api(), client.patience(), pin));
    return this;
  }

  /// Transfers something of what the bot has, such as what somebody has won; waits until the server
  /// has answered, also while there is no connection. See [HearthApi#pay]. The same transfer, under
  /// its trace, is made once.
  ///
  /// @throws HearthException when the server refuses it, the session was ended or the bot closed.
  ///   After five wrong PINs it waits until the server takes a PIN again
  /// @throws IllegalStateException when the bot has [no PIN][#withPin]
  public Snapshot pay(Transfer transfer) throws InterruptedException {
    return purse
        .orElseThrow(() -> new IllegalStateException("the bot has no PIN to pay with"))
        .pay(transfer);
  }

  /// Registers the handler for failures of handlers; without one, they are logged.
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="error" :
  ///
  /// bot.onError((said, failure) -> {
  ///   System.err.println("No answer to " + said.message().id() + ": " + failure);
  ///   said.reply("Sorry, something went wrong.");
  /// });
  /// }
  ///
  /// @throws IllegalStateException when there is one already
  public HearthBot onError(FailureHandler handler) {
    if (onError.isPresent()) {
      throw new IllegalStateException("two handlers of failures");
    }
    onError = Optional.of(handler);
    return this;
  }

  /// Does something once, after a pause, by the [client's clock][ClientOptions#clock]: a test turns
  /// it. The task runs on a thread of its own. It is forgotten when the program ends; at most
  /// 10,000 wait.
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="after" :
  ///
  /// bot.onCommand(
  ///     "/tea",
  ///     said -> {
  ///       bot.after(Duration.ofMinutes(3), () -> said.reply("Your tea is ready."));
  ///       said.reply("Three minutes.");
  ///     });
  /// }
  ///
  /// @throws IllegalArgumentException when the pause is negative
  /// @throws IllegalStateException when too many wait
  public Timer after(Duration pause, Task task) {
    return timers.add(pause, Optional.empty(), task::run)::cancel;
  }

  /// Does something again and again, for the first time after one period. A run that takes longer
  /// than the period delays the next one; when the clock is turned by several periods, the task
  /// runs once.
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="every" :
  ///
  /// bot.every(Duration.ofDays(1), () -> bot.say(conversation, "Good morning!"));
  /// }
  ///
  /// @throws IllegalArgumentException when the period is not positive
  /// @throws IllegalStateException when too many wait
  public Timer every(Duration period, Task task) {
    return timers.add(period, Optional.of(period), task::run)::cancel;
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
    timers.close();
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
    Optional<Call<?>> call = findCall(message);
    if (call.isEmpty()) {
      return;
    }
    try {
      call.get().run();
    } catch (Throwable e) {
      failed(call.get().said, e);
    } finally {
      if (!lanes.isClosed()) {
        // An interrupt that the handler has left behind is not meant for the next.
        Thread.interrupted();
      }
    }
  }

  private void failed(Said<?> said, Throwable failure) throws InterruptedException {
    requireOpen();
    // An interrupt that the handler has left behind is not meant for this one either.
    Thread.interrupted();
    if (onError.isPresent()) {
      try {
        onError.get().handle(said, failure);
        return;
      } catch (Throwable again) {
        requireOpen();
        failure.addSuppressed(again);
      }
    }
    report("Failed at " + said.message().id() + ", a " + said.message().category(), failure);
  }

  /// Any exception means the same once the bot is closed: the handler was interrupted and did not
  /// finish.
  private void requireOpen() throws InterruptedException {
    if (lanes.isClosed()) {
      throw new InterruptedException("closed");
    }
  }

  private void report(String what, Throwable failure) {
    LOG.log(Level.ERROR, what, failure);
    failures.accept(failure);
  }

  private record Call<P extends Payload>(Handler<P> handler, Said<P> said) {
    void run() throws Exception {
      handler.handle(said);
    }
  }

  private Optional<Call<?>> findCall(IncomingMessage message) {
    Payload content = message.content();
    if (content instanceof Text text) {
      String[] words = withoutMention(text.text());
      Optional<Handler<Text>> handler = findCommand(words[0].toLowerCase(Locale.ROOT));
      if (handler.isPresent()) {
        String rest = words.length > 1 ? words[1] : "";
        return Optional.of(new Call<>(handler.get(), new Said<>(this, message, text, rest)));
      }
    }
    for (Map.Entry<Class<? extends Payload>, Handler<?>> each : kinds.entrySet()) {
      if (each.getKey().isInstance(content)) {
        return Optional.of(call(message, content, each.getValue()));
      }
    }
    return Optional.empty();
  }

  private Optional<Handler<Text>> findCommand(String word) {
    Handler<Text> handler = commands.get(word);
    return handler == null && word.equals(HELP) && !descriptions.isEmpty()
        ? Optional.of(said -> said.reply(help()))
        : Optional.ofNullable(handler);
  }

  private String help() {
    return descriptions.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining("\n"));
  }

  // The handler was named for a kind that the content is of.
  @SuppressWarnings("unchecked")
  private <P extends Payload> Call<P> call(
      IncomingMessage message, Payload content, Handler<P> handler) {
    String text = content instanceof Text words ? words.text() : "";
    return new Call<>(handler, new Said<>(this, message, (P) content, text));
  }

  /// The first word and the rest, after the `@7000000002` that apps put before what is said to a
  /// bot in a group.
  private static String[] withoutMention(String text) {
    String[] words = WHITE_SPACE.split(text.strip(), 2);
    return words.length > 1 && MENTION.matcher(words[0]).matches()
        ? WHITE_SPACE.split(words[1], 2)
        : words;
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
