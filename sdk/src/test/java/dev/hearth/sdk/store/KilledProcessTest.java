package dev.hearth.sdk.store;

import static dev.hearth.sdk.store.ClientStoreContract.bytes;
import static dev.hearth.sdk.store.ClientStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores in processes of their own.
class KilledProcessTest {
  private static final Kind TOTAL = new Kind("total", 1);
  private static final Kind ITEM = Kind.unbounded("item");
  private static final int ROUNDS = 3;

  @TempDir Path folder = Path.of("");

  @Test
  void a_process_that_is_killed_loses_nothing_that_was_returned() throws Exception {
    Random random = random();
    Path file = folder.resolve("store.db");
    Path key = folder.resolve("store.key");
    int total = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int returned = killed(Writer.class, 1 + random.nextInt(60), file.toString(), key.toString());

      try (var store = ClientStore.sqlite(file, StoreKey.inFile(key))) {
        List<String> items = store.inTransaction(records -> records.names(ITEM));
        total = store.inTransaction(KilledProcessTest::total);
        // One more may have been kept whose return nobody saw; and none in part.
        assertThat(total).isBetween(returned, returned + 1);
        assertThat(items).hasSize(total).last().isEqualTo("item " + total);
      }
    }
    assertThat(total).isGreaterThanOrEqualTo(ROUNDS);
  }

  @Test
  void a_client_that_keeps_all_in_memory_needs_no_sqlite() throws Exception {
    Process process =
        start(Forgetful.class, classpath(ClientStore.class, ClientStoreContract.class));

    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("kept");
    }
    assertThat(process.waitFor()).isZero();
  }

  /// Counts up forever, and says so after each transaction.
  static final class Writer {
    public static void main(String... files) {
      var store = ClientStore.sqlite(Path.of(files[0]), StoreKey.inFile(Path.of(files[1])));
      while (true) {
        System.out.println((int) store.inTransaction(Writer::countUp));
      }
    }

    private static int countUp(Records records) {
      int next = total(records) + 1;
      records.put(TOTAL, "all", bytes(Integer.toString(next)));
      // Some of them longer than SQLite's pages.
      records.put(ITEM, "item " + next, new byte[next % 7 * 1500]);
      return next;
    }
  }

  static final class Forgetful {
    public static void main(String... none) {
      try (var store = ClientStore.inMemory()) {
        store.inTransaction(Writer::countUp);
      }
      System.out.println("kept");
    }
  }

  private static int total(Records records) {
    return records.find(TOTAL, "all").map(value -> Integer.parseInt(text(value))).orElse(0);
  }

  /// Kills the program once it has written `afterLines` lines.
  ///
  /// @return the last number that it has written
  private static int killed(Class<?> program, int afterLines, String... arguments)
      throws Exception {
    Process process =
        start(
            program,
            classpath(ClientStore.class, ClientStoreContract.class, org.sqlite.JDBC.class),
            arguments);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < afterLines; i++) {
        lines.add(out.readLine());
      }
      // The process itself would close its output, too.
      process.toHandle().destroyForcibly();
      // The lines it wrote before it was killed. The last one may be cut off.
      String rest = out.readAllAsString();
      rest.substring(0, rest.lastIndexOf('\n') + 1).lines().forEach(lines::add);
    }
    process.waitFor();
    return Integer.parseInt(lines.getLast());
  }

  private static Process start(Class<?> program, String classpath, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classpath,
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String classpath(Class<?>... classes) {
    return Stream.of(classes)
        .map(KilledProcessTest::location)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Random random() {
    long seed = Long.getLong("hearth.seed", System.nanoTime());
    System.out.println("KilledProcessTest with -Dhearth.seed=" + seed);
    return new Random(seed);
  }
}
