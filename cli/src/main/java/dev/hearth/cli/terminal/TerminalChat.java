package dev.hearth.cli.terminal;

import dev.hearth.cli.terminal.OfferedButtons.OfferedButton;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// A chat on a terminal, in one conversation at a time: it does what is typed, entry by entry, and
/// a {@link ChatListener} shows what others say.
///
/// One thread reads entries, and may be left waiting for one that never comes. Another does what
/// they ask for, one after the other, so that they keep their order. A third moves files, so that
/// nobody waits for them. At most 10,000 entries wait in between.
final class TerminalChat {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
  private static final int MOST_LINES = 10_000;
  private static final int MOST_ROOMS = 100;
  private static final int SHOWN_OF_HISTORY = 20;
  private static final List<String> LOST_KEYS =
      List.of(
          "-- The account has other keys than this device: its store was lost, or changed for"
              + " another.",
          "-- Nothing that is encrypted can be read here. The way back is to sign in anew with a"
              + " code",
          "-- (`hearth user code NUMBER`); with the people of `hearth dev`, to begin a new data"
              + " folder.");

  private final HearthClient client;
  private final Names names;
  private final ChatHistory history;
  private final Terminal terminal;
  private final Duration quiet;
  private final Duration patience;
  private final Screen screen;
  private final Typed typed;
  private final OfferedButtons buttons = new OfferedButtons();
  private final MessageLine lines;
  private final FileExchange files;
  private final RoomMembers members;
  private final RoomList rooms;
  private final Purse purse;
  private final Errands errands = new Errands(MOST_LINES);
  private final Map<ConversationId, Talk> talks = new LinkedHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Talk talk;

  /// @param pin of this user, where it is known
  /// @param quiet how long to wait at the end for something to come any further
  TerminalChat(
      HearthClient client,
      ChatRoom room,
      Names names,
      ChatHistory history,
      Optional<String> pin,
      Terminal terminal,
      Duration quiet) {
    this.client = client;
    this.names = names;
    this.history = history;
    this.terminal = terminal;
    this.quiet = quiet;
    this.screen = terminal.screen();
    this.typed = new Typed(screen);
    var offered = new OfferedFiles();
    // A person has seen the number of what they want; a pipe may be faster than the connection.
    this.patience = terminal.interactive() ? Duration.ZERO : quiet;
    this.files = new FileExchange(client, typed, screen, offered, patience);
    this.lines = new MessageLine(names, offered, buttons, history, ZoneId.systemDefault());
    this.members = new RoomMembers(client, names, screen);
    this.rooms = new RoomList(client, history, screen);
    this.purse = new Purse(client, names, terminal, pin);
    this.talk = talkIn(room);
    terminal.promptBy(this::prompt);
  }

  /// Chats until nothing more is typed, then waits for what is on its way as long as there is
  /// progress, or until the server ends the session.
  ///
  /// @return whether the server took every line
  boolean run() throws InterruptedException {
    welcome(talk);
    client.connect(
        new ChatListener(
            client, () -> talk, names, lines, history, screen, typed, errands, this::signedOut));
    Thread.ofVirtual().name("chat-keys").start(this::sayWhenKeysAreLost);
    Thread.ofPlatform().daemon().name("chat-input").start(this::read);
    errands.start("chat-output", typed::end);
    files.start();
    ended.await();
    // Being quiet counts from when there can be anything to hear.
    client.awaitConnected(CONNECTED_WITHIN);
    // One answer to a person; how many there will be in a group, nobody knows.
    return typed.settle(quiet, !talk.room().group());
  }

  /// Not only at the end, where the refusal ends the command: until then nobody can be read.
  private void sayWhenKeysAreLost() {
    try {
      client.awaitConnected(CONNECTED_WITHIN);
    } catch (HearthException e) {
      if (e.code() == ErrorCode.FORBIDDEN.code()) {
        LOST_KEYS.forEach(screen::line);
      }
    } catch (InterruptedException ended) {
      // So is the chat.
    }
  }

  private void signedOut() {
    typed.end();
    ended.countDown();
  }

  private Talk talkIn(ChatRoom room) {
    return talks.computeIfAbsent(
        room.id(),
        id -> {
          var numbers = new SafetyNumbers(client, id, names, screen);
          return new Talk(room, numbers, new Outbox(client, room, typed, screen, numbers, history));
        });
  }

