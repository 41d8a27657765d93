package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.store.ClientStore;
import java.util.Optional;
import java.util.Random;

/// A device of this SDK, on a store that can be made to break.
final class OurParty implements Party {
  private final DeviceAddress address;
  private final BreakingStore store;
  private final SignalDevice device;

  OurParty(Random random) {
    this(new DeviceAddress(UserId.random(), SessionId.random()), random);
  }

  /// A device that keeps its keys there.
  OurParty(ClientStore store, Random random) {
    this(new DeviceAddress(UserId.random(), SessionId.random()), store, random);
  }

  /// A device that was set up anew, under the ids it had before.
  OurParty(DeviceAddress address, Random random) {
    this(address, ClientStore.inMemory(), random);
  }

  private OurParty(DeviceAddress address, ClientStore kept, Random random) {
    this.address = address;
    this.store = new BreakingStore(kept, random);
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
    return new PreKeyBundle(
        address.user(),
        address.session(),
        device.identity().registrationId(),
        upload.identity(),
        upload.signed(),
        upload.oneTime().stream().findFirst());
  }

  @Override
  public void begin(PreKeyBundle bundle) {
    Beginning beginning = device.begin(bundle);
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
        .filter(Sealing.SealedEnvelope.class::isInstance)
        .map(it -> ((Sealing.SealedEnvelope) it).envelope())
        .orElseThrow(() -> new AssertionError(sealing));
  }
}
