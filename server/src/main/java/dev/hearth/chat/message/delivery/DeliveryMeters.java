package dev.hearth.chat.message.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// The metrics of delivery, for the person on call.
public final class DeliveryMeters {
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Timer durable;
  private final Timer pushed;
  private final Counter entries;
  private final Counter receipts;
  private final Counter drains;
  private final Counter acknowledged;
  private final Counter silent;
  private final Map<Feed.State, LongAdder> feeds = new EnumMap<>(Feed.State.class);

  public DeliveryMeters(MeterRegistry registry) {
    durable = latency("durable", registry);
    pushed = latency("pushed", registry);
    entries =
        Counter.builder("hearth.log.entries")
            .description("Entries written to the log")
            .register(registry);
    receipts =
        Counter.builder("hearth.delivery.receipts")
            .description("Receipts pushed to connections of the authors")
            .register(registry);
    drains =
        Counter.builder("hearth.delivery.drains")
            .description("Times a connection began to read its logs")
            .register(registry);
    acknowledged =
        Counter.builder("hearth.delivery.acknowledged")
            .description("Messages acknowledged by sessions that were pushed them")
            .register(registry);
    silent =
        Counter.builder("hearth.delivery.silent")
            .description("Sessions that stopped acknowledging with most of their window full")
            .register(registry);
    for (Feed.State state : Feed.State.values()) {
      LongAdder feedsThere = new LongAdder();
      feeds.put(state, feedsThere);
      if (state != Feed.State.CLOSED) {
        Gauge.builder("hearth.delivery.feeds", feedsThere, LongAdder::sum)
            .description("Connections by the state of their delivery")
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
    }
  }

  /// Buckets that are fixed: to note a time takes no lock, and makes no garbage.
  private static Timer latency(String stage, MeterRegistry registry) {
    return Timer.builder("hearth.message.latency")
        .description(
            "How long messages take: from accepted to durable, and from durable to pushed to the"
                + " socket of a recipient who is connected")
        .tag("stage", stage)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /// Shows how much waits to be written.
  public void showWaiting(MeterRegistry registry, IntSupplier waiting) {
    Gauge.builder("hearth.log.waiting", waiting, IntSupplier::getAsInt)
        .description("Messages and acknowledgements that wait to be written to the log")
        .strongReference(true)
        .register(registry);
  }

  /// A message is on the disk.
  public void durable(long nanos) {
    durable.record(nanos, TimeUnit.NANOSECONDS);
  }

  void pushed(long nanos) {
    pushed.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// A connection is there.
  void began(Feed.State first) {
    count(first).increment();
  }

  void became(Feed.State before, Feed.State now) {
    if (before != now) {
      count(before).decrement();
      count(now).increment();
    }
  }

  private LongAdder count(Feed.State state) {
    return Objects.requireNonNull(feeds.get(state));
  }

  void committed(int written) {
    if (written > 0) {
      entries.increment(written);
    }
  }

  void receipted(int connections) {
    if (connections > 0) {
      receipts.increment(connections);
    }
  }

  void drained() {
    drains.increment();
  }

  void fellSilent() {
    silent.increment();
  }

  void acknowledged(int messages) {
    if (messages > 0) {
      acknowledged.increment(messages);
    }
  }
}