  /// Says to a person where they are, and what was said there before.
  private void welcome(Talk talk) throws InterruptedException {
    history.visit(talk.conversation());
    if (terminal.interactive()) {
      String where = MessageLine.harmless(names.of(talk.conversation()));
      history
          .latest(talk.conversation(), SHOWN_OF_HISTORY)
          .forEach(message -> lines.of(message, true).ifPresent(screen::line));
      screen.line("-- " + where + "; /help, and Ctrl-D ends it");
      errands.put(talk.numbers()::greet);
    }
  }

  private void read() {
    try {
      for (var entry = terminal.read(); entry.isPresent(); entry = terminal.read()) {
        if (!entry.get().isBlank()) {
          handle(entry.get().strip(), talk);
        }
      }
    } catch (IOException | InterruptedException gone) {
      // Nobody types any more: the same as the end of the input.
    }
    ended.countDown();
  }

  private void handle(String line, Talk talk) throws IOException, InterruptedException {
    switch (ChatLine.parse(line)) {
      case ChatLine.Say(String text) -> say(text, line, talk);
      case ChatLine.ForBots command -> command(command, line, talk);
      case ChatLine.Press(int number) -> press(number, line, talk);
      case ChatLine.Reply(int number, String text) -> reply(number, text, line, talk);
      case ChatLine.TakeBack(int number) -> inTurn(line, () -> takeBack(number, talk));
      case ChatLine.Send(String file) -> send(file, line, talk);
      case ChatLine.Save save -> files.save(save.number(), save.into(), shown(line));
      case ChatLine.Members() -> inTurn(line, () -> members.show(talk.room()));
      case ChatLine.Invite(String name) -> inTurn(line, () -> members.invite(talk.room(), name));
      case ChatLine.Rooms() -> inTurn(line, () -> listRooms(talk));
      case ChatLine.Enter(String room) -> enter(room, line);
      case ChatLine.Pay pay -> pay(pay, line, talk);
      case ChatLine.Balance(var asset) -> inTurn(line, () -> purse.show(asset));
      case ChatLine.Verify() -> inTurn(line, () -> showNumbers(talk));
      case ChatLine.Accept(var name) -> inTurn(line, () -> accept(name, talk));
      case ChatLine.Help() -> {
        shown(line);
        ChatLine.HELP.forEach(screen::line);
      }
      case ChatLine.Wrong(String why) -> refuse(line, "-- " + MessageLine.harmless(why));
    }
  }

  private void say(String text, String line, Talk talk) throws InterruptedException {
    var message = OutgoingMessage.text(talk.conversation(), text);
    typed.add(message.id(), line, MessageLine.harmless(text));
    errands.put(() -> talk.outbox().say(message));
  }

  private void command(ChatLine.ForBots command, String line, Talk talk)
      throws InterruptedException {
    if (talk.room().bots().isEmpty()) {
      String name = MessageLine.harmless(command.name());
      refuse(line, "-- there is no " + name + ", and no bot here; /help says what there is, and");
      screen.line("-- /" + name + " says “" + name + "”");
      return;
    }
    var message = OutgoingMessage.text(talk.conversation(), command.text());
    typed.add(message.id(), line, MessageLine.harmless(command.text()));
    errands.put(() -> talk.outbox().command(message));
  }

  private void send(String file, String line, Talk talk) {
    files.send(talk.conversation(), file, line, it -> errands.put(() -> talk.outbox().say(it)));
  }

  /// Says what the button says; its bot may still be about to offer it.
  private void press(int number, String line, Talk talk) throws InterruptedException {
    MessageId message = MessageId.random();
    typed.add(message, line, line);
    errands.put(() -> {
      Optional<OfferedButton> offered = buttons.find(number, patience);
      if (offered.isEmpty()) {
        notSent(message, "no button " + number + " came, or too long ago");
      } else if (!offered.get().conversation().equals(talk.conversation())) {
        notSent(message, "that button is in another conversation: go there with /rooms");
      } else {
        press(offered.get().button(), message, talk);
      }
    });
  }

  private void press(Button button, MessageId message, Talk talk) throws InterruptedException {
    Optional<String> words = button.says();
    if (words.isEmpty()) {
      notSent(message, "that button opens " + MessageLine.harmless(button.action()));
    } else {
      var said = OutgoingMessage.text(talk.conversation(), words.get()).withId(message);
      talk.outbox().command(said);
    }
  }

  private void reply(int number, String text, String line, Talk talk) throws InterruptedException {
    var message = OutgoingMessage.text(talk.conversation(), text);
    typed.add(message.id(), line, MessageLine.harmless(text));
    errands.put(() -> {
      Optional<ChatMessage> answered = said(number, talk, author -> !author.equals(client.user()));
      if (answered.isEmpty()) {
        notSent(message.id(), "others have not said that much here");
      } else {
        String author = MessageLine.harmless(names.of(answered.get().author()));
        screen.line("-- an answer to " + author + "'s " + lines.quote(answered));
        talk.outbox().say(message.quoting(answered.get().id()));
      }
    });
  }

