package dev.hearth.platform.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and sockets the process may have open, and what for. The log must always be able
/// to open one more: connections get only what it and the rest don't need.
///
/// @param limit of the operating system, for the process
public record OpenFiles(long limit) {
  /// The JVM itself, the directory, the log's files that are written, event loops, the local door.
  private static final int PROCESS = 128;

  /// Tables of the log that stay open; it reads slower when there is room for fewer.
  private static final int MOST_TABLES = 512;

  /// Attachments that are written and read, at the same time as a connection each.
  private static final int MOST_TRANSFERS = 384;

  private static final int LEAST_TABLES = 16;
  private static final int LEAST_CONNECTIONS = 16;

  /// Those of this process.
  public static OpenFiles ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            && unix.getMaxFileDescriptorCount() > 0
        ? new OpenFiles(unix.getMaxFileDescriptorCount())
        : new OpenFiles(Long.MAX_VALUE);
  }

  /// How many tables of the log may stay open.
  public int tables() {
    return Math.clamp(limit / 4, LEAST_TABLES, MOST_TABLES);
  }

  /// How many connections may be open.
  ///
  /// @throws StartRefused when there is room for next to none
  public int connections() {
    long left = limit - PROCESS - tables();
    long connections = left - Math.min(left / 2, MOST_TRANSFERS);
    if (connections < LEAST_CONNECTIONS) {
      throw new StartRefused(
          "only "
              + limit
              + " files may be open (ulimit -n), and the log and the directory need most of them:"
              + " allow 1024 at least");
    }
    return (int) Math.min(connections, Integer.MAX_VALUE);
  }
}
