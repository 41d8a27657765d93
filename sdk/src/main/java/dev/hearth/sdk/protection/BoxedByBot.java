package dev.hearth.sdk.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Participant;
import dev.hearth.sdk.Sent;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.http.Backoff;
import dev.hearth.sdk.http.Batches;
import dev.hearth.sdk.http.BoxForUser;
import dev.hearth.sdk.http.BoxResult;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.RetryingCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Seals a bot's messages for all devices of a user, and posts them. If a user's devices have
/// changed, the server answers with the present ones, and the message is sealed again for those.
///
/// In a group, each other member gets a box of their own. Its id is derived from the message's and
/// the member's, since an id belongs to one message of a conversation. Members without a device are
/// skipped.
final class BoxedByBot {
  private static final int MOST_AT_ONCE = 100;

  private final UserId self;
  private final Boxes boxes;
  private final HttpApi api;
  private final RetryingCalls patience;
  private final ServerBounds bounds;
  private final DeviceBook book;

  BoxedByBot(UserId self, Boxes boxes, HttpApi api, RetryingCalls patience, ServerBounds bounds) {
    this.self = self;
    this.boxes = boxes;
    this.api = api;
    this.patience = patience;
    this.bounds = bounds;
    this.book = new DeviceBook(api, patience);
  }

  Sent send(OutgoingMessage message) throws InterruptedException {
    Map<UserId, OutgoingMessage> waiting = addressed(message);
    int taken = 0;
    Backoff pauses = patience.pauses();
    for (int left = BoxedMessages.MOST_TRIES; left > 0; left--) {
      Map<UserId, List<Device>> devices = book.devices(waiting.keySet());
      waiting.keySet().retainAll(devices.keySet());
      List<BoxForUser> sealed = new ArrayList<>();
      for (Map.Entry<UserId, OutgoingMessage> each : waiting.entrySet()) {
        UserId user = each.getKey();
        List<Device> readers = devices.getOrDefault(user, List.of());
        switch (boxes.seal(each.getValue(), readers)) {
          case Sealed.Box(byte[] payload, String checksum) ->
              sealed.add(new BoxForUser(user, each.getValue(), payload, checksum, readers));
          case Sealed.KeysInDoubt(var users) -> {
            users.forEach(book::forget);
            return new Sent.InDoubt(List.copyOf(users));
          }
          case Sealed.Impossible(String why) -> {
            book.forget(user);
            return BoxedMessages.refused(why);
          }
        }
      }
      taken += post(sealed, waiting);
      if (waiting.isEmpty()) {
        return taken > 0
            ? new Sent.Accepted(Optional.empty())
            : BoxedMessages.refused("nobody there has a device to encrypt for");
      }
      Thread.sleep(pauses.next());
    }
    return BoxedMessages.refused("the server did not take it for " + waiting.size() + " users");
  }

  /// The message for each recipient.
  private Map<UserId, OutgoingMessage> addressed(OutgoingMessage message)
      throws InterruptedException {
    Map<UserId, OutgoingMessage> addressed = new LinkedHashMap<>();
    if (message.recipient().isPresent()) {
      addressed.put(message.recipient().get(), message);
      return addressed;
    }
    Optional<Conversation> conversation =
        patience.ask(() -> api.findConversation(message.conversation()));
    boolean group = conversation.map(Conversation::group).orElse(false);
    for (Participant each : conversation.map(Conversation::participants).orElse(List.of())) {
      if (!each.user().equals(self)) {
        addressed.put(
            each.user(), group ? message.withId(idFor(each.user(), message.id())) : message);
      }
    }
    return addressed;
  }

  /// @param waiting loses those whose box was taken
  /// @return how many that are
  private int post(List<BoxForUser> sealed, Map<UserId, OutgoingMessage> waiting)
      throws InterruptedException {
    int taken = 0;
    for (List<BoxForUser> some :
        Batches.of(sealed, BoxForUser::bytes, bounds.bodyBytes(), MOST_AT_ONCE)) {
      for (BoxResult result : patience.ask(() -> api.sendBoxes(some))) {
        if (!result.taken()) {
          book.put(result.recipient(), result.devices());
        } else if (waiting.remove(result.recipient()) != null) {
          taken++;
        }
      }
    }
    return taken;
  }

  private static MessageId idFor(UserId member, MessageId message) {
    String name = message + " for " + member;
    return new MessageId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
  }
}
