package dev.hearth.testkit;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.Button;
import dev.hearth.protocol.payload.ButtonGroup;
import dev.hearth.protocol.payload.Card;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import dev.hearth.sdk.HearthClient;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Sent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Somebody with their client open: says things, and hears what others say, in order.
public final class OnlineUser implements AutoCloseable {
  /// Longer than any machine needs; only a failing test waits this long.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HearthClient client;
  private final BlockingQueue<IncomingMessage> heard = new LinkedBlockingQueue<>();

  private OnlineUser(HearthClient client) {
    this.client = client;
  }

  static OnlineUser connect(HearthClient client) throws InterruptedException {
    var user = new OnlineUser(client);
    try {
      client.connect(user.heard::add);
      if (!client.awaitConnected(PATIENCE)) {
        throw new AssertionError("not connected within " + PATIENCE.toSeconds() + " s");
      }
      return user;
    } catch (Throwable e) {
      client.close();
      throw e;
    }
  }

  public UserId id() {
    return client.user();
  }

  /// The client, for everything else this user can do.
  public HearthClient client() {
    return client;
  }

  /// Sends a text to another user, in their conversation, which is created if it does not exist;
  /// returns once the server holds it.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(UserId other, String text) throws InterruptedException {
    say(client.api().createContact(other).id(), text);
  }

  /// Says a text in a conversation.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(ConversationId conversation, String text) throws InterruptedException {
    say(conversation, new Text(text));
  }

  /// Says anything: an image, a card, a sticker. As [HearthClient#say] does.
  ///
  /// @throws AssertionError when the server refuses it
  public void say(ConversationId conversation, Payload.Sendable payload)
      throws InterruptedException {
    switch (client.say(conversation, payload)) {
      case Sent.Accepted _ -> {}
      case Sent.Refused(int code, String description) ->
          throw new AssertionError("refused with " + code + ": " + description);
      case Sent.InDoubt(var users) ->
          throw new AssertionError("not sent: another protection or session key of " + users);
      case Sent.IdentityChanged(var users) ->
          throw new AssertionError("not sent: another identity key of " + users);
    }
  }

  /// Presses a bot's button: sends the button's text in its conversation.
  ///
  /// @throws AssertionError when no button with this label sends a text
  public void press(IncomingMessage buttons, String label) throws InterruptedException {
    String words =
        buttons(buttons.content()).stream()
            .filter(button -> button.label().equals(label))
            .flatMap(button -> button.says().stream())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no button says anything for " + label));
    say(buttons.conversation(), words);
  }

  private static List<Button> buttons(Payload content) {
    return switch (content) {
      case ButtonGroup group -> group.buttons();
      case Card card -> card.actions();
      default -> List.of();
    };
  }

  /// The next message of a person or a bot; waits for it. Skips the server's own messages, such as
  /// that somebody joined a group.
  ///
  /// @throws AssertionError when nothing comes for 20 s
  public IncomingMessage next() throws InterruptedException {
    while (true) {
      var message = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing was said for " + PATIENCE.toSeconds() + " s");
      }
      if (!message.category().startsWith("SYSTEM_")) {
        return message;
      }
    }
  }

  /// Closes the client.
  @Override
  public void close() {
    client.close();
  }
}
