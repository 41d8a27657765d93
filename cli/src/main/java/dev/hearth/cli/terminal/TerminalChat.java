package dev.hearth.cli.terminal;

import dev.hearth.cli.terminal.OfferedButtons.OfferedButton;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.TrustChange;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// One conversation on a terminal: it shows what others say and sends what is typed, entry by
/// entry. It also shows messages of other conversations, but these do not count as read.
///
/// One thread reads entries, and may be left waiting for one that never comes. Another does what
/// they ask for, one after the other, so that they keep their order. A third moves files, so that
/// nobody waits for them. At most 10,000 entries wait in between.
final class TerminalChat implements ClientListener {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
  private static final int MOST_LINES = 10_000;
  private static final List<String> LOST_KEYS =
      List.of(
          "-- The account has other keys than this device: its store was lost, or changed for another.",
          "-- Nothing that is encrypted can be read here. The way back is to sign in anew with a code",
          "-- (`hearth user code NUMBER`); with the people of `hearth dev`, to begin a new data folder.");

  private final HearthClient client;
  private final ChatRoom room;
  private final ConversationId conversation;
  private final Names names;
  private final MessageLine lines;
  private final Terminal terminal;
  private final Duration quiet;
  private final Screen screen;
  private final Typed typed;
  private final SafetyNumbers numbers;
  private final Outbox outbox;
  private final FileExchange files;
  private final OfferedButtons buttons = new OfferedButtons();
  private final Duration patience;
  private final Errands errands = new Errands(MOST_LINES);
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean away;

  /// @param quiet how long to wait at the end for something to come any further
  TerminalChat(HearthClient client, ChatRoom room, Names names, Terminal terminal, Duration quiet) {
    this.client = client;
    this.room = room;
    this.conversation = room.id();
    this.names = names;
    this.terminal = terminal;
    this.quiet = quiet;
    this.screen = terminal.screen();
    this.typed = new Typed(screen);
    this.numbers = new SafetyNumbers(client, conversation, names, screen);
    this.outbox = new Outbox(client, room, typed, screen, numbers);
    var offered = new OfferedFiles();
    // A person has seen the number of what they want; a pipe may be faster than the connection.
    this.patience = terminal.interactive() ? Duration.ZERO : quiet;
    this.files = new FileExchange(client, conversation, typed, screen, offered, patience);
    this.lines = new MessageLine(names, offered, buttons, ZoneId.systemDefault());
    terminal.promptBy(this::prompt);
  }

