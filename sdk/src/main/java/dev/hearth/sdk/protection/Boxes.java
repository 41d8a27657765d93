package dev.hearth.sdk.protection;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.protocol.payload.Encrypted;
import dev.hearth.protocol.payload.Reading;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.OutgoingMessage;
import dev.hearth.sdk.Protection;
import dev.hearth.sdk.crypto.EncryptedBox;
import dev.hearth.sdk.crypto.EncryptedBox.BoxOpening;
import dev.hearth.sdk.crypto.EncryptedBox.Recipient;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Seals and opens `ENCRYPTED_…` with this session's key, for and from the devices it gets to know.
/// Any thread may call.
public final class Boxes {
  private static final System.Logger LOG = System.getLogger(Boxes.class.getName());

  private final SessionId own;
  private final Optional<EncryptedBox> box;
  private final KnownDevices known;

  /// @param keystore one with an RSA key seals and opens nothing
  public Boxes(Keystore keystore, KnownDevices known) {
    this.own = keystore.sessionId();
    this.known = known;
    this.box =
        keystore.keyPair() instanceof Ed25519KeyPair pair
            ? Optional.of(new EncryptedBox(own, pair))
            : Optional.empty();
  }

  /// Seals for all of them but this one.
  Sealed seal(OutgoingMessage message, List<Device> devices) {
    if (box.isEmpty()) {
      return new Sealed.Impossible("a session with an RSA key can't encrypt");
    }
    List<Device> others = devices.stream().filter(it -> !it.session().equals(own)).toList();
    Set<UserId> changed = known.learn(others);
    if (!changed.isEmpty()) {
      return new Sealed.KeysInDoubt(changed);
    }
    List<Recipient> recipients = new ArrayList<>();
    for (Device device : others) {
      Optional<Recipient> recipient = Recipient.find(device.session(), device.publicKey());
      if (recipient.isEmpty()) {
        return new Sealed.Impossible("a device of " + device.user() + " has no key to encrypt for");
      }
      recipients.add(recipient.get());
    }
    if (recipients.isEmpty()) {
      return new Sealed.Impossible("nobody there has a device to encrypt for");
    }
    if (recipients.size() > Encrypted.MOST_SESSIONS) {
      return new Sealed.Impossible(
          "more than " + Encrypted.MOST_SESSIONS + " devices to encrypt for");
    }
    String category = message.protection().onTheWire(message.category());
    return new Sealed.Box(
        box.get().seal(category, message.payload(), recipients).toBytes(),
        SessionChecksum.of(devices.stream().map(Device::session).toList()));
  }

  /// The message as it was before it was sealed; or as it is, when it was not sealed for this
  /// device, is damaged, or names another key than that of the session it came from. A server lets
  /// nobody name another's key; we look for ourselves where we have met the session before, and
  /// remember its key otherwise.
  IncomingMessage open(IncomingMessage message) {
    if (box.isEmpty() || !Protection.ENCRYPTED.isOn(message.category())) {
      return message;
    }
    return switch (Encrypted.parse(message.category(), message.payload())) {
      case Reading.Understood<Encrypted>(Encrypted sealed) -> open(message, sealed, box.get());
      case Reading.NotUnderstood<Encrypted>(String why) -> left(message, why);
    };
  }

  private IncomingMessage open(IncomingMessage message, Encrypted sealed, EncryptedBox by) {
    Optional<Device> sender =
        message
            .session()
            .map(from -> new Device(message.author(), from, WireBase64.rawUrl(sealed.sender())));
    if (sender.isPresent() && !known.isKeyOf(sender.get())) {
      LOG.log(
          Level.WARNING,
          () -> message.id() + " names another key than its session's: it stays sealed");
      return message;
    }
    return switch (by.open(sealed)) {
      case BoxOpening.OpenedBox(byte[] payload) -> {
        sender.ifPresent(it -> known.learn(List.of(it)));
        yield Unsealed.opened(message, Protection.ENCRYPTED, payload);
      }
      case BoxOpening.NotForUs() -> left(message, "not sealed for this device");
      case BoxOpening.UnreadableBox() -> left(message, "damaged, or sealed with another key");
    };
  }

  private static IncomingMessage left(IncomingMessage message, String why) {
    LOG.log(Level.INFO, () -> message.id() + " stays sealed: " + why);
    return message;
  }
}
