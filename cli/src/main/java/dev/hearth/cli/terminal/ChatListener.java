package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Recall;
import dev.hearth.protocol.payload.SystemConversation;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.TrustChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Shows what the server pushes, and keeps it. Messages of other conversations than the one the
/// chat is in are shown too, but do not count as read. The client's thread calls it.
final class ChatListener implements ClientListener {
  private final HearthClient client;
  private final Supplier<Talk> here;
  private final Names names;
  private final MessageLine lines;
  private final ChatHistory history;
  private final Screen screen;
  private final Typed typed;
  private final Errands errands;
  private final Runnable signedOut;
  private boolean away; // only the client's thread uses it

  /// @param here the conversation that the chat is in
  /// @param signedOut is run when the server has ended the session
  ChatListener(
      HearthClient client,
      Supplier<Talk> here,
      Names names,
      MessageLine lines,
      ChatHistory history,
      Screen screen,
      Typed typed,
      Errands errands,
      Runnable signedOut) {
    this.client = client;
    this.here = here;
    this.names = names;
    this.lines = lines;
    this.history = history;
    this.screen = screen;
    this.typed = typed;
    this.errands = errands;
    this.signedOut = signedOut;
  }

  @Override
  public void message(IncomingMessage pushed) throws InterruptedException {
    Talk talk = here.get();
    ChatMessage message = ChatMessage.of(pushed);
    String place = place(message.conversation());
    Optional<String> shown = lines.of(message, pushed.pending());
    // Kept before it is shown: somebody who sees it may answer it at once.
    keep(message, talk);
    shown.ifPresent(line -> screen.line(place + line));
    if (pushed.weaker() && !isBotInGroup(message)) {
      talk.numbers().spokeWeaker(message.author());
    }
    if (message.conversation().equals(talk.conversation())) {
      client.read(List.of(message.id()));
      if (!pushed.pending() && !message.author().equals(client.user())) {
        typed.answered();
      }
    }
  }

  /// In groups everybody speaks with bots in the open, also those that take encrypted messages.
  private boolean isBotInGroup(ChatMessage message) {
    UserId author = message.author();
    return !message.conversation().equals(client.conversationWith(author))
        && client.knownProtection(author) != Protection.SIGNAL;
  }

  @Override
  public void unreadable(IncomingMessage message) {
    screen.line(
        place(message.conversation())
            + "-- a message of "
            + name(message.author())
            + "'s can't be read yet; it was asked for again");
  }

  @Override
  public void identityChanged(UserId user) {
    here.get().numbers().changed(user);
  }

  @Override
  public void devicesJoined(ConversationId where, Set<UserId> users) {
    String who = users.stream().map(this::name).sorted().collect(Collectors.joining(", "));
    screen.line(place(where) + "-- " + who + " can now read here, with a device that is new here");
  }

  @Override
  public void trustChanged(UserId user, TrustChange change) {
    here.get().numbers().trustChanged(user, change);
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
    signedOut.run();
  }

  private void keep(ChatMessage message, Talk talk) {
    if (message.isKept()) {
      history.keep(message);
    } else if (message.content() instanceof Recall(MessageId taken)) {
      history.forget(message.conversation(), taken);
    } else if (message.content() instanceof SystemConversation) {
      history.visit(message.conversation());
      if (message.conversation().equals(talk.conversation())) {
        errands.offer(() -> talk.room().lookAgain(client));
      }
    }
  }

  /// Where it happened, unless it was here.
  private String place(ConversationId where) {
    return where.equals(here.get().conversation())
        ? ""
        : "[" + MessageLine.harmless(names.of(where)) + "] ";
  }

  private String name(UserId user) {
    return MessageLine.harmless(names.of(user));
  }
}
