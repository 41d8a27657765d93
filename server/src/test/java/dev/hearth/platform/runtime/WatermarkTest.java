package dev.hearth.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.runtime.Watermark.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatermarkTest {
  @TempDir private Path folder;

  @Test
  void a_mark_is_where_its_store_left_it_also_behind_where_it_was() throws IOException {
    try (var watermark = open()) {
      assertThat(watermark.of(Store.LOG).reached()).isEmpty();
      watermark.of(Store.LOG).reach(7);
      watermark.of(Store.LOG).reach(9);
      watermark.of(Store.DIRECTORY).reach(3);
    }
    try (var watermark = open()) {
      assertThat(watermark.of(Store.LOG).reached()).hasValue(9);
      assertThat(watermark.of(Store.DIRECTORY).reached()).hasValue(3);
      assertThat(watermark.of(Store.DIRECTORY_FILE).reached()).isEmpty();
      watermark.of(Store.LOG).reach(2);
    }
    try (var watermark = open()) {
      assertThat(watermark.of(Store.LOG).reached()).hasValue(2);
    }
  }

  /// A write that is torn, or a flipped bit, takes one of the two slots.
  @Test
  void of_a_damaged_mark_the_one_before_is_left() throws IOException {
    try (var watermark = open()) {
      for (long mark = 1; mark <= 5; mark++) {
        watermark.of(Store.LOG).reach(mark);
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int slot = 0; slot < 2; slot++) {
      for (int at = 0; at < 3 * Long.BYTES; at++) {
        byte[] damaged = whole.clone();
        int where = slot * 512 + at;
        damaged[where] = (byte) (damaged[where] ^ 0x10);
        Files.write(file(), damaged);
        try (var watermark = open()) {
          assertThat(watermark.of(Store.LOG).reached().orElseThrow()).isIn(4L, 5L);
        }
      }
    }
  }

  private Watermark open() throws IOException {
    return Watermark.open(file());
  }

  private Path file() {
    return folder.resolve("watermark");
  }
}
