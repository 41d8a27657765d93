package dev.hearth.cli.terminal;

import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.User;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// Sends what is said in a chat, in its order, as well protected as everybody there can read it.
/// From the first message that can't go, for somebody has another identity key or is said to be
/// protected otherwise than before, all wait; at most 10,000 of them, further ones are refused. For
/// one thread.
final class Outbox {
  private static final int MOST_WAITING = 10_000;

  private final HearthClient client;
  private final ChatRoom room;
  private final Typed typed;
  private final Screen screen;
  private final SafetyNumbers numbers;
  private final ChatHistory history;
  private final Deque<Saying> waiting = new ArrayDeque<>();

  /// @param command whether it is for the bots here to read
  private record Saying(OutgoingMessage message, boolean command) {}

  Outbox(
      HearthClient client,
      ChatRoom room,
      Typed typed,
      Screen screen,
      SafetyNumbers numbers,
      ChatHistory history) {
    this.client = client;
    this.room = room;
    this.typed = typed;
    this.screen = screen;
    this.numbers = numbers;
    this.history = history;
  }

  void say(OutgoingMessage message) throws InterruptedException {
    say(new Saying(message, false));
  }

  /// Says something that the bots here are to read.
  void command(OutgoingMessage message) throws InterruptedException {
    say(new Saying(message, true));
  }

  /// Sends what waits, as far as it can go.
  void sendWaiting() throws InterruptedException {
    while (!waiting.isEmpty() && send(waiting.getFirst())) {
      waiting.removeFirst();
    }
  }

  private void say(Saying saying) throws InterruptedException {
    if (waiting.size() >= MOST_WAITING) {
      typed.reached(saying.message().id(), Ticks.REFUSED);
    } else if (!waiting.isEmpty() || !send(saying)) {
      waiting.add(saying);
    }
  }

  /// @return false when it has to wait
  private boolean send(Saying saying) throws InterruptedException {
    OutgoingMessage message = saying.message();
    List<User> bots = addressed(saying);
    if (!bots.isEmpty()) {
      screen.line("-- not encrypted, for " + namesOf(bots) + " to read it:");
    }
    return switch (bots.isEmpty() ? client.say(message) : client.send(message)) {
      case Sent.Accepted _ -> {
        typed.reached(message.id(), Ticks.SENT);
        keep(message, !bots.isEmpty());
        yield true;
      }
      case Sent.Refused(int code, String description) -> {
        typed.reached(message.id(), Ticks.REFUSED);
        screen.line("-- not sent: " + code + " " + MessageLine.harmless(description));
        yield true;
      }
      case Sent.IdentityChanged(var users) -> {
        users.forEach(numbers::changed);
        yield false;
      }
      case Sent.InDoubt(var users) -> {
        users.forEach(numbers::mustWait);
        yield false;
      }
    };
  }

  private void keep(OutgoingMessage message, boolean forBots) throws InterruptedException {
    boolean open = forBots || client.protectionIn(room.id()) == Protection.NONE;
    history.keep(ChatMessage.of(message, client.user(), Instant.now(), open));
  }

  private List<User> addressed(Saying saying) {
    OutgoingMessage message = saying.message();
    return Payload.of(message.category(), message.payload()) instanceof Text(String text)
        ? room.addressed(text, saying.command())
        : List.of();
  }

  private static String namesOf(List<User> bots) {
    return bots.stream()
        .map(bot -> MessageLine.harmless(bot.name()))
        .collect(Collectors.joining(", "));
  }
}
