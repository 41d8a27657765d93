package dev.hearth.sdk.protection;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Device;
import dev.hearth.sdk.http.HttpApi;
import dev.hearth.sdk.http.Remembered;
import dev.hearth.sdk.http.RetryingCalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which devices users have, as far as the server has told. It may be outdated: the server says so
/// when something is sealed by it. Any thread may call.
final class DeviceBook {
  private static final int MOST_USERS = 10_000;
  private static final int MOST_AT_ONCE = 100;

  private final HttpApi api;
  private final RetryingCalls patience;
  // Nobody without devices: the day they have one, nothing would say so.
  private final Remembered<UserId, List<Device>> known = new Remembered<>(MOST_USERS);

  DeviceBook(HttpApi api, RetryingCalls patience) {
    this.api = api;
    this.patience = patience;
  }

  /// Those of the users that have devices. Asks the server about whom it doesn't know.
  Map<UserId, List<Device>> devices(Collection<UserId> users) throws InterruptedException {
    Map<UserId, List<Device>> devices = new LinkedHashMap<>();
    List<UserId> unknown = new ArrayList<>();
    for (UserId user : users) {
      known.find(user).ifPresentOrElse(found -> devices.put(user, found), () -> unknown.add(user));
    }
    for (int from = 0; from < unknown.size(); from += MOST_AT_ONCE) {
      devices.putAll(ask(unknown.subList(from, Math.min(from + MOST_AT_ONCE, unknown.size()))));
    }
    return devices;
  }

  /// Takes down what the server says of a user.
  void put(UserId user, List<Device> devices) {
    if (devices.isEmpty()) {
      known.forget(user);
    } else {
      known.put(user, List.copyOf(devices));
    }
  }

  /// The server is asked the next time.
  void forget(UserId user) {
    known.forget(user);
  }

  private Map<UserId, List<Device>> ask(List<UserId> users) throws InterruptedException {
    Map<UserId, List<Device>> devices = new LinkedHashMap<>();
    for (Device device : patience.ask(() -> api.devices(users))) {
      devices.computeIfAbsent(device.user(), ignored -> new ArrayList<>()).add(device);
    }
    devices.forEach(this::put);
    return devices;
  }
}
