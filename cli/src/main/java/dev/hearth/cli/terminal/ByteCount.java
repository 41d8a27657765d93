package dev.hearth.cli.terminal;

import java.util.Locale;

/// How much something is, as people say it: `999 B`, `1.2 kB`, `35 MB`.
final class ByteCount {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private ByteCount() {}

  static String of(long bytes) {
    double count = bytes;
    int unit = 0;
    while (count >= 999.5 && unit < UNITS.length - 1) {
      count /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || count >= 9.95 ? "%.0f %s" : "%.1f %s", count, UNITS[unit]);
  }
}
