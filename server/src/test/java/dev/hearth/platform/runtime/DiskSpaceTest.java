package dev.hearth.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {
  private static final long BOUND = 800;

  private final Health health = new Health();
  private long free = Long.MAX_VALUE;
  private final DiskSpace space = new DiskSpace(() -> free, BOUND, health);

  @Test
  void there_is_room_down_to_the_bound() throws Exception {
    look(BOUND);

    assertThatCode(space::require).doesNotThrowAnyException();
    assertThat(health.reasons()).isEmpty();

    look(BOUND - 1);

    assertThatExceptionOfType(DiskFull.class).isThrownBy(space::require);
    assertThat(health.reasons()).singleElement().asString().contains("log.leave-free");
  }

  @Test
  void a_full_disk_has_room_again_an_eighth_above_the_bound() throws Exception {
    look(BOUND - 1);

    look(BOUND + BOUND / 8 - 1);
    assertThatExceptionOfType(DiskFull.class).isThrownBy(space::require);

    look(BOUND + BOUND / 8);
    assertThatCode(space::require).doesNotThrowAnyException();
    assertThat(health.reasons()).isEmpty();
  }

  @Test
  void readers_have_the_last_eighth() throws Exception {
    look(BOUND / 8);
    assertThat(space.isOut()).isFalse();

    look(BOUND / 8 - 1);
    assertThat(space.isOut()).isTrue();

    look(BOUND / 8);
    assertThat(space.isOut()).isFalse();
  }

  @Test
  void a_store_that_found_no_room_stops_all_writes_until_it_can_write_again() throws Exception {
    var tries = new AtomicInteger();
    look(2 * BOUND);

    assertThat(space.failed("log", tries::incrementAndGet)).isInstanceOf(DiskFull.class);
    look(2 * BOUND);

    assertThat(tries).hasValue(1);
    assertThatExceptionOfType(DiskFull.class).isThrownBy(space::require);
    assertThat(space.isOut()).isTrue();
    assertThat(health.reasons()).singleElement().asString().contains("refuses");

    // Where the disk itself says that nothing is left, there is nothing to try.
    look(BOUND / 8 - 1);
    assertThat(tries).hasValue(1);

    space.mended("log");
    look(2 * BOUND);

    assertThat(tries).hasValue(1);
    assertThatCode(space::require).doesNotThrowAnyException();
    assertThat(health.reasons()).isEmpty();
  }

  @Test
  void a_disk_that_does_not_say_changes_nothing() throws Exception {
    var broken =
        new DiskSpace(
            () -> {
              throw new IOException("no such disk");
            },
            BOUND,
            health);

    assertThatExceptionOfType(IOException.class).isThrownBy(broken::look);
    assertThatCode(broken::require).doesNotThrowAnyException();
  }

  private void look(long bytes) throws IOException {
    free = bytes;
    space.look();
  }
}
