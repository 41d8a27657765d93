package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.blaze.Wire;
import dev.hearth.sdk.http.Backoff;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.http.RetryingCalls;
import java.util.List;
import java.util.Optional;

/// Seals a person's messages for all devices of a conversation but the one they are written on. The
/// server refuses what was sealed for other devices than there are; then it is sealed again.
final class BoxedByPerson {
  private static final int MOST_CONVERSATIONS = 1_000;

  private final Boxes boxes;
  private final HttpApi api;
  private final RetryingCalls patience;
  private final Wire wire;
  private final Remembered<ConversationId, List<Device>> devices =
      new Remembered<>(MOST_CONVERSATIONS);

  BoxedByPerson(Boxes boxes, HttpApi api, RetryingCalls patience, Wire wire) {
    this.boxes = boxes;
    this.api = api;
    this.patience = patience;
    this.wire = wire;
  }

  Sent send(OutgoingMessage message) throws InterruptedException {
    Backoff pauses = patience.pauses();
    for (int left = BoxedMessages.MOST_TRIES; ; left--) {
      Optional<List<Device>> readers = devicesIn(message.conversation());
      if (readers.isEmpty()) {
        return BoxedMessages.refused("there is no such conversation");
      }
      Sent sent =
          switch (boxes.seal(message, readers.get())) {
            case Sealed.Box(byte[] payload, String checksum) ->
                wire.send(Parcel.sealed(message, payload, checksum));
            case Sealed.KeysInDoubt(var users) -> {
              devices.forget(message.conversation());
              yield new Sent.InDoubt(List.copyOf(users));
            }
            case Sealed.Impossible(String why) -> {
              // Only devices that can be sealed for are kept: the next try looks again.
              devices.forget(message.conversation());
              yield BoxedMessages.refused(why);
            }
          };
      if (!BoxedMessages.isOutdated(sent) || left == 1) {
        return sent;
      }
      devices.forget(message.conversation());
      Thread.sleep(pauses.next());
    }
  }

  private Optional<List<Device>> devicesIn(ConversationId conversation)
      throws InterruptedException {
    Optional<List<Device>> known = devices.find(conversation);
    if (known.isPresent()) {
      return known;
    }
    Optional<List<Device>> found =
        patience.ask(() -> api.findConversation(conversation)).map(Conversation::devices);
    found.ifPresent(there -> devices.put(conversation, there));
    return found;
  }
}
