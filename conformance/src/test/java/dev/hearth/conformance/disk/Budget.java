package dev.hearth.conformance.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How many bytes the disk of `disk.c` still takes; shared with the server's process. Any thread.
final class Budget {
  private static final VarHandle BYTES = ValueLayout.JAVA_LONG.varHandle();

  private final Path file;
  private final MemorySegment shared;

  /// @param file where it is kept; made anew
  Budget(Path file) throws IOException {
    this.file = file;
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, Arena.ofAuto());
    }
    lift();
  }

  Path file() {
    return file;
  }

  void set(long bytes) {
    BYTES.setVolatile(shared, 0L, bytes);
  }

  long left() {
    return (long) BYTES.getVolatile(shared, 0L);
  }

  void lift() {
    set(Long.MAX_VALUE);
  }
}
