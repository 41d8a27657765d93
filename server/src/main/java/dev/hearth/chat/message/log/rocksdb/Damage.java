package dev.hearth.chat.message.log.rocksdb;

import dev.hearth.chat.message.log.UnreadableLog;
import dev.hearth.platform.runtime.LoggedFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names and counts what the log can't read any more. Any thread.
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final Runnable count;

  private Damage(Runnable count) {
    this.count = count;
  }

  static Damage countedIn(MeterRegistry meters) {
    Counter counter =
        Counter.builder("hearth.log.unreadable")
            .description("Reads of the log that found it damaged")
            .register(meters);
    return new Damage(counter::increment);
  }

  static Damage uncounted() {
    return new Damage(() -> {});
  }

  /// @param what whose data it is, such as "Log 1234…"
  void seen(String what, UnreadableLog why) {
    count.run();
    LOG.error("{} can't be read: {}", what, LoggedFault.sentence(why));
  }

  /// The result of `read`; if it can't be read, that is logged and counted on the way.
  <T> T watch(String what, Object id, Supplier<T> read) {
    try {
      return read.get();
    } catch (UnreadableLog why) {
      seen(what + " " + id, why);
      throw why;
    }
  }
}
