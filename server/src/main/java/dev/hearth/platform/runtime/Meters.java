package dev.hearth.platform.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Where meters are registered, and Prometheus reads them. Their names follow its rules, as
/// `promtool check metrics` knows them.
public final class Meters {
  private Meters() {}

  /// A registry with the meters of the process itself.
  public static PrometheusMeterRegistry registry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    showProcessors(registry);
    ManagementFactory.getGarbageCollectorMXBeans().forEach(bean -> showCollector(registry, bean));
    showBuild(registry);
    return registry;
  }

  /// Micrometer's own meters of processors have names that Prometheus's rules don't allow.
  private static void showProcessors(MeterRegistry registry) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
      FunctionCounter.builder(
              "process.cpu", machine, it -> Math.max(0, it.getProcessCpuTime()) / 1e9)
          .description("The CPU time that the process has used")
          .baseUnit("seconds")
          .register(registry);
      Gauge.builder("process.cpu.usage", machine, OperatingSystemMXBean::getProcessCpuLoad)
          .description("The part of all processors that the process has just used")
          .register(registry);
      Gauge.builder("system.cpu.usage", machine, OperatingSystemMXBean::getCpuLoad)
          .description("The part of all processors that has just been used")
          .register(registry);
      Gauge.builder("system.load.average.1m", machine, OperatingSystemMXBean::getSystemLoadAverage)
          .description("How many tasks ran or waited to run, over a minute")
          .register(registry);
    }
    Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
        .description("The processors that the process may use")
        .register(registry);
  }

  /// Asked when somebody scrapes: nothing listens, and nothing has to be closed.
  private static void showCollector(MeterRegistry registry, GarbageCollectorMXBean collector) {
    FunctionTimer.builder(
            "jvm.gc.collection",
            collector,
            GarbageCollectorMXBean::getCollectionCount,
            GarbageCollectorMXBean::getCollectionTime,
            TimeUnit.MILLISECONDS)
        .description("Garbage collections, and the time they took")
        .tag("gc", collector.getName())
        .register(registry);
  }

  private static void showBuild(MeterRegistry registry) {
    Gauge.builder("hearth.build.info", () -> 1)
        .description("The version of Hearth and of Java")
        .tag(
            "version",
            Optional.ofNullable(Meters.class.getPackage().getImplementationVersion())
                .orElse("unpacked"))
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  /// Shows whether the server takes work, and what waits for the directory.
  ///
  /// @param waiting how many changes of the directory wait for their turn
  public static void show(MeterRegistry registry, Health health, IntSupplier waiting) {
    Gauge.builder("hearth.ready", health, it -> it.reasons().isEmpty() ? 1 : 0)
        .description("1 while the server takes all work; GET /health says why not")
        .register(registry);
    Gauge.builder("hearth.directory.waiting", waiting, IntSupplier::getAsInt)
        .description("Changes of the directory that wait for their turn")
        .strongReference(true)
        .register(registry);
  }

  /// Shows the length of the write-ahead log of a directory in SQLite.
  public static void showWriteAhead(MeterRegistry registry, Path file) {
    Gauge.builder("hearth.directory.write.ahead", file.toFile(), File::length)
        .description("The length of the directory's write-ahead log")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }
}
