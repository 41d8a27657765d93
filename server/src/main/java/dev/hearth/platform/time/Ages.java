package dev.hearth.platform.time;

import java.time.Duration;

/// How old something is, by its stamp.
@FunctionalInterface
public interface Ages {
  /// The position of `age` ago: what is stamped with it, or earlier, is as old as that or older.
  long ago(Duration age);
}
