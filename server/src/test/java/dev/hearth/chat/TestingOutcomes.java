package dev.hearth.chat;

/// The expectation of tests that an {@link Outcome} is as was asked.
public final class TestingOutcomes {
  private TestingOutcomes() {}

  /// The thing in question.
  ///
  /// @throws AssertionError when it was refused
  public static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var now) -> now;
      case Outcome.Refused<T> refused -> throw new AssertionError(refused);
    };
  }
}