  /// Chats until nothing more is typed, then waits for what is on its way as long as there is
  /// progress, or until the server ends the session.
  ///
  /// @return whether the server took every line
  boolean run() throws InterruptedException {
    client.connect(this);
    if (terminal.interactive()) {
      errands.put(numbers::greet);
    }
    Thread.ofVirtual().name("chat-keys").start(this::sayWhenKeysAreLost);
    Thread.ofPlatform().daemon().name("chat-input").start(this::read);
    errands.start("chat-output", typed::end);
    files.start();
    ended.await();
    // Being quiet counts from when there can be anything to hear.
    client.awaitConnected(CONNECTED_WITHIN);
    // One answer to a person; how many there will be in a group, nobody knows.
    return typed.settle(quiet, !room.group());
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

  @Override
  public void message(IncomingMessage message) throws InterruptedException {
    boolean here = message.conversation().equals(conversation);
    lines.of(message).ifPresent(line -> screen.line(place(message) + line));
    if (message.weaker()) {
      numbers.spokeWeaker(message.author());
    }
    if (here && message.content() instanceof SystemConversation) {
      errands.offer(() -> room.lookAgain(client));
    }
    if (here) {
      client.read(List.of(message.id()));
      if (!message.pending() && !message.author().equals(client.user())) {
        typed.answered();
      }
    }
  }

  @Override
  public void unreadable(IncomingMessage message) {
    String author = MessageLine.harmless(names.of(message.author()));
    screen.line(
        place(message)
            + "-- a message of "
            + author
            + "'s can't be read yet; it was asked for again");
  }

  @Override
  public void identityChanged(UserId user) {
    numbers.changed(user);
  }

  @Override
  public void devicesJoined(ConversationId where, Set<UserId> users) {
    String who =
        users.stream()
            .map(user -> MessageLine.harmless(names.of(user)))
            .sorted()
            .collect(Collectors.joining(", "));
    screen.line(place(where) + "-- " + who + " can now read here, with a device that is new here");
  }

  @Override
  public void trustChanged(UserId user, TrustChange change) {
    numbers.trustChanged(user, change);
  }

  @Override
  public void readElsewhere(List<MessageId> messages) {
    screen.line("-- read on another device of yours: " + messages.size());
  }

  @Override
  public void receipt(Receipt receipt) {
    typed.reached(
        receipt.message(),
        switch (receipt.status()) {
          case DELIVERED -> Ticks.DELIVERED;
          case READ -> Ticks.READ;
        });
  }

  @Override
  public void disconnected() {
    away = true;
    screen.line("-- the connection is gone; trying again");
  }

  @Override
  public void connected() {
    if (away) {
      away = false;
      screen.line("-- connected again");
    }
  }

  @Override
  public void signedOut() {
    screen.line("-- the server has ended this session");
    typed.end();
    ended.countDown();
  }

  /// Where it was said, unless here.
  private String place(IncomingMessage message) {
    return place(message.conversation());
  }

  private String place(ConversationId where) {
    return where.equals(conversation) ? "" : "[" + MessageLine.harmless(names.of(where)) + "] ";
  }

  private void read() {
    try {
      for (var entry = terminal.read(); entry.isPresent(); entry = terminal.read()) {
        if (!entry.get().isBlank()) {
          handle(entry.get().strip());
        }
      }
    } catch (IOException | InterruptedException gone) {
      // Nobody types any more: the same as the end of the input.
    }
    ended.countDown();
  }

  private void handle(String line) throws InterruptedException {
    switch (ChatLine.parse(line)) {
      case ChatLine.Say(String text) -> {
        var message = OutgoingMessage.text(conversation, text);
        typed.add(message.id(), line, MessageLine.harmless(text));
        errands.put(() -> outbox.say(message));
      }
      case ChatLine.ForBots command -> command(command, line);
      case ChatLine.Press(int number) -> press(number, line);
      case ChatLine.Send(String file) -> files.send(file, line, this::say);
      case ChatLine.Save save -> files.save(save.number(), save.into(), shown(line));
      case ChatLine.Verify() -> inTurn(line, numbers::show);
      case ChatLine.Accept(var name) ->
          inTurn(
              line,
              () -> {
                if (numbers.accept(name)) {
                  outbox.sendWaiting();
                }
              });
      case ChatLine.Help() -> {
        shown(line);
        ChatLine.HELP.forEach(screen::line);
      }
      case ChatLine.Wrong(String why) -> {
        shown(line);
        screen.line("-- " + MessageLine.harmless(why));
        typed.failed();
      }
    }
  }

  private void command(ChatLine.ForBots command, String line) throws InterruptedException {
    if (room.bots().isEmpty()) {
      shown(line);
      String name = MessageLine.harmless(command.name());
      screen.line("-- there is no " + name + ", and no bot here; /help says what there is, and");
      screen.line("-- /" + name + " says “" + name + "”");
      typed.failed();
      return;
    }
    var message = OutgoingMessage.text(conversation, command.text());
    typed.add(message.id(), line, MessageLine.harmless(command.text()));
    errands.put(() -> outbox.command(message));
  }

  /// Says what the button says; its bot may still be about to offer it.
  private void press(int number, String line) throws InterruptedException {
    MessageId message = MessageId.random();
    typed.add(message, line, line);
    errands.put(() -> {
      Optional<OfferedButton> offered = buttons.find(number, patience);
      if (offered.isEmpty()) {
        notSent(message, "no button " + number + " came, or too long ago");
      } else if (!offered.get().conversation().equals(conversation)) {
        notSent(message, "that button is in another conversation");
      } else {
        press(offered.get().button(), message);
      }
    });
  }

  private void press(Button button, MessageId message) throws InterruptedException {
    Optional<String> words = button.says();
    if (words.isEmpty()) {
      notSent(message, "that button opens " + MessageLine.harmless(button.action()));
    } else {
      outbox.command(OutgoingMessage.text(conversation, words.get()).withId(message));
    }
  }

  private void notSent(MessageId message, String why) {
    typed.reached(message, Ticks.REFUSED);
    screen.line("-- not sent: " + why);
  }

  /// An entry in a group may be for its bots, and is not encrypted then.
  private String prompt(String entry) {
    boolean command =
        switch (entry.isBlank() ? new ChatLine.Say("") : ChatLine.parse(entry)) {
          case ChatLine.ForBots _, ChatLine.Press _ -> true;
          default -> false;
        };
    return room.addressed(entry.strip(), command).isEmpty()
        ? LineEditor.PROMPT
        : MessageLine.NOT_ENCRYPTED + LineEditor.PROMPT;
  }

  /// Does what a line asks for after what the lines before it did.
  private void inTurn(String line, Errands.Errand errand) throws InterruptedException {
    shown(line);
    typed.begin();
    errands.put(() -> {
      errand.run();
      typed.done(true);
    });
  }

  /// A line that is not said takes a row too.
  private MessageId shown(String line) {
    MessageId row = MessageId.random();
    screen.typed(row, line);
    return row;
  }

  /// Has a message said that was typed before.
  private void say(OutgoingMessage message) throws InterruptedException {
    errands.put(() -> outbox.say(message));
  }
}
