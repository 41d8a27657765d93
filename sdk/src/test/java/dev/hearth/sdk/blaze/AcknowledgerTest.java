package dev.hearth.sdk.blaze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.id.MessageId;
import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.ReceiptStatus;
import dev.hearth.sdk.http.Acknowledgement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcknowledgerTest {
  private final BlockingQueue<MessageId> told = new LinkedBlockingQueue<>();
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void a_failure_does_not_end_it_and_what_failed_is_told_again() throws Exception {
    var acknowledger =
        new Acknowledger(
            batch -> {
              switch (tries.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("thrown by a test");
                case 2 -> throw HearthException.refused(500, "thrown by a test");
                case 3 -> throw new StackOverflowError("thrown by a test");
                default -> batch.forEach(each -> told.add(each.message()));
              }
            },
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    acknowledger.start();
    var first = MessageId.random();
    var second = MessageId.random();

    acknowledger.add(new Acknowledgement(first, ReceiptStatus.READ));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(first);
    acknowledger.add(new Acknowledgement(second, ReceiptStatus.READ));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(second);
    acknowledger.close(Duration.ofSeconds(1));
  }
}
