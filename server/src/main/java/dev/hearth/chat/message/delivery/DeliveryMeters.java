package dev.hearth.chat.message.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// The metrics of delivery, for the person on call.
public final class DeliveryMeters {
  private final Counter entries;
  private final Counter receipts;
  private final Counter drains;
  private final Counter acknowledged;
  private final Counter silent;
  private final Map<Feed.State, LongAdder> feeds = new EnumMap<>(Feed.State.class);

  public DeliveryMeters(MeterRegistry registry) {
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
