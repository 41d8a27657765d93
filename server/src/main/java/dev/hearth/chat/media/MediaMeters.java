package dev.hearth.chat.media;

import dev.hearth.platform.limits.SharedSlots;
import dev.hearth.platform.runtime.LoggedFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of attachments, for operators. Any thread.
public final class MediaMeters {
  private static final Logger LOG = LoggerFactory.getLogger(MediaMeters.class);

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - QUIET.toNanos());
  private final AtomicInteger uploading = new AtomicInteger();
  private final AtomicInteger downloading = new AtomicInteger();
  private final Counter stored;
  private final Counter removed;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Map<Uploaded.Why, Counter> refusals = new EnumMap<>(Uploaded.Why.class);

  private final MeterRegistry registry;

  public MediaMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("hearth.attachments.uploading", uploading, AtomicInteger::get)
        .description("Uploads that are coming in")
        .register(registry);
    Gauge.builder("hearth.attachments.downloading", downloading, AtomicInteger::get)
        .description("Downloads that are going out")
        .register(registry);
    stored =
        Counter.builder("hearth.attachments.stored")
            .description("Uploads that were stored")
            .register(registry);
    removed =
        Counter.builder("hearth.attachments.removed")
            .description("Attachments that were removed when their time was over")
            .register(registry);
    bytesIn = bytes("in", registry);
    bytesOut = bytes("out", registry);
    for (Uploaded.Why why : Uploaded.Why.values()) {
      refusals.put(
          why,
          Counter.builder("hearth.attachments.refused")
              .description("Uploads of which nothing was kept, by why")
              .tag("why", why.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /// Shows what is taken of a bound.
  SharedSlots show(SharedSlots slots) {
    return slots.shownOn(registry);
  }

  private static Counter bytes(String way, MeterRegistry registry) {
    return Counter.builder("hearth.attachments.bytes")
        .description("Bytes of attachments, up and down")
        .baseUnit("bytes")
        .tag("way", way)
        .register(registry);
  }

  void uploading(int more) {
    uploading.addAndGet(more);
  }

  /// Adds to the number of downloads that are going out, or subtracts.
  public void downloading(int more) {
    downloading.addAndGet(more);
  }

  void received(int bytes) {
    bytesIn.increment(bytes);
  }

  /// Bytes of a download were handed to the network.
  public void sent(int bytes) {
    bytesOut.increment(bytes);
  }

  void uploaded(Uploaded uploaded) {
    switch (uploaded) {
      case Uploaded.Shelved _ -> stored.increment();
      case Uploaded.Refused(var why) -> {
        Counter counter = refusals.get(why);
        if (counter != null) {
          counter.increment();
        }
      }
    }
  }

  void removed() {
    removed.increment();
  }

  /// The disk fails or is full: somebody has to look at it. Said once a minute at most.
  void failed(String what, IOException failure) {
    long now = System.nanoTime();
    long last = lastSaid.get();
    if (now - last >= QUIET.toNanos() && lastSaid.compareAndSet(last, now)) {
      LOG.error("{}: {}", what, LoggedFault.sentence(failure));
    }
  }
}
