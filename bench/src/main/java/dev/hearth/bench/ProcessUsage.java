package dev.hearth.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The CPU time and memory of a process, from the operating system: Linux only.
///
/// @param pid the process
record ProcessUsage(long pid) {
  // USER_HZ is 100 on every Linux that Java runs on.
  private static final long MICROS_PER_TICK = 10_000;

  static ProcessUsage ownOne() {
    return new ProcessUsage(ProcessHandle.current().pid());
  }

  /// CPU time of all its threads so far, in microseconds; counted in steps of 10 ms.
  long cpuMicros() {
    String stat = read("stat");
    // The second field, the name in parentheses, may itself hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    int userTime = 14 - 3;
    return (Long.parseLong(fields[userTime]) + Long.parseLong(fields[userTime + 1]))
        * MICROS_PER_TICK;
  }

  /// Memory it holds, in bytes.
  long residentBytes() {
    return bytes("VmRSS:");
  }

  /// The most memory it held since {@link #forgetPeak}, in bytes.
  long peakBytes() {
    return bytes("VmHWM:");
  }

  /// Forgets how much it held at most.
  void forgetPeak() {
    try {
      Files.writeString(file("clear_refs"), "5");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long bytes(String name) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  private String read(String file) {
    try {
      return Files.readString(file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
