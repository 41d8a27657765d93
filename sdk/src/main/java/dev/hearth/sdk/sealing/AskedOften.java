package dev.hearth.sdk.sealing;

import dev.hearth.sdk.signal.DeviceAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each device has asked for our key lately. An answer costs it one of its own keys, and
/// a broken client might ask without end: 20 times an hour is enough. For one thread.
final class AskedOften {
  private static final Duration LATELY = Duration.ofHours(1);
  private static final int MOST_TIMES = 20;
  private static final int MOST_DEVICES = 10_000;

  private record Times(Instant since, int count) {}

  private final InstantSource clock;
  private final Map<DeviceAddress, Times> devices =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceAddress, Times> eldest) {
          return size() > MOST_DEVICES;
        }
      };

  AskedOften(InstantSource clock) {
    this.clock = new OnwardClock(clock);
  }

  /// Counts this time as well.
  boolean mayAsk(DeviceAddress device) {
    Instant now = clock.instant();
    Times times = devices.get(device);
    if (times == null || times.since.plus(LATELY).isBefore(now)) {
      times = new Times(now, 0);
    }
    devices.put(device, new Times(times.since, times.count + 1));
    return times.count < MOST_TIMES;
  }
}
