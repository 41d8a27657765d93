package dev.hearth.edge.command;

import dev.hearth.protocol.ConversationId;
import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Receipt;
import dev.hearth.sdk.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/// One conversation on a terminal: what others say comes in, what is typed goes out, line by line.
/// What is said in other conversations is shown as well, but does not count as read.
///
/// One thread reads lines, and may be left waiting for one that never comes; another sends them,
/// one after the other, so that they keep their order. At most 10,000 lines wait in between.
final class TerminalChat implements ClientListener {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);

  private final HearthClient client;
  private final ConversationId conversation;
  private final boolean group;
  private final Names names;
  private final MessageLine lines;
  private final Terminal terminal;
  private final Screen screen;
  private final Typed typed;
  private final BlockingQueue<OutgoingMessage> outgoing = new ArrayBlockingQueue<>(10_000);
  private final CountDownLatch ended = new CountDownLatch(1);

  TerminalChat(
      HearthClient client,
      ConversationId conversation,
      boolean group,
      Names names,
      Terminal terminal) {
    this.client = client;
    this.conversation = conversation;
    this.group = group;
    this.names = names;
    this.lines = new MessageLine(names, ZoneId.systemDefault());
    this.terminal = terminal;
    this.screen = Screen.on(terminal);
    this.typed = new Typed(screen);
  }

  /// Chats until nothing more is typed, then waits for what is on its way as long as there is
  /// progress within `quiet`, or until the server ends the session.
  ///
  /// @return whether the server took every line
  boolean run(Duration quiet) throws InterruptedException {
    client.connect(this);
    Thread.ofPlatform().daemon().name("chat-input").start(this::read);
    Thread.ofVirtual().name("chat-output").start(this::send);
    ended.await();
    // Being quiet counts from when there can be anything to hear.
    client.awaitConnected(CONNECTED_WITHIN);
    // One answer to a person; how many there will be in a group, nobody knows.
    return typed.settle(quiet, !group);
  }

  @Override
  public void message(IncomingMessage message) throws InterruptedException {
    boolean here = message.conversation().equals(conversation);
    String place = here ? "" : "[" + MessageLine.harmless(names.of(message.conversation())) + "] ";
    lines.of(message).ifPresent(line -> screen.line(place + line));
    if (here) {
      client.read(List.of(message.id()));
      if (!message.pending() && !message.author().equals(client.user())) {
        typed.answered();
      }
    }
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
    screen.line("-- the connection is gone; trying again");
  }

  @Override
  public void signedOut() {
    screen.line("-- the server has ended this session");
    typed.end();
    ended.countDown();
  }

  private void read() {
    try {
      for (String line = terminal.in().readLine(); line != null; line = terminal.in().readLine()) {
        if (!line.isBlank()) {
          var message = OutgoingMessage.text(conversation, line.strip());
          typed.add(message.id(), line.strip());
          outgoing.put(message);
        }
      }
    } catch (IOException | InterruptedException gone) {
      // Nobody types any more: the same as the end of the input.
    }
    ended.countDown();
  }

  private void send() {
    try {
      for (; ; ) {
        OutgoingMessage message = outgoing.take();
        switch (client.send(message)) {
          case Sent.Accepted _ -> typed.reached(message.id(), Ticks.SENT);
          case Sent.Refused(int code, String description) -> {
            typed.reached(message.id(), Ticks.REFUSED);
            screen.line("-- not sent: " + code + " " + MessageLine.harmless(description));
          }
          case Sent.IdentityChanged _ -> {
            typed.reached(message.id(), Ticks.REFUSED);
            screen.line("-- not sent: whoever is there has another identity key than before");
          }
        }
      }
    } catch (InterruptedException | HearthException closed) {
      typed.end();
    }
  }
}
