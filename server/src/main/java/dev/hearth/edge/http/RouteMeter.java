package dev.hearth.edge.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How many requests a route had, how they ended, and how long they took from their headers to
/// their answer. Any thread may call.
///
/// A timer is made when it is first needed: most routes never end in most ways.
final class RouteMeter {
  /// How a request can end: as Prometheus shows it.
  private static final String[] ENDS = {"2xx", "refused", "4xx", "5xx"};

  private static final int REFUSED = 202;
  private static final Duration[] BUCKETS =
      Stream.of(5, 25, 100, 500, 2_500, 10_000).map(Duration::ofMillis).toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final String method;
  private final String route;
  private final AtomicReferenceArray<@Nullable Timer> timers =
      new AtomicReferenceArray<>(ENDS.length);

  /// @param route with the names of its parameters, not with what stands there
  RouteMeter(MeterRegistry registry, String method, String route) {
    this.registry = registry;
    this.method = method;
    this.route = route;
  }

  /// @param status of HTTP
  void answered(int status, long nanos) {
    int end = end(status);
    Timer timer = timers.get(end);
    if (timer == null) {
      timer = timer(ENDS[end]);
      timers.set(end, timer); // whoever was first, it is the same
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// The API refuses with 202.
  private static int end(int status) {
    if (status == REFUSED) {
      return 1;
    }
    return status < 400 ? 0 : status < 500 ? 2 : 3;
  }

  private Timer timer(String end) {
    return Timer.builder("hearth.http.request")
        .description("Requests of the API: refused is HTTP 202, with an error")
        .tag("method", method)
        .tag("route", route)
        .tag("status", end)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
