package dev.hearth.sdk.protection;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.blaze.Wire;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.RetryingCalls;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Sends what is protected by [Protection#ENCRYPTED]: a bot and a person do it in different ways,
/// and which of them we are is asked once. Any thread may call.
///
/// Nothing is ever sent less protected than it was asked to be: what can't be sealed for a device
/// that would get it is refused, with [Sent.Refused] and the code of `FORBIDDEN`, and nobody gets
/// it.
public final class BoxedMessages {
  /// How often a message is sealed at most, while devices come and go.
  static final int MOST_TRIES = 5;

  private final HttpApi api;
  private final RetryingCalls patience;
  private final BoxedByPerson byPerson;
  private final BoxedByBot byBot;
  private final AtomicReference<Optional<Boolean>> bot = new AtomicReference<>(Optional.empty());

  public BoxedMessages(
      UserId self,
      Boxes boxes,
      HttpApi api,
      RetryingCalls patience,
      ServerBounds bounds,
      Wire wire) {
    this.api = api;
    this.patience = patience;
    this.byPerson = new BoxedByPerson(boxes, api, patience, wire);
    this.byBot = new BoxedByBot(self, boxes, api, patience, bounds);
  }

  /// As [HearthClient#send].
  public Sent send(OutgoingMessage message) throws InterruptedException {
    try {
      return isBot() ? byBot.send(message) : byPerson.send(message);
    } catch (HearthException e) {
      if (e.reason() == HearthException.Reason.REFUSED) {
        return new Sent.Refused(e.code(), e.description());
      }
      throw e;
    }
  }

  static Sent refused(String why) {
    return new Sent.Refused(ErrorCode.FORBIDDEN.code(), why);
  }

  /// Whether it was sealed for other devices than there are now.
  static boolean isOutdated(Sent sent) {
    return sent instanceof Sent.Refused(int code, var ignored)
        && code == ErrorCode.CHECKSUM_INVALID.code();
  }

  private boolean isBot() throws InterruptedException {
    if (bot.get().isEmpty()) {
      bot.set(Optional.of(patience.ask(api::me).bot()));
    }
    return bot.get().orElseThrow();
  }
}
