package dev.hearth.sdk.signal;

import dev.hearth.protocol.ConversationId;
import dev.hearth.protocol.SessionId;
import dev.hearth.protocol.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A device of this SDK, on a store that can be made to break.
final class OurParty implements Party {
  private final DeviceAddress address = new DeviceAddress(UserId.random(), SessionId.random());
  private final BreakingStore store;
  private final SignalDevice device;

  OurParty(Random random) {
    this.store = new BreakingStore(random);
    this.device = SignalDevice.create(address.user(), OwnIdentity.generate(random), store, random);
  }

  SignalDevice device() {
    return device;
  }

  BreakingStore store() {
    return store;
  }

  @Override
  public DeviceAddress address() {
    return address;
  }

  @Override
  public PreKeyBundle bundle(boolean withOneTimePreKey) {
    PreKeyUpload upload = device.makePreKeys(withOneTimePreKey ? 1 : 0);
    List<PreKey> oneTime = upload.oneTimePreKeys();
    return new PreKeyBundle(
        upload.identityKey(), upload.signedPreKey(), oneTime.stream().findFirst());
  }

  @Override
  public void begin(DeviceAddress peer, PreKeyBundle bundle) {
    Beginning beginning = device.begin(peer, bundle);
    if (!(beginning instanceof Beginning.Begun)) {
      throw new AssertionError(beginning);
    }
  }

  @Override
  public boolean hasSession(DeviceAddress peer) {
    return device.hasSession(peer);
  }

  @Override
  public Envelope seal(DeviceAddress peer, byte[] plaintext) {
    return sealed(device.seal(peer, plaintext));
  }

  @Override
  public Opening open(DeviceAddress sender, Envelope envelope) {
    return device.open(ConversationId.random(), sender, envelope);
  }

  @Override
  public Envelope sealSenderKey(ConversationId conversation, DeviceAddress peer) {
    return sealed(device.sealSenderKey(conversation, peer));
  }

  @Override
  public Opening openSenderKey(
      ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return device.openSenderKey(conversation, sender, envelope);
  }

  @Override
  public Envelope seal(ConversationId conversation, byte[] plaintext) {
    return sealed(device.seal(conversation, plaintext));
  }

  @Override
  public Opening open(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return device.open(conversation, sender, envelope);
  }

  private static Envelope sealed(Sealing sealing) {
    return Optional.of(sealing)
        .filter(Sealing.Sealed.class::isInstance)
        .map(it -> ((Sealing.Sealed) it).envelope())
        .orElseThrow(() -> new AssertionError(sealing));
  }
}
