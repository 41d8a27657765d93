package dev.hearth.conformance.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.Beginning;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import dev.hearth.sdk.signal.Opening;
import dev.hearth.sdk.signal.OwnIdentity;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.util.Optional;

/// A device of the Java SDK.
record SdkEnd(DeviceAddress address, SignalDevice device) implements SealingEnd {

  static SdkEnd at(DeviceAddress address) {
    var device =
        SignalDevice.create(address.user(), OwnIdentity.generate(), ClientStore.inMemory());
    return new SdkEnd(address, device);
  }

  @Override
  public int registrationId() {
    return device.identity().registrationId();
  }

  @Override
  public PreKeyUpload leaveKeys(int oneTime) {
    return device.makePreKeys(oneTime);
  }

  @Override
  public void begin(PreKeyBundle bundle) {
    if (!(device.begin(bundle) instanceof Beginning.Begun)) {
      throw new AssertionError("nothing was begun");
    }
  }

  @Override
  public Optional<Envelope> seal(ConversationId conversation, String text) {
    return switch (device.seal(conversation, text.getBytes(UTF_8))) {
      case Sealing.SealedEnvelope(var envelope) -> Optional.of(envelope);
      case Sealing.NoKeyToSeal() -> Optional.empty();
    };
  }

  @Override
  public Envelope sealFor(DeviceAddress peer, String text) {
    return envelope(device.seal(peer, text.getBytes(UTF_8)));
  }

  @Override
  public Envelope sealKey(ConversationId conversation, DeviceAddress peer) {
    return envelope(device.sealSenderKey(conversation, peer));
  }

  @Override
  public Heard open(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return heard(device.open(conversation, sender, envelope));
  }

  @Override
  public Heard openKey(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return heard(device.openSenderKey(conversation, sender, envelope));
  }

  @Override
  public void rotate(ConversationId conversation) {
    device.rotateSenderKey(conversation);
  }

  @Override
  public String safetyNumber(UserId user) {
    return device.findSafetyNumber(user).orElseThrow().digits();
  }

  private static Envelope envelope(Sealing sealing) {
    if (sealing instanceof Sealing.SealedEnvelope(var envelope)) {
      return envelope;
    }
    throw new AssertionError("nothing was sealed");
  }

  private static Heard heard(Opening opening) {
    return switch (opening) {
      case Opening.Opened(byte[] plaintext) -> Heard.said(new String(plaintext, UTF_8));
      case Opening.Duplicate() -> new Heard("duplicate", "");
      case Opening.NoKey() -> new Heard("no key", "");
      case Opening.FromOtherIdentity other -> new Heard("other identity", "");
      case Opening.Unreadable unreadable -> new Heard("unreadable", "");
    };
  }
}
