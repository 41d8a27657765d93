package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.sdk.sealing.SealingServer.KeyForDevice;
import dev.hearth.sdk.signal.Beginning;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Sealing;
import dev.hearth.sdk.signal.SignalDevice;
import dev.hearth.sdk.store.ClientStore;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Hands our sender key to devices, each in a session, which is begun if there isn't one.
final class Handover {
  private static final System.Logger LOG = System.getLogger(Handover.class.getName());

  /// The outcome of a handover.
  sealed interface Handed {
    /// Every device that left keys has our sender key.
    record AllHanded() implements Handed {}

    record Outdated() implements Handed {}

    record Refused() implements Handed {}

    /// These users' keys are others than before. Nobody was handed anything.
    record RecipientIdentitiesChanged(Set<UserId> users) implements Handed {}
  }

  private final DeviceAddress self;
  private final ClientStore store;
  private final SignalDevice signal;
  private final SealingServer server;
  private final Rosters rosters;

  Handover(
      DeviceAddress self,
      ClientStore store,
      SignalDevice signal,
      SealingServer server,
      Rosters rosters) {
    this.self = self;
    this.store = store;
    this.signal = signal;
    this.server = server;
    this.rosters = rosters;
  }

  /// Hands it to some devices of the roster.
  Handed to(List<DeviceAddress> devices, ConversationId conversation, Roster roster)
      throws InterruptedException {
    List<DeviceAddress> strangers =
        store.inTransaction(
            ignored -> devices.stream().filter(device -> !signal.hasSession(device)).toList());
    return begin(strangers) instanceof Handed.RecipientIdentitiesChanged changed
        ? changed
        : seal(devices, conversation, roster);
  }

  /// As [#to], in a new session: for a device that can't read what we say in the one there is.
  Handed inNewSession(DeviceAddress device, ConversationId conversation, Roster roster)
      throws InterruptedException {
    return switch (begin(List.of(device))) {
      case Handed.RecipientIdentitiesChanged changed -> changed;
      case Handed.AllHanded() -> seal(List.of(device), conversation, roster);
      case Handed.Outdated other -> other;
      case Handed.Refused other -> other;
    };
  }

  /// Begins sessions with those who have left keys.
  Handed begin(List<DeviceAddress> devices) throws InterruptedException {
    if (devices.isEmpty()) {
      return new Handed.AllHanded();
    }
    // A server that names others beside would have us take their identity from it, unasked.
    List<PreKeyBundle> bundles =
        server.takePreKeys(devices).stream()
            .filter(bundle -> devices.contains(new DeviceAddress(bundle.user(), bundle.session())))
            .toList();
    Set<UserId> changed =
        store.inTransaction(records -> {
          Set<UserId> users = new LinkedHashSet<>();
          for (PreKeyBundle bundle : bundles) {
            switch (signal.begin(bundle)) {
              case Beginning.Begun() -> {}
              case Beginning.Forged() ->
                  LOG.log(
                      Level.WARNING,
                      () -> "The keys of device " + bundle.session() + " are forged");
              case Beginning.WithOtherIdentity(var ignored, var offered) -> {
                if (bundle.user().equals(self.user())) {
                  LOG.log(
                      Level.WARNING,
                      () -> "Our own device " + bundle.session() + " has another identity");
                } else {
                  new OfferedIdentities(records).put(bundle.user(), offered);
                  users.add(bundle.user());
                }
              }
            }
          }
          return users;
        });
    return changed.isEmpty()
        ? new Handed.AllHanded()
        : new Handed.RecipientIdentitiesChanged(changed);
  }

  private Handed seal(List<DeviceAddress> devices, ConversationId conversation, Roster roster)
      throws InterruptedException {
    List<KeyForDevice> keys = new ArrayList<>();
    List<DeviceAddress> handed = new ArrayList<>();
    List<DeviceAddress> without = new ArrayList<>();
    store.inTransaction(ignored -> {
      for (DeviceAddress device : devices) {
        switch (signal.sealSenderKey(conversation, device)) {
          case Sealing.SealedEnvelope(var envelope) -> {
            keys.add(new KeyForDevice(MessageId.random(), device, envelope));
            handed.add(device);
          }
          case Sealing.NoKeyToSeal() -> without.add(device);
        }
      }
      return devices;
    });
    if (!keys.isEmpty()) {
      switch (server.handOver(conversation, roster.checksum(), keys)) {
        case DONE -> {}
        case OUTDATED -> {
          return new Handed.Outdated();
        }
        case REFUSED -> {
          return new Handed.Refused();
        }
      }
    }
    rosters.handed(conversation, handed, without);
    return new Handed.AllHanded();
  }
}