  private boolean takeBack(int number, Talk talk) throws InterruptedException {
    Optional<ChatMessage> own = said(number, talk, client.user()::equals);
    if (own.isEmpty()) {
      screen.line("-- you have not said that much here");
      return false;
    }
    MessageId taken = own.get().id();
    Sent sent = client.send(OutgoingMessage.of(talk.conversation(), new Recall(taken)));
    if (sent instanceof Sent.Refused(int code, String description)) {
      screen.line("-- not taken back: " + code + " " + MessageLine.harmless(description));
      return false;
    }
    history.forget(talk.conversation(), taken);
    screen.line("-- taken back: " + lines.quote(own));
    return true;
  }

  /// The latest messages of some authors, without their payments.
  private Optional<ChatMessage> said(int number, Talk talk, Predicate<UserId> by) {
    return history.findLatest(
        number, talk.conversation(), it -> it.saysSomething() && by.test(it.author()));
  }

  private boolean accept(Optional<String> name, Talk talk) throws InterruptedException {
    if (talk.numbers().accept(name)) {
      talk.outbox().sendWaiting();
    }
    return true;
  }

  private boolean showNumbers(Talk talk) throws InterruptedException {
    talk.numbers().show();
    return true;
  }

  private boolean listRooms(Talk talk) {
    rooms.show(talk.conversation());
    return true;
  }

  /// Before the next entry is read, it is known what is paid to whom, and the PIN is typed.
  private void pay(ChatLine.Pay pay, String line, Talk talk)
      throws IOException, InterruptedException {
    shown(line);
    try {
      Optional<Purse.PreparedPayment> payment = purse.prepare(pay, talk.room());
      if (payment.isEmpty()) {
        typed.failed();
      } else {
        inTurn(() -> purse.pay(payment.get()));
      }
    } catch (HearthException e) {
      screen.line("-- not paid: " + MessageLine.harmless(e.description()));
      typed.failed();
    } catch (IllegalArgumentException unfit) {
      // The keystore is one that hides no PIN.
      screen.line("-- not paid: " + unfit.getMessage());
      typed.failed();
    }
  }

  /// Goes to another conversation, before the next entry is read: that one is for there.
  private void enter(String which, String line) throws InterruptedException {
    shown(line);
    try {
      Optional<ChatRoom> room = rooms.find(which);
      if (room.isEmpty() || (talks.size() == MOST_ROOMS && !talks.containsKey(room.get().id()))) {
        typed.failed();
      } else {
        talk = talkIn(room.get());
        welcome(talk);
      }
    } catch (HearthException e) {
      screen.line("-- not done: " + MessageLine.harmless(e.description()));
      typed.failed();
    }
  }

  /// Something to do that a line asks for.
  private interface Deed {
    /// @return whether it was done
    boolean run() throws InterruptedException;
  }

  /// Does what a line asks for after what the lines before it did.
  private void inTurn(String line, Deed deed) throws InterruptedException {
    shown(line);
    inTurn(deed);
  }

  private void inTurn(Deed deed) throws InterruptedException {
    typed.begin();
    errands.put(() -> typed.done(done(deed)));
  }

  private boolean done(Deed deed) throws InterruptedException {
    try {
      return deed.run();
    } catch (HearthException e) {
      if (e.isFinal()) {
        throw e;
      }
      screen.line("-- not done: " + MessageLine.harmless(e.description()));
      return false;
    }
  }

  private void refuse(String line, String why) {
    shown(line);
    screen.line(why);
    typed.failed();
  }

  private void notSent(MessageId message, String why) {
    typed.reached(message, Ticks.REFUSED);
    screen.line("-- not sent: " + why);
  }

  /// A line that is not said takes a row too.
  private MessageId shown(String line) {
    MessageId row = MessageId.random();
    screen.typed(row, line);
    return row;
  }

  /// An entry in a group may be for its bots, and is not encrypted then.
  private String prompt(String entry) {
    boolean command =
        switch (entry.isBlank() ? new ChatLine.Say("") : ChatLine.parse(entry)) {
          case ChatLine.ForBots _, ChatLine.Press _ -> true;
          default -> false;
        };
    return talk.room().addressed(entry.strip(), command).isEmpty()
        ? LineEditor.PROMPT
        : MessageLine.NOT_ENCRYPTED + LineEditor.PROMPT;
  }
}
