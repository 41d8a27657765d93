package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.ClientOptions.NewDevices;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.TrustChange;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.store.ClientStore;
import dev.hearth.sdk.store.Kind;
import dev.hearth.sdk.store.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys of others' sessions for [Protection#ENCRYPTED], in a store: each as the server has
/// first named it. A session keeps its key as long as it lives, so another one is not used unless
/// the caller accepts it. A session that comes beside known ones is reported, and used at once or
/// once it is accepted. Any thread may call.
public final class KnownDevices {
  private static final Kind USER = Kind.unbounded("client.devices");
  // Without a store all this is in memory: 100,000 users take some 30 MB.
  private static final Kind RECENT_USER = new Kind("client.devices-recent", 100_000);
  // The latest of a user; those that are there have come later than those that are gone.
  private static final int MOST_OF_A_USER = 100;
  private static final int MOST_IN_DOUBT = 10_000;

  private final ClientStore store;
  private final Kind users;
  private final NewDevices newDevices;
  private final TrustReports reports;
  // The devices that the server names for users whose change is not accepted yet.
  private final Remembered<UserId, List<Device>> offered = new Remembered<>(MOST_IN_DOUBT);

  /// @param lasting whether the store is kept when the process ends
  public KnownDevices(
      ClientStore store, boolean lasting, NewDevices newDevices, TrustReports reports) {
    this.store = store;
    this.users = lasting ? USER : RECENT_USER;
    this.newDevices = newDevices;
    this.reports = reports;
  }

  /// Takes down which devices there are, to encrypt for them.
  ///
  /// @return the users of whose devices one has another key than before, or is to be accepted
  ///   first; nothing is to be encrypted for these
  Set<UserId> learn(List<Device> devices) {
    Map<UserId, List<Device>> byUser =
        devices.stream()
            .collect(Collectors.groupingBy(Device::user, LinkedHashMap::new, Collectors.toList()));
    return store.inTransaction(ignored -> {
      Set<UserId> changed = new LinkedHashSet<>();
      byUser.forEach((user, theirs) -> {
        if (!learn(user, theirs)) {
          changed.add(user);
        }
      });
      return changed;
    });
  }

  /// Whether this is the key of a session from which something came: as far as we know.
  boolean isKeyOf(Device device) {
    Optional<String> known =
        store.inTransaction(
            records -> Optional.ofNullable(keys(records, device.user()).get(device.session())));
    if (known.isPresent() && !known.get().equals(device.publicKey())) {
      offer(device.user(), List.of(device), TrustChange.SESSION_KEY);
      return false;
    }
    return true;
  }

  /// Accepts the keys that the server names now.
  ///
  /// @return false when no other keys are waiting
  public boolean accept(UserId user) {
    Optional<List<Device>> theirs = offered.find(user);
    if (theirs.isEmpty()) {
      return false;
    }
    offered.forget(user);
    store.inTransaction(records -> {
      Map<SessionId, String> keys = keys(records, user);
      theirs.get().forEach(device -> keys.put(device.session(), device.publicKey()));
      put(records, user, keys);
      return user;
    });
    reports.accepted(user, TrustChange.SESSION_KEY);
    return true;
  }

  /// @return false when one has another key than before, or is to be accepted first
  private boolean learn(UserId user, List<Device> devices) {
    List<SessionId> added = new ArrayList<>();
    Optional<TrustChange> doubt =
        store.inTransaction(records -> {
          Map<SessionId, String> keys = keys(records, user);
          boolean known = !keys.isEmpty();
          for (Device device : devices) {
            String before = keys.get(device.session());
            if (before != null && !before.equals(device.publicKey())) {
              return Optional.of(TrustChange.SESSION_KEY);
            }
            if (before == null && !device.publicKey().isEmpty()) {
              keys.put(device.session(), device.publicKey());
              added.add(device.session());
            }
          }
          if (known && !added.isEmpty() && newDevices == NewDevices.ACCEPTED_FIRST) {
            return Optional.of(TrustChange.NEW_DEVICE);
          }
          if (!added.isEmpty()) {
            put(records, user, keys);
          }
          if (!known) {
            added.clear();
          }
          return Optional.empty();
        });
    if (doubt.isPresent()) {
      offer(user, devices, doubt.get());
      return false;
    }
    offered.forget(user);
    added.forEach(ignored -> reports.report(user, TrustChange.NEW_DEVICE));
    return true;
  }

  private void offer(UserId user, List<Device> devices, TrustChange why) {
    boolean again = offered.find(user).filter(devices::equals).isPresent();
    offered.put(user, List.copyOf(devices));
    // A device that waits is told of once, not at each attempt to send.
    if (!again || why != TrustChange.NEW_DEVICE) {
      reports.report(user, why);
    }
  }

  private Map<SessionId, String> keys(Records records, UserId user) {
    Map<SessionId, String> keys = new LinkedHashMap<>();
    records
        .find(users, user.toString())
        .ifPresent(bytes -> {
          for (byte[] each : ProtobufFields.parse(bytes).orElseThrow().all(1)) {
            ProtobufFields fields = ProtobufFields.parse(each).orElseThrow();
            keys.put(SessionId.of(fields.text(1).orElseThrow()), fields.text(2).orElse(""));
          }
        });
    return keys;
  }

  private void put(Records records, UserId user, Map<SessionId, String> keys) {
    var out = new ProtobufWriter();
    keys.entrySet().stream()
        .skip(Math.max(0, keys.size() - MOST_OF_A_USER))
        .forEach(each ->
            out.bytes(
                1,
                new ProtobufWriter()
                    .text(1, each.getKey().toString())
                    .text(2, each.getValue())
                    .toBytes()));
    records.put(users, user.toString(), out.toBytes());
  }
}
