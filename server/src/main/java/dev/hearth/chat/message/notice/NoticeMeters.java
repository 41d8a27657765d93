package dev.hearth.chat.message.notice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of notices, for the person on call.
public final class NoticeMeters {
  private final Counter taken;

  public NoticeMeters(MeterRegistry registry) {
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
