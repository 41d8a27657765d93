package dev.hearth.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.blaze.ErrorCode;
import java.util.Optional;
import java.util.function.Consumer;

/// The expectations of tests about an {@link Outcome} that is refused.
public final class TestingRefusals {
  private TestingRefusals() {}

  public static Consumer<Outcome<?>> refusedWith(ErrorCode code) {
    return outcome -> assertThat(refusal(outcome).code()).isEqualTo(code);
  }

  /// Refused because this field can't be as it is.
  public static Consumer<Outcome<?>> refusedFor(String field) {
    return outcome -> {
      assertThat(refusal(outcome).code()).isEqualTo(ErrorCode.INVALID_FIELD);
      assertThat(refusal(outcome).field()).isEqualTo(Optional.of(field));
    };
  }

  private static Refusal refusal(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<?>) outcome).refusal();
  }
}
