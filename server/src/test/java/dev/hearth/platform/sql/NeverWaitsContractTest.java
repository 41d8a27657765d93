package dev.hearth.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.platform.runtime.NeverWaits;
import dev.hearth.platform.time.PassedTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A database is refused to threads that never wait, on every engine.
class NeverWaitsContractTest extends OnBothEngines {
  @Override
  protected List<Migrations> tables() {
    return List.of(PassedTime.MIGRATIONS);
  }

  @Test
  void a_thread_that_never_waits_is_refused() {
    Map<String, Runnable> calls =
        Map.of(
            "read", () -> database().read(_ -> true),
            "write", () -> database().write(_ -> true),
            "writeIf", () -> database().writeIf(_ -> false, _ -> true),
            "change", () -> database().change(_ -> {}),
            "tidy", () -> database().tidy(_ -> {}));

    calls.forEach((name, call) -> {
      assertThatThrownBy(NeverWaits.on(call)::run)
          .as(name)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("never waits: call from a virtual thread");
      call.run(); // on this thread it is allowed
    });
  }

  @Test
  void a_thread_that_such_a_thread_starts_may_wait() throws InterruptedException {
    var read = new AtomicBoolean();

    NeverWaits.on(() -> join(Thread.startVirtualThread(() -> read.set(database().read(_ -> true)))))
        .run();

    assertThat(read).isTrue();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
