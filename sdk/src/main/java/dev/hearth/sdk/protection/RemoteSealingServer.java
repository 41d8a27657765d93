package dev.hearth.sdk.protection;

import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.payload.PlainJson;
import dev.hearth.sdk.Conversation;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.ServerBounds;
import dev.hearth.sdk.User;
import dev.hearth.sdk.blaze.BlazeLink;
import dev.hearth.sdk.blaze.Request;
import dev.hearth.sdk.http.Batches;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.Parcel;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.http.RetryingCalls;
import dev.hearth.sdk.sealing.OwnMessage;
import dev.hearth.sdk.sealing.SealingServer;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Asks the server for what sealing needs: over Blaze where there is an action for it, else over
/// HTTP. Any thread may call.
public final class RemoteSealingServer implements SealingServer {
  private static final System.Logger LOG = System.getLogger(RemoteSealingServer.class.getName());
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_AT_ONCE = 100;
  // The bytes that a request needs for each key besides the key itself, and besides its keys.
  private static final int KEY_OVERHEAD = 256;
  private static final int REQUEST_OVERHEAD = 512;
  private static final int MOST_DEVICES = 1_000;

  private final UserId self;
  private final BlazeLink link;
  private final HttpApi api;
  private final RetryingCalls patience;
  private final ServerBounds bounds;
  private final KnownProtection known;
  // As far as the server was believed.
  private final Remembered<UserId, Boolean> bots = new Remembered<>(MOST_REMEMBERED);

  public RemoteSealingServer(
      UserId self,
      BlazeLink link,
      HttpApi api,
      RetryingCalls patience,
      ServerBounds bounds,
      KnownProtection known) {
    this.self = self;
    this.link = link;
    this.api = api;
    this.patience = patience;
    this.bounds = bounds;
    this.known = known;
  }

  @Override
  public Optional<Members> findMembers(ConversationId conversation) throws InterruptedException {
    Optional<Conversation> found =
        askOr(Optional.<Conversation>empty(), () -> api.findConversation(conversation))
            .filter(it -> it.participant(self).isPresent());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Device> devices = found.get().devices();
    Set<UserId> bots = botsAmong(devices.stream().map(Device::user).distinct().toList());
    List<Member> members =
        devices.stream()
            .map(device ->
                new Member(
                    new DeviceAddress(device.user(), device.session()),
                    bots.contains(device.user())))
            .toList();
    return Optional.of(new Members(members, Math.max(0, found.get().expireIn())));
  }

  @Override
  public List<PreKeyBundle> takePreKeys(Collection<DeviceAddress> devices)
      throws InterruptedException {
    List<PreKeyBundle> bundles = new ArrayList<>();
    for (List<DeviceAddress> some :
        Batches.of(devices, ignored -> KEY_OVERHEAD, roomForKeys(), MOST_DEVICES)) {
      bundles.addAll(link.ask(Request.consumeSignalKeys(some)).preKeys());
    }
    return bundles;
  }

  @Override
  public ServerAnswer handOver(
      ConversationId conversation, String checksum, List<KeyForDevice> keys)
      throws InterruptedException {
    var batches =
        Batches.of(
            keys,
            key -> KEY_OVERHEAD + key.envelope().toData().length(),
            roomForKeys(),
            MOST_DEVICES);
    for (List<KeyForDevice> some : batches) {
      ServerAnswer answer = ask(Request.createSignalKeyMessages(conversation, checksum, some));
      // A device that has its key already doesn't mind to get it twice.
      if (answer != ServerAnswer.DONE) {
        return answer;
      }
    }
    return ServerAnswer.DONE;
  }

  // Data that can't be compressed is at most 1 % longer on the wire than unpacked.
  private int roomForKeys() {
    return Math.min(bounds.frameBytes(), bounds.inflatedBytes()) / 100 * 99 - REQUEST_OVERHEAD;
  }

  @Override
  public ServerAnswer tell(ConversationId conversation, DeviceAddress device, PlainJson what)
      throws InterruptedException {
    OutgoingMessage message = OutgoingMessage.of(conversation, what).to(device.user());
    return ask(Request.createMessage(Parcel.open(message).to(device.session())));
  }

  @Override
  public ServerAnswer sendAgain(DeviceAddress device, OwnMessage said, Envelope envelope)
      throws InterruptedException {
    OutgoingMessage message =
        SealedForPeople.outgoing(said).withId(MessageId.random()).to(device.user());
    return ask(
        Request.createMessage(Parcel.sealed(message, envelope.toBytes()).to(device.session())));
  }

  @Override
  public int countPreKeys() throws InterruptedException {
    // As many as it takes, when the server won't tell.
    return askOr(Integer.MAX_VALUE, api::countPreKeys);
  }

  @Override
  public ServerAnswer leavePreKeys(PreKeyUpload keys) throws InterruptedException {
    try {
      return patience.ask(() -> {
        api.leavePreKeys(keys);
        return ServerAnswer.DONE;
      });
    } catch (HearthException e) {
      if (e.code() == ErrorCode.FORBIDDEN.code()) {
        return ServerAnswer.REFUSED;
      }
      throw e;
    }
  }

  @Override
  public boolean isOver() {
    return link.isOver();
  }

  private ServerAnswer ask(Request request) throws InterruptedException {
    return link.ask(request)
        .error()
        .map(error -> {
          if (error.code() == ErrorCode.CHECKSUM_INVALID.code()) {
            return ServerAnswer.OUTDATED;
          }
          LOG.log(Level.INFO, () -> "The server refuses " + request.action() + ": " + error.code());
          return ServerAnswer.REFUSED;
        })
        .orElse(ServerAnswer.DONE);
  }

  private Set<UserId> botsAmong(List<UserId> users) throws InterruptedException {
    List<UserId> unknown = users.stream().filter(user -> bots.find(user).isEmpty()).toList();
    for (int from = 0; from < unknown.size(); from += MOST_AT_ONCE) {
      List<UserId> some = unknown.subList(from, Math.min(from + MOST_AT_ONCE, unknown.size()));
      askOr(List.<User>of(), () -> api.users(some)).forEach(this::learn);
    }
    Set<UserId> among = new HashSet<>();
    for (UserId user : users) {
      // For a user who is missing in the answer we use what we know of them; otherwise they count
      // as a person.
      if (bots.find(user).orElseGet(() -> known.of(user) == Protection.ENCRYPTED)) {
        among.add(user);
      }
    }
    return among;
  }

  /// A person who is said to be a bot now stays one of those who are handed our keys.
  private void learn(User user) {
    Protection takes = known.learn(user.id(), user.takes());
    if (!known.inDoubt(user.id())) {
      bots.put(user.id(), takes != Protection.SIGNAL);
    }
  }

  /// The answer, once there is one; `otherwise` when the server refuses, or makes no sense.
  private <T> T askOr(T otherwise, Supplier<T> call) throws InterruptedException {
    try {
      return patience.ask(call);
    } catch (HearthException e) {
      return switch (e.reason()) {
        case REFUSED, GARBLED -> {
          LOG.log(Level.INFO, () -> "The server gives no answer: " + e.getMessage());
          yield otherwise;
        }
        case UNREACHABLE, SIGNED_OUT, CLOSED -> throw e;
      };
    }
  }
}
