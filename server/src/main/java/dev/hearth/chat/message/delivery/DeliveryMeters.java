package dev.hearth.chat.message.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of delivery, for the person on call.
public final class DeliveryMeters {
  private final Counter entries;
  private final Counter receipts;
  private final Counter drains;
  private final Counter acknowledged;

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

  void acknowledged(int messages) {
    if (messages > 0) {
      acknowledged.increment(messages);
    }
  }
}
