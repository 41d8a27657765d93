package dev.hearth.sdk.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.signal.DeviceAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskedOftenTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AskedOften asked = new AskedOften(() -> now);
  private final DeviceAddress device = new DeviceAddress(UserId.random(), SessionId.random());

  @Test
  void a_device_is_answered_twenty_times_an_hour() {
    assertThat(answersTo(30)).isEqualTo(20);

    now = now.plus(Duration.ofMinutes(61));
    assertThat(answersTo(30)).isEqualTo(20);
  }

  @Test
  void a_clock_that_steps_back_makes_the_hour_no_longer() {
    answersTo(30);

    now = now.minus(Duration.ofDays(8));
    assertThat(answersTo(1)).isZero();
    now = now.plus(Duration.ofMinutes(61));

    assertThat(answersTo(30)).isEqualTo(20);
  }

  private long answersTo(int times) {
    return IntStream.range(0, times).filter(_ -> asked.mayAsk(device)).count();
  }
}
