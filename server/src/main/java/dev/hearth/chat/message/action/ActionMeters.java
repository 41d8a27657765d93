package dev.hearth.chat.message.action;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of the actions, for the person on call.
public final class ActionMeters {
  private final Counter taken;

  public ActionMeters(MeterRegistry registry) {
    taken =
        Counter.builder("hearth.notices.taken")
            .description("Notices of the server whose id another message had; they got another id")
            .register(registry);
  }

  void noticesTaken(int notices) {
    if (notices > 0) {
      taken.increment(notices);
    }
  }
}
