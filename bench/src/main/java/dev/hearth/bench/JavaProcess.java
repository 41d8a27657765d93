package dev.hearth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Another Java process on this machine, asked through `jcmd`. Asking for what lives on its heap
/// makes it collect its garbage.
///
/// @param pid the process
record JavaProcess(long pid) implements Heap {

  @Override
  public long liveBytes() {
    String histogram = jcmd("GC.class_histogram");
    String total =
        histogram
            .lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new Violation("no live heap: " + histogram));
    return Long.parseLong(total.trim().split("\\s+", -1)[2]);
  }

  @Override
  public void collect() {
    jcmd("GC.run");
  }

  private String jcmd(String command) {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(program, Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new Violation("can't run jcmd", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Violation("interrupted", e);
    }
  }
}
