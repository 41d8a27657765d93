package dev.hearth.sdk.store;

import dev.hearth.fuzz.Choices;
import dev.hearth.fuzz.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The file of a client's store, damaged by somebody without its key or by a disk: it is refused as
/// damaged, or its records are the ones that were put in.
///
/// The input says which bytes of an intact file change: the place in two bytes and the new byte, or
/// how much is cut off the end.
public final class StoreFileFuzz {
  private static final Kind LETTER = new Kind("letter", 100);
  private static final StoreKey KEY = StoreKey.of(new byte[StoreKey.BYTES]);
  private static final Map<String, byte[]> KEPT = kept();
  private static final Path FOLDER = Folders.temporary();
  private static final Path FILE = FOLDER.resolve("store.db");
  private static final byte[] WHOLE = whole();

  private StoreFileFuzz() {}

  public static List<byte[]> seeds() {
    return List.of(
        new byte[] {1, 0, 18, 1}, // written with a rollback journal
        new byte[] {1, 0, 60, 0, 1, 0, 68, 0, 1, 0, 71, 0}, // another program's
        new byte[] {0, 16, 0}, // cut short
        new byte[] {1, 32, 0, 13, 1, 48, 3, 9}); // in the pages
  }

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] damaged = damaged(new Choices(input));
    try {
      Files.write(FILE, damaged);
      // Of a store that could not be closed.
      Files.deleteIfExists(FOLDER.resolve("store.db-wal"));
      Files.deleteIfExists(FOLDER.resolve("store.db-journal"));
      try {
        use();
      } catch (StoreException refused) {
        switch (refused.reason()) {
          case NOT_A_STORE, NEWER, WRONG_KEY, DAMAGED -> {}
          case IN_USE, DISK ->
              throw new AssertionError("damage is taken for something else", refused);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void use() throws IOException {
    byte[] before = Files.readAllBytes(FILE);
    ClientStore opened;
    try {
      opened = ClientStore.sqlite(FILE, KEY);
    } catch (StoreException refused) {
      if (!Arrays.equals(before, Files.readAllBytes(FILE))) {
        throw new AssertionError("a file that was refused is not as it was", refused);
      }
      throw refused;
    }
    try (opened) {
      opened.inTransaction(records -> {
        records.names(LETTER).forEach(name -> same(name, records.find(LETTER, name)));
        KEPT.keySet().forEach(name -> same(name, records.find(LETTER, name)));
        return records;
      });
      opened.inTransaction(records -> {
        records.put(LETTER, "new", new byte[] {1});
        records.remove(LETTER, "a");
        return records;
      });
    }
  }

  /// A record may have been removed, but not changed.
  private static void same(String name, Optional<byte[]> found) {
    byte[] put = KEPT.get(name);
    if (found.isPresent() && !Arrays.equals(found.get(), put)) {
      throw new AssertionError("a store says what was never put in: " + name);
    }
  }

  private static byte[] damaged(Choices choices) {
    byte[] file = WHOLE.clone();
    int length = file.length;
    while (choices.more()) {
      boolean cut = choices.below(16) == 0;
      int at = ((choices.below(256) << 8) + choices.below(256)) % file.length;
      if (cut) {
        length = Math.min(length, at);
      } else {
        file[at] = (byte) choices.below(256);
      }
    }
    return Arrays.copyOf(file, length);
  }

  private static Map<String, byte[]> kept() {
    Map<String, byte[]> kept = new LinkedHashMap<>();
    for (int i = 0; i < 26; i++) {
      String name = Character.toString('a' + i);
      kept.put(name, name.repeat(40).getBytes(StandardCharsets.UTF_8));
    }
    kept.put("long", new byte[9_000]);
    return kept;
  }

  private static byte[] whole() {
    try (var store = ClientStore.sqlite(FILE, KEY)) {
      store.inTransaction(records -> {
        KEPT.forEach((name, value) -> records.put(LETTER, name, value));
        return records;
      });
    }
    try {
      return Files.readAllBytes(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
